"""Reads of booklets: what a month says of each person, volumes, checks before binding."""
