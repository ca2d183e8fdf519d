"""What keeps the program running on one machine: embedded database, processes, demo street, backup, check."""
