"""Fees of classes. Pure."""

from datetime import date

MOST_FEN = 1_000_000  # ten thousand yuan for a term: more is a slip of the finger


def comes_back(begins: date, today: date) -> bool:
    """Whether a fee comes back to somebody who leaves today: only before the day of the first session."""
    return today < begins
