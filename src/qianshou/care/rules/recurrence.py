"""On which days a plan item falls: weekdays, or so many times a week with the visits spread, within a season and a span."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

# How n visits lie in a week so that the longest wait is as short as working days allow (ISO weekdays). There are several ways,
# so that not every elder with one visit a week has it on the same day.
SPREADS: dict[int, tuple[tuple[int, ...], ...]] = {
    1: ((1,), (2,), (3,), (4,), (5,)),
    2: ((1, 4), (2, 5)),
    3: ((1, 3, 5),),
    4: ((1, 2, 4, 5), (1, 3, 4, 5), (1, 2, 3, 5)),
    5: ((1, 2, 3, 4, 5),),
    6: ((1, 2, 3, 4, 5, 6),),
    7: ((1, 2, 3, 4, 5, 6, 7),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """When something comes again: exactly one of `weekdays` (ISO 1–7) and `times_per_week` (1–7).

    months         1–12, empty for all year
    since, until   first and last day (None: no end)
    skip_holidays  not on public holidays
    """

    since: date
    until: date | None = None
    weekdays: frozenset[int] = frozenset()
    times_per_week: int | None = None
    months: frozenset[int] = frozenset()
    skip_holidays: bool = False

    def faults(self) -> list[str]:
        """Codes of what is wrong with it; empty when it can be used."""
        found = []
        if bool(self.weekdays) == (self.times_per_week is not None):
            found.append("one_way")
        if self.times_per_week is not None and self.times_per_week not in SPREADS:
            found.append("times_per_week")
        if not self.weekdays <= set(range(1, 8)):
            found.append("weekdays")
        if not self.months <= set(range(1, 13)):
            found.append("months")
        if self.until and self.until < self.since:
            found.append("span")
        return found


def weekdays_of(recurrence: Recurrence, seed: int) -> frozenset[int]:
    """The ISO weekdays it falls on. `seed` (the elder's id) chooses among equal spreads, always the same for the same elder."""
    if recurrence.times_per_week is None:
        return recurrence.weekdays
    ways = SPREADS[recurrence.times_per_week]
    return frozenset(ways[seed % len(ways)])


def days_of(
    recurrence: Recurrence, first: date, last: date, *, seed: int = 0, is_holiday: Callable[[date], bool] = lambda day: False
) -> Iterator[date]:
    """The days from `first` to `last` (both included) on which it falls, in order."""
    weekdays = weekdays_of(recurrence, seed)
    day = max(first, recurrence.since)
    end = min(last, recurrence.until) if recurrence.until else last
    while day <= end:
        if (
            day.isoweekday() in weekdays
            and (not recurrence.months or day.month in recurrence.months)
            and not (recurrence.skip_holidays and is_holiday(day))
        ):
            yield day
        day += timedelta(days=1)
