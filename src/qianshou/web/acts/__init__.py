"""What phones sent and nobody could enter."""
