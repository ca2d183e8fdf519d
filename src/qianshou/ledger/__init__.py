"""The ledger: double entry in whole units (fen, points, minutes), balanced by the database, corrected by reversal only."""
