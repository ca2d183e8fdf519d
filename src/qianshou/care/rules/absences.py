"""Leave by half days: which halves of a day somebody is away, and how many days that makes. Pure.

A day has two halves, before noon and after it. Leave of a day is leave of the shift that begins on it: in a night shift from 20:00 the afternoon
half takes the whole of it, also what lies after midnight.
"""

from datetime import date, time, timedelta

MORNING, AFTERNOON = "morning", "afternoon"
HALVES = (MORNING, AFTERNOON)
BOTH = frozenset(HALVES)
NOON = time(12)


def halves_on(day: date, first: date, last: date, from_noon: bool, until_noon: bool) -> frozenset[str]:
    """The halves of a day that lie in leave from `first` to `last`, both included. `from_noon`: it begins at noon of the first day; `until_noon`:
    it ends at noon of the last."""
    if not first <= day <= last:
        return frozenset()
    free = {half for half, cut in ((MORNING, from_noon and day == first), (AFTERNOON, until_noon and day == last)) if cut}
    return BOTH - free


def half_at(at: time) -> str:
    """The half in which a time of day lies."""
    return MORNING if at < NOON else AFTERNOON


def is_span(first: date, last: date, from_noon: bool, until_noon: bool) -> bool:
    """Whether there is at least half a day in it."""
    return first < last or (first == last and not (from_noon and until_noon))


def days_of(halves: int) -> int | float:
    """Days that so many halves make: 3, or 2.5."""
    return halves / 2 if halves % 2 else halves // 2


def days_in(first: date, last: date, from_noon: bool, until_noon: bool) -> int | float:
    """Calendar days of leave, by halves."""
    return days_of(2 * ((last - first).days + 1) - from_noon - until_noon)


def overlap(one: tuple[date, date, bool, bool], other: tuple[date, date, bool, bool]) -> bool:
    """Whether two leaves have a half of a day in common."""
    day, last = max(one[0], other[0]), min(one[1], other[1])
    while day <= last:
        if halves_on(day, *one) & halves_on(day, *other):
            return True
        day += timedelta(days=1)
    return False
