"""The attendance sheet of a month on a page."""
