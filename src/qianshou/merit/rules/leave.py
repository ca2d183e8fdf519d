"""Leave on a carer's days, by halves. Pure; which halves a leave takes is `care`'s."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from qianshou.care.rules.absences import AFTERNOON, HALVES, MORNING, NOON, halves_on

Interval = tuple[datetime, datetime]
_LONG = timedelta(days=3)  # further than any shift of the day reaches


@dataclass(frozen=True, slots=True)
class Leave:
    """Days away, both ends included, by halves at either end. `kind` is a code of `care.Absence.Kind`; a private reason is not carried here."""

    first: date
    last: date
    kind: str
    from_noon: bool = False
    until_noon: bool = False

    def halves_on(self, day: date) -> frozenset[str]:
        """The halves of a day that it takes."""
        return halves_on(day, self.first, self.last, self.from_noon, self.until_noon)


@dataclass(frozen=True, slots=True)
class DayLeave:
    """The kinds of leave on one day; an empty word: none in that half. False where there is none at all."""

    morning: str = ""
    afternoon: str = ""

    @classmethod
    def whole_day(cls, kind: str) -> Self:
        """The same all day; none for an empty word."""
        return cls(kind, kind)

    @classmethod
    def of(cls, value: str | Sequence[str]) -> Self:
        """What `plain` wrote, or one word for the day, as sheets of before there were halves have it."""
        return cls.whole_day(value) if isinstance(value, str) else cls(*value)

    def plain(self) -> list[str]:
        """As JSON values."""
        return [self.morning, self.afternoon]

    def __bool__(self) -> bool:
        return bool(self.morning or self.afternoon)

    @property
    def whole(self) -> bool:
        """Away in both halves."""
        return bool(self.morning and self.afternoon)

    @property
    def by_half(self) -> dict[str, str]:
        """Half → kind, of the halves in which she is away."""
        return {half: kind for half, kind in zip(HALVES, (self.morning, self.afternoon), strict=True) if kind}

    @property
    def told(self) -> list[tuple[str, str]]:
        """(kind, half) as it is said: once and without a half where it is the same all day."""
        return [(self.morning, "")] if self.whole and self.morning == self.afternoon else [(kind, half) for half, kind in self.by_half.items()]


NO_LEAVE = DayLeave()


def leave_on(day: date, leaves: Iterable[Leave]) -> DayLeave:
    """What leave there is on a day; where two claim one half the earlier of the list holds."""
    found: dict[str, str] = {}
    for one in leaves:
        for half in one.halves_on(day):
            found.setdefault(half, one.kind)
    return DayLeave(found.get(MORNING, ""), found.get(AFTERNOON, ""))


def times_of(leave: DayLeave, some: datetime) -> list[Interval]:
    """The time of the day of `some` (its wall clock) that is leave. Leave is of what begins on the day, so the afternoon has no end at midnight."""
    noon = datetime.combine(some.date(), NOON, some.tzinfo)
    parts = {MORNING: (noon - _LONG, noon), AFTERNOON: (noon, noon + _LONG)}
    return [parts[half] for half in leave.by_half]


def counts(leave: DayLeave, planned: Sequence[Interval], *, owed_elsewhere: bool) -> dict[str, str]:
    """Half → kind, of the halves that count as leave: none on a day on which she owes no shift; half a day only where her shift reaches into it.

    `owed_elsewhere`: somebody works her shift, or she has no working hours to look at: what was asked for counts.
    """
    if not leave or owed_elsewhere:
        return leave.by_half
    if not planned or leave.whole:
        return leave.by_half if planned else {}
    inside = times_of(leave, planned[0][0])
    return leave.by_half if any(a < end and start < b for a, b in inside for start, end in planned) else {}
