"""One day of a carer against what was planned: late, left early, away between, absent, and overtime by the kind of day. Pure.

Minutes are counted, never guessed: what hangs on a tap that is missing is not judged, the missing tap is flagged elsewhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

WORK, REST, HOLIDAY = "work", "rest", "holiday"
KINDS = (WORK, REST, HOLIDAY)

Interval = tuple[datetime, datetime]
Seen = tuple[datetime | None, datetime | None]  # a time at work; None: that tap is missing


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a street counts from: minutes of grace for late and early, the least minutes a day that are overtime."""

    grace: int = 0
    least: int = 0


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What is known of a day apart from taps.

    kind         WORK, REST or HOLIDAY
    name         what the day is called ("Qingming"), or empty
    planned      times of the shift she owes on it, in order, not overlapping
    hours        she has working hours at all; without them there is nothing to be late for, and no overtime
    unsaid       a worked weekend of which nobody has said whose weekday's hours hold
    replaced_by  who works her shift on it; replacing: whose shift she works
    """

    kind: str = WORK
    name: str = ""
    planned: tuple[Interval, ...] = ()
    hours: bool = False
    unsaid: bool = False
    replaced_by: tuple[str, ...] = ()
    replacing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Minutes of one day. `planned` = `covered` + `late` + `early` + `between` + `absent`, but for what grace lets pass and missing taps hide."""

    planned: int = 0
    covered: int = 0
    late: int = 0
    early: int = 0
    between: int = 0
    absent: int = 0
    overtime: int = 0
    untapped: bool = False  # she made visits on a day of hers and neither came nor went


USUAL_DAY, NOTHING, FROM_ONE = DayFacts(), Reckoned(), Numbers()


def planned_on(day: date, kind: str, as_weekday: int | None, week: Iterable[tuple[int, time, time]], zone: tzinfo) -> tuple[tuple[Interval, ...], bool]:
    """The shift of a day from the working week (ISO weekday, start, end), and whether it is a worked weekend of which nobody said the hours.

    Public holidays and weekdays off owe nothing; a weekend shift is owed on a usual weekend; a worked weekend follows her own weekend shift,
    else the weekday that the calendar names.
    """
    week, weekday = list(week), day.isoweekday()
    if kind == HOLIDAY or (kind == REST and weekday <= 5):
        return (), False
    own = _on(day, weekday, week, zone)
    if own or not week or not (kind == WORK and weekday > 5):
        return own, False
    return _on(day, as_weekday, week, zone) if as_weekday else (), as_weekday is None


def _on(day: date, weekday: int, week: Iterable[tuple[int, time, time]], zone: tzinfo) -> tuple[Interval, ...]:
    spans = [(datetime.combine(day, starts, zone), datetime.combine(day, ends, zone)) for at, starts, ends in week if at == weekday]
    return tuple(united(spans))


def united(spans: Iterable[Interval]) -> list[Interval]:
    """The same time as few intervals that do not touch, in order."""
    found: list[Interval] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def to_minute(moment: datetime) -> datetime:
    """A moment as the sheet shows it: without seconds."""
    return moment.replace(second=0, microsecond=0)


def minutes(spans: Iterable[Interval]) -> int:
    """Whole minutes of intervals whose ends are whole minutes."""
    return sum(int((end - start).total_seconds() // 60) for start, end in spans)


def shared(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    """The time that lies in both."""
    return [(start, end) for a, b in one for c, d in other if (start := max(a, c)) < (end := min(b, d))]


def reckon(facts: DayFacts, seen: Sequence[Seen], *, visits: int, on_leave: bool, now: datetime, numbers: Numbers) -> Reckoned:
    """Work a day out. `seen` in order of time. What is not over at `now` is not judged yet. Leave is never
    late or absent, and has no overtime: where there are taps all the same, somebody has to say which of the two it was."""
    seen = [(start and to_minute(start), end and to_minute(end)) for start, end in seen]
    whole = united((start, end) for start, end in seen if start and end)
    plan = list(facts.planned)
    covered = shared(plan, whole)
    extra = minutes(whole) - minutes(covered) if facts.hours and not on_leave else 0
    overtime = extra if extra >= max(numbers.least, 1) else 0
    done = {"planned": minutes(plan), "covered": minutes(covered), "overtime": overtime}
    over = bool(plan) and plan[-1][1] <= now
    untapped = bool(plan) and not seen and visits > 0 and not on_leave
    if on_leave or not over:
        return Reckoned(**done, untapped=untapped)
    if not seen:
        return Reckoned(**done, absent=0 if untapped else minutes(plan), untapped=untapped)
    return Reckoned(**done, **_missing(plan, seen, minutes(covered), numbers.grace))


def _missing(plan: list[Interval], seen: Sequence[Seen], covered: int, grace: int) -> dict[str, int]:
    """The planned time at which she was not there, by where it lies. Unknown ends are not judged."""
    came, went = seen[0][0], seen[-1][1]
    late = minutes(shared(plan, [(plan[0][0], came)])) if came and came > plan[0][0] else 0
    early = minutes(shared(plan, [(went, plan[-1][1])])) if went and went < plan[-1][1] else 0
    whole = all(start and end for start, end in seen)
    between = max(minutes(plan) - covered - late - early, 0) if whole else 0
    return {"late": late if late > grace else 0, "early": early if early > grace else 0, "between": between}
