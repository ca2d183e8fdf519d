"""Who is owed the form of a month, by the cadence of their risk. Pure."""

from __future__ import annotations

from datetime import date

KEY, LINKED = "key", "linked"


def months_between(earlier: date, later: date) -> int:
    """Whole months from one month to a later one, by their firsts."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def is_owed(*, month: date, last: date | None, every: int) -> bool:
    """Whether a review of `month` is owed: every `every` months, counted from the month of the last one (None: never yet)."""
    return last is None or months_between(last.replace(day=1), month.replace(day=1)) >= every


def review_key(person_id: int, month: date) -> str:
    """The due of one person's review of one month."""
    return f"review:{person_id}:{month:%Y-%m}"
