"""Pages of people: find, list, read and change files."""
