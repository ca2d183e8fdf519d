"""Reads of people: every one takes the user's scope."""

from .changes import Change, changes_of
from .consents import Answer, consents_of, had_consent, has_consent, paper_of, said_no
from .files import Filters, counts, elders, file_of, people_seen, telephones, whole
from .places import inhabited, place_names, place_of, places, unplaced
from .search import Found, search

__all__ = [
    "Answer", "Change", "Filters", "Found", "changes_of", "consents_of", "counts", "elders", "file_of", "had_consent", "has_consent", "inhabited",
    "paper_of", "people_seen", "place_names", "place_of", "places", "said_no", "search", "telephones", "unplaced", "whole",
]  # fmt: skip
