"""A carer's month on the attendance sheet: taps of in and out made into spans, days and totals. Pure.

Nothing is guessed: a tap whose partner is missing is shown and flagged, and counts no hours until somebody corrects
the data.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from .workday import FROM_ONE, KINDS, NOTHING, USUAL_DAY, DayFacts, Numbers, Reckoned, reckon, to_minute

DOUBLE_TAP = timedelta(minutes=10)  # the same direction again within this is one tap made twice
LONGEST_SPAN = timedelta(hours=16)  # in and out further apart are not one shift: one tap in between is missing
NO_OUT, NO_IN, ON_DUTY, WHOLE = "no_out", "no_in", "on_duty", ""


@dataclass(frozen=True, slots=True, order=True)
class Tap:
    """One attendance tap. `made_at` is the corrected time, with a time zone; `direction` is in or out."""

    made_at: datetime
    direction: str


@dataclass(frozen=True, slots=True)
class Span:
    """A time at work. It belongs to the day it began on, also when it ends after midnight."""

    day: date
    start: datetime | None
    end: datetime | None
    flag: str = WHOLE

    @property
    def minutes(self) -> int:
        """Minutes worked, from the times as the sheet shows them; 0 while a tap is missing."""
        return int((to_minute(self.end) - to_minute(self.start)).total_seconds() // 60) if self.start and self.end else 0


@dataclass(frozen=True, slots=True)
class Leave:
    """Days away, both ends included. `kind` is a code of `care.Absence.Kind`; a private reason is not carried here."""

    first: date
    last: date
    kind: str


@dataclass(frozen=True, slots=True)
class AttendanceDay:
    """One line of the sheet."""

    day: date
    spans: tuple[Span, ...]
    visits: int
    leave: str
    facts: DayFacts = USUAL_DAY
    reckoned: Reckoned = NOTHING

    @property
    def minutes(self) -> int:
        """Minutes worked in the spans that began on this day."""
        return sum(span.minutes for span in self.spans)

    @property
    def flags(self) -> tuple[str, ...]:
        """What somebody has to look at on this day (NO_OUT, NO_IN)."""
        return tuple(span.flag for span in self.spans if span.flag in (NO_OUT, NO_IN))

    @property
    def leave_counts(self) -> bool:
        """Whether leave on this day is a day of leave: not on a day on which she owes no shift anyway."""
        return bool(self.leave) and (bool(self.facts.planned) or bool(self.facts.replaced_by) or not self.facts.hours)


@dataclass(frozen=True, slots=True)
class AttendanceMonth:
    """One carer's month and its totals."""

    days: tuple[AttendanceDay, ...]

    @property
    def days_worked(self) -> int:
        """Days with a tap of any kind, or with a visit done."""
        return sum(bool(day.spans) or day.visits > 0 for day in self.days)

    @property
    def minutes(self) -> int:
        """Minutes worked in the month."""
        return sum(day.minutes for day in self.days)

    @property
    def visits(self) -> int:
        """Visits completed in the month."""
        return sum(day.visits for day in self.days)

    @property
    def leave_days(self) -> int:
        """Days of leave in the month."""
        return sum(day.leave_counts for day in self.days)

    @property
    def leave_by_kind(self) -> dict[str, int]:
        """Days of leave of each kind."""
        return dict(Counter(day.leave for day in self.days if day.leave_counts))

    @property
    def overtime(self) -> dict[str, int]:
        """Minutes of overtime by kind of day: WORK, REST, HOLIDAY."""
        return {kind: sum(day.reckoned.overtime for day in self.days if day.facts.kind == kind) for kind in KINDS}

    @property
    def planned(self) -> int:
        """Minutes that were planned."""
        return sum(day.reckoned.planned for day in self.days)

    @property
    def late(self) -> tuple[int, int]:
        """How many times late, and minutes."""
        return _times(day.reckoned.late for day in self.days)

    @property
    def early(self) -> tuple[int, int]:
        """How many times gone early, and minutes."""
        return _times(day.reckoned.early for day in self.days)

    @property
    def absent(self) -> tuple[int, int]:
        """Days absent without leave, and minutes of shifts."""
        return _times(day.reckoned.absent for day in self.days)

    @property
    def flags(self) -> int:
        """How many taps are missing their partner."""
        return sum(len(day.flags) for day in self.days)


def _times(found: Iterable[int]) -> tuple[int, int]:
    counted = [one for one in found if one]
    return len(counted), sum(counted)


def without_double_taps(taps: Iterable[Tap]) -> list[Tap]:
    """Taps in order of time; of the same direction tapped again at once, the first `in` and the last `out` stay."""
    kept: list[Tap] = []
    for tap in sorted(taps):
        if kept and kept[-1].direction == tap.direction and tap.made_at - kept[-1].made_at <= DOUBLE_TAP:
            if tap.direction == "out":
                kept[-1] = tap
            continue
        kept.append(tap)
    return kept


def pair(taps: Iterable[Tap], zone: tzinfo, now: datetime) -> list[Span]:
    """Make taps into spans, in order. Every kept tap is in exactly one span.

    An `in` without `out` is still ON_DUTY while the longest shift has not passed at `now`, and NO_OUT after that.
    """
    spans: list[Span] = []
    waiting: Tap | None = None
    for tap in without_double_taps(taps):
        here = tap.made_at.astimezone(zone)
        if tap.direction == "in":
            if waiting:
                spans.append(lonely(waiting, zone, NO_OUT))
            waiting = tap
        elif waiting and tap.made_at - waiting.made_at <= LONGEST_SPAN:
            start = waiting.made_at.astimezone(zone)
            spans.append(Span(start.date(), start, here))
            waiting = None
        else:
            if waiting:
                spans.append(lonely(waiting, zone, NO_OUT))
            waiting = None
            spans.append(lonely(tap, zone, NO_IN))
    if waiting:
        spans.append(lonely(waiting, zone, ON_DUTY if now - waiting.made_at <= LONGEST_SPAN else NO_OUT))
    return spans


def lonely(tap: Tap, zone: tzinfo, flag: str) -> Span:
    """A span of which only one end is known."""
    here = tap.made_at.astimezone(zone)
    return Span(here.date(), here if tap.direction == "in" else None, here if tap.direction == "out" else None, flag)


def attendance_month(
    days: Sequence[date],
    spans: Iterable[Span],
    visits: Mapping[date, int],
    leaves: Iterable[Leave],
    *,
    facts: Mapping[date, DayFacts] | None = None,
    numbers: Numbers = FROM_ONE,
    now: datetime | None = None,
) -> AttendanceMonth:
    """Put spans, completed visits and leave on the days of a month, and work each out. Spans of other days are left out.

    Without `facts` and `now` nothing is judged against a shift.
    """
    by_day: dict[date, list[Span]] = {}
    for span in spans:
        by_day.setdefault(span.day, []).append(span)
    away, made = list(leaves), []
    for day in days:
        leave = next((leave.kind for leave in away if leave.first <= day <= leave.last), "")
        own, known = tuple(by_day.get(day, ())), (facts or {}).get(day, USUAL_DAY)
        done = NOTHING
        if now is not None:
            seen = [(span.start, span.end) for span in own]
            done = reckon(known, seen, visits=visits.get(day, 0), on_leave=bool(leave), now=now, numbers=numbers)
        made.append(AttendanceDay(day, own, visits.get(day, 0), leave, known, done))
    return AttendanceMonth(tuple(made))


def hours_text(minutes: int) -> str:
    """Hours and minutes as a sheet writes them: 7:05; an empty string for none."""
    return f"{minutes // 60}:{minutes % 60:02d}" if minutes else ""
