"""Rules of the night: when it begins, for which day it plans, when a worker counts as gone. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from qianshou.kernel import clock

CATCH_UP = timedelta(hours=12)  # a machine that was off at the hour still plans when it comes back within this time
SILENT = timedelta(seconds=90)  # a first search compiles for some 40 s without a word; a killed worker's job is given away after 30–60 s
NOON = time(12)


def hour_of(text: str) -> time | None:
    """`20:00` of the setting; None where it is empty: no night of its own accord. ValueError for nonsense."""
    return time.fromisoformat(text) if text.strip() else None


def day_of_night(now: datetime, at: time | None) -> date | None:
    """The first day that is due to be planned at `now`, None outside the night.

    An hour after noon plans the next day, one in the small hours the day that has begun.
    """
    if at is None:
        return None
    today = clock.local_date(now)
    for evening in (today, today - timedelta(days=1)):
        begins = clock.at(evening, at)
        if begins <= now < begins + CATCH_UP:
            return evening + timedelta(days=at >= NOON)
    return None


def is_silent(seen_at: datetime | None, now: datetime) -> bool:
    """Has the worker not been heard from for so long that it must be gone?"""
    return seen_at is None or now - seen_at > SILENT
