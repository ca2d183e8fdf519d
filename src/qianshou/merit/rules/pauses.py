"""The meal break of a shift: it is not working time, and whoever tapped out for it is not made to pay it twice. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import zip_longest

Interval = tuple[datetime, datetime]
Part = tuple[datetime, datetime, int]  # a stretch of a shift, and the minutes of meal break within it


def joined(parts: Iterable[Part]) -> list[Part]:
    """The same shift as few parts that do not touch, in order; breaks of parts that become one are added up."""
    found: list[Part] = []
    for start, end, pause in sorted(parts):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end), found[-1][2] + pause)
        else:
            found.append((start, end, pause))
    return found


def with_breaks(planned: Sequence[Interval], breaks: Sequence[int]) -> list[Part]:
    """Each part of the shift with its break."""
    return [(start, end, pause) for (start, end), pause in zip_longest(planned, breaks[: len(planned)], fillvalue=0)]


def due(minutes: int, pause: int, least: int) -> int:
    """The break that so many minutes at work in one part of a shift bring: all of it from `least` on, none before."""
    return pause if minutes >= max(least, pause) else 0


def taken(present: Sequence[Interval], pause: int, least: int) -> tuple[int, int]:
    """(break, minutes taken off the time at work) of one part of a shift. `present`: when she was there, in order, not touching.

    The time for which she tapped out within it is break already; only the rest is taken off.
    """
    if not present:
        return 0, 0
    stay = _minutes(present[0][0], present[-1][1])
    gap = stay - sum(_minutes(start, end) for start, end in present)
    pause = due(stay, pause, least)
    return pause, max(pause - gap, 0)


def _minutes(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds() // 60)
