"""The books on pages: accounts with balances, statements, entries and their reversal."""
