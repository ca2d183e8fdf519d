"""Lanes on a map that needs no internet, and pins for those that have none."""
