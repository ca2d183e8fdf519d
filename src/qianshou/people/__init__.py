"""Persons and their files, contacts, grants, places."""
