"""The duty roster (值班表): which hours are to be covered, who covers them, and where nobody does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Slot:
    """One row of the week's table. An end that is not after the start runs into the next day."""

    code: str
    start: time
    end: time

    def span(self, day: date, tz: tzinfo) -> tuple[datetime, datetime]:
        """When the slot of `day` begins and ends, as aware datetimes in `tz`."""
        begin = datetime.combine(day, self.start, tz)
        last = day if self.end > self.start else day + timedelta(days=1)
        return begin, datetime.combine(last, self.end, tz)


# Office hours, the evening, the night: together the whole day.
SLOTS = {s.code: s for s in (Slot("day", time(8, 30), time(17)), Slot("evening", time(17), time(22)), Slot("night", time(22), time(8, 30)))}

Span = tuple[datetime, datetime]


def week_of(day: date) -> date:
    """The Monday of `day`'s week."""
    return day - timedelta(days=day.weekday())


def gaps(span: Span, taken: Iterable[Span]) -> list[Span]:
    """The stretches of `span` that no taken span covers, in order."""
    begin, end = span
    found = []
    for start, stop in sorted(taken):
        if start > begin and begin < end:
            found.append((begin, min(start, end)))
        begin = max(begin, stop)
    if begin < end:
        found.append((begin, end))
    return found


def holes(*, monday: date, shifts: Sequence[Span], now: datetime, tz: tzinfo) -> list[tuple[date, str]]:
    """Cells of the week that have an uncovered stretch after `now`: what is past cannot be mended."""
    found = []
    for n in range(7):
        day = monday + timedelta(days=n)
        for slot in SLOTS.values():
            begin, end = slot.span(day, tz)
            if end > now and gaps((max(begin, now), end), shifts):
                found.append((day, slot.code))
    return found


def cell_of(starts_at: datetime, tz: tzinfo) -> tuple[date, str]:
    """The cell of the table in which a shift is shown: the slot in which it starts."""
    day = starts_at.astimezone(tz).date()
    for one in (day, day - timedelta(days=1)):  # before 8:30 it belongs to yesterday's night
        for slot in SLOTS.values():
            begin, end = slot.span(one, tz)
            if begin <= starts_at < end:
                return one, slot.code
    raise ValueError("the slots leave a part of the day open")
