"""Which hours of a place are free, on which days something comes again, which of them clash. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .hours import Span

SHORTEST = 15  # minutes
MOST_WEEKS = 60  # of what comes again each week: a year and a little
OFFERED = 3  # free times that are offered where one is taken
LOOK_AHEAD = 14  # days in which they are looked for


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """From one moment to a later one, half open: who ends at ten does not clash with who begins at ten."""

    starts: datetime
    ends: datetime

    def overlaps(self, other: Slot) -> bool:
        """Whether both hold some moment."""
        return self.starts < other.ends and other.starts < self.ends


def faults(starts: time, ends: time) -> str:
    """What is wrong with the times of a booking, as a code; "" when it may be booked."""
    if ends <= starts:
        return "ends"
    return "short" if _minutes(ends) - _minutes(starts) < SHORTEST else ""


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def weekly(first: date, until: date) -> list[date]:
    """Each week on the weekday of `first`, to `until` included, at most MOST_WEEKS."""
    days = []
    while first <= until and len(days) < MOST_WEEKS:
        days.append(first)
        first += timedelta(days=7)
    return days


def free(open_: Iterable[Slot], taken: Iterable[Slot]) -> Iterator[Slot]:
    """What is left of the open hours, in order."""
    taken = sorted(taken)
    for whole in sorted(open_):
        at = whole.starts
        for one in taken:
            if one.ends <= at or one.starts >= whole.ends:
                continue
            if one.starts > at:
                yield Slot(at, one.starts)
            at = max(at, one.ends)
        if at < whole.ends:
            yield Slot(at, whole.ends)


def offers(spaces: Iterable[Slot], *, wanted: Slot, not_before: datetime) -> list[Slot]:
    """Of the free spaces the first OFFERED that hold something as long as `wanted`: as near to its time of day as each space allows."""
    length, found = wanted.ends - wanted.starts, []
    for space in spaces:
        starts = max(space.starts, not_before)
        same_time = datetime.combine(space.starts.date(), wanted.starts.time(), tzinfo=space.starts.tzinfo)
        if starts <= same_time and same_time + length <= space.ends:
            starts = same_time
        elif starts < space.ends - length < same_time:
            starts = space.ends - length
        if starts + length <= space.ends:
            found.append(Slot(starts, starts + length))
        if len(found) == OFFERED:
            break
    return found


def day_slots(day: date, spans: Iterable[Span], at) -> list[Slot]:
    """The spans of a day as moments; `at` makes a moment of a day and a time."""
    return [Slot(at(day, one.starts), at(day, one.ends)) for one in spans]
