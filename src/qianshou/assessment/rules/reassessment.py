"""When a person is to be assessed again: in time by level, after hospital, after a fall. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

AFTER_EVENT = timedelta(days=14)  # our own: within a fortnight after coming home or a fall; no standard was verified


@dataclass(frozen=True, slots=True)
class Owed:
    """One assessment that is owed by the end of `by`; `why` is periodic | hospital | fall, `since` the day of the reason."""

    why: str
    since: date
    by: date


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def owed_again(*, last: date, months: int, events: Iterable[tuple[str, date]]) -> Owed | None:
    """What is owed first after an assessment of the day `last`: at the turn of its months (0: not by itself), or earlier by an event.

    `events` are (why, day): "hospital" with the day of coming home, "fall" with its day. What happened up to `last` was seen then.
    """
    found = [Owed(why, day, day + AFTER_EVENT) for why, day in events if day > last]
    if months:
        found.append(Owed("periodic", last, months_later(last, months)))
    return min(found, key=lambda owed: (owed.by, owed.why), default=None)
