"""The data of the place: versions of each file, edited on a page."""
