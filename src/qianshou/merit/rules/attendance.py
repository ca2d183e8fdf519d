"""A carer's month on the attendance sheet: taps of in and out made into spans, days and totals. Pure.

Nothing is guessed: a tap whose partner is missing is shown and flagged, and counts no hours until somebody corrects
the data.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from qianshou.care.rules.absences import days_of

from .leave import NO_LEAVE, DayLeave, Leave, counts, leave_on
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
class AttendanceDay:
    """One line of the sheet."""

    day: date
    spans: tuple[Span, ...]
    visits: int
    leave: DayLeave = NO_LEAVE
    facts: DayFacts = USUAL_DAY
    reckoned: Reckoned = NOTHING

    @property
    def minutes(self) -> int:
        """Minutes worked in the spans that began on this day, without the meal break of her shift."""
        return sum(span.minutes for span in self.spans) - self.reckoned.off

    @property
    def flags(self) -> tuple[str, ...]:
        """What somebody has to look at on this day (NO_OUT, NO_IN)."""
        return tuple(span.flag for span in self.spans if span.flag in (NO_OUT, NO_IN))

    @property
    def leave_counts(self) -> dict[str, str]:
        """Half → kind, of the halves that are leave: not on a day on which she owes no shift anyway."""
        return counts(self.leave, self.facts.planned, owed_elsewhere=bool(self.facts.replaced_by) or not self.facts.hours)

    @property
    def both(self) -> bool:
        """On leave, and there all the same: somebody has to say which of the two it was."""
        return bool(self.spans) if self.leave.whole else bool(self.reckoned.both)


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
    def leave_days(self) -> int | float:
        """Days of leave in the month, half days as 0.5."""
        return days_of(sum(len(day.leave_counts) for day in self.days))

    @property
    def leave_by_kind(self) -> dict[str, int | float]:
        """Days of leave of each kind, half days as 0.5."""
        halves = Counter(kind for day in self.days for kind in day.leave_counts.values())
        return {kind: days_of(n) for kind, n in halves.items()}

    @property
    def overtime(self) -> dict[str, int]:
        """Minutes of overtime by kind of day: WORK, REST, HOLIDAY."""
        return {kind: sum(day.reckoned.overtime for day in self.days if day.facts.kind == kind) for kind in KINDS}

    @property
    def planned(self) -> int:
        """Minutes that were planned."""
        return sum(day.reckoned.planned for day in self.days)

    @property
    def off(self) -> int:
        """Minutes of meal breaks that were taken off the time at work."""
        return sum(day.reckoned.off for day in self.days)

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


def taps_of_day(taps: Iterable[Tap], day: date, direction: str, zone: tzinfo, now: datetime) -> list[Tap]:
    """The taps of one direction that stand on a day's line of the sheet, taps made twice included: an `out` after midnight is of the day on
    which its `in` was, and an `out` in the morning that ended the night before is not."""
    taps = sorted(taps)
    spans = pair(taps, zone, now)
    kept = sorted(at.astimezone(zone) for span in spans if (at := span.start if direction == "in" else span.end) is not None)
    own = {at for span in spans if span.day == day and (at := span.start if direction == "in" else span.end) is not None}
    found = []
    for tap in taps:
        if tap.direction == direction:
            # Of one made twice the first `in` and the last `out` stay on the sheet: this one belongs to it.
            near = [at for at in kept if at <= tap.made_at][-1:] if direction == "in" else [at for at in kept if at >= tap.made_at][:1]
            found += [tap] if near and near[0] in own else []
    return found


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


def visits_by_day(moments: Iterable[datetime], spans: Iterable[Span], facts: Mapping[date, DayFacts], zone: tzinfo) -> dict[date, int]:
    """How many visits belong to each day: what was done after midnight in a night shift, tapped or planned, is of the day on which that began."""
    ends = {span.day: span.end for span in spans if span.start and span.end}
    planned = {day: known.planned[-1][1] for day, known in facts.items() if known.planned}
    found: Counter[date] = Counter()
    for at in moments:
        day = at.astimezone(zone).date()
        before = day - timedelta(days=1)
        found[before if any(before in until and at <= until[before] for until in (ends, planned)) else day] += 1
    return dict(found)


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
        leave = leave_on(day, away)
        own, known = tuple(by_day.get(day, ())), (facts or {}).get(day, USUAL_DAY)
        done = NOTHING
        if now is not None:
            seen = [(span.start, span.end) for span in own]
            done = reckon(known, seen, visits=visits.get(day, 0), leave=leave, now=now, numbers=numbers)
        made.append(AttendanceDay(day, own, visits.get(day, 0), leave, known, done))
    return AttendanceMonth(tuple(made))


def hours_text(minutes: int) -> str:
    """Hours and minutes as a sheet writes them: 7:05; an empty string for none."""
    return f"{minutes // 60}:{minutes % 60:02d}" if minutes else ""
