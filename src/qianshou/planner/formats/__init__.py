"""Other people's plan files. Each module reads a problem and writes a solution of one format."""
