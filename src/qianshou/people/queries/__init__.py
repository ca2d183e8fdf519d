"""Reads of people: every one takes the user's scope."""

from .changes import Change, changes_of
from .files import Filters, counts, elders, file_of, people_seen, telephones, whole
from .places import inhabited, place_names, place_of, places, unplaced
from .search import Found, search

__all__ = ["Change", "Filters", "Found", "changes_of", "counts", "elders", "file_of", "inhabited", "people_seen", "place_names", "place_of", "places", "search", "telephones", "unplaced", "whole"]
