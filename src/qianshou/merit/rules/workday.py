"""One day of a carer against what was planned: late, left early, away between, absent, and overtime by the kind of day. Pure.

Minutes are counted, never guessed: what hangs on a tap that is missing is not judged, the missing tap is flagged elsewhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from .leave import NO_LEAVE, DayLeave, times_of
from .pauses import Part, due, joined, taken, with_breaks

WORK, REST, HOLIDAY = "work", "rest", "holiday"
KINDS = (WORK, REST, HOLIDAY)

Interval = tuple[datetime, datetime]
Seen = tuple[datetime | None, datetime | None]  # a time at work; None: that tap is missing


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a street counts from: minutes of grace for late and early, the least minutes a day that are overtime, and from how many minutes at
    work on the meal break of a shift is taken off."""

    grace: int = 0
    least: int = 0
    break_from: int = 360


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What is known of a day apart from taps.

    kind         WORK, REST or HOLIDAY
    name         what the day is called ("Qingming"), or empty
    planned      times of the shift she owes that begins on it, in order, not overlapping; it may end on the next day
    breaks       minutes of meal break within each of `planned`; none named: none
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
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Minutes of one day: `planned` = `covered` + `late` + `early` + `between` + `absent` + `leave` + `pause`, but for what grace lets pass and
    missing taps hide.

    leave   planned, not there, and on leave; pause: meal breaks, no working time
    off     of the break, what is taken off the time she was tapped in
    both    at work in the half in which she is on half a day's leave
    """

    planned: int = 0
    covered: int = 0
    late: int = 0
    early: int = 0
    between: int = 0
    absent: int = 0
    overtime: int = 0
    untapped: bool = False  # she made visits on a day of hers and neither came nor went
    leave: int = 0
    pause: int = 0
    off: int = 0
    both: int = 0


USUAL_DAY, NOTHING, FROM_ONE = DayFacts(), Reckoned(), Numbers()


Weekly = tuple[int, time, time, int]  # ISO weekday on which it begins, start, end (earlier than the start: on the next day), minutes of break


def planned_on(day: date, kind: str, as_weekday: int | None, week: Iterable[Weekly], zone: tzinfo) -> tuple[tuple[Part, ...], bool]:
    """The shift that begins on a day, from the working week, and whether it is a worked weekend of which nobody said the hours.

    Public holidays and weekdays off owe nothing; a weekend shift is owed on a usual weekend; a worked weekend follows her own weekend shift,
    else the weekday that the calendar names. A night shift is of the day on which it begins, whatever the day is on which it ends.
    """
    week, weekday = list(week), day.isoweekday()
    if kind == HOLIDAY or (kind == REST and weekday <= 5):
        return (), False
    own = _on(day, weekday, week, zone)
    if own or not week or not (kind == WORK and weekday > 5):
        return own, False
    return _on(day, as_weekday, week, zone) if as_weekday else (), as_weekday is None


def _on(day: date, weekday: int, week: Iterable[Weekly], zone: tzinfo) -> tuple[Part, ...]:
    parts = [
        (datetime.combine(day, starts, zone), datetime.combine(day + timedelta(days=ends <= starts), ends, zone), pause)
        for at, starts, ends, pause in week if at == weekday
    ]  # fmt: skip
    return tuple(joined(parts))


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


def less(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    """The time that lies in the first and not in the second."""
    left = list(one)
    for c, d in other:
        left = [part for a, b in left for part in ((a, min(b, c)), (max(a, d), b)) if part[0] < part[1]]
    return left


def reckon(facts: DayFacts, seen: Sequence[Seen], *, visits: int, now: datetime, numbers: Numbers, leave: DayLeave = NO_LEAVE) -> Reckoned:
    """Work a day out. `seen` in order of time. What is not over at `now` is not judged yet. Who is on leave is never
    late or absent then, and has no overtime: where there are taps all the same, somebody has to say which of the two it was."""
    seen = [(start and to_minute(start), end and to_minute(end)) for start, end in seen]
    whole = united((start, end) for start, end in seen if start and end)
    plan, some = list(facts.planned), next((at for span in [*facts.planned, *seen] for at in span if at), None)
    free = times_of(leave, some) if some else []
    owed, covered, there = less(plan, free), shared(plan, whole), minutes(shared(whole, free))
    extra = minutes(less(less(whole, plan), free)) if facts.hours else 0
    parts = [(start, end, pause) for a, b, pause in with_breaks(plan, facts.breaks) for start, end in less([(a, b)], free)]
    pauses = [taken(shared([(start, end)], whole), pause, numbers.break_from) for start, end, pause in parts]
    pause, off = sum(one for one, _off in pauses), sum(off for _pause, off in pauses)
    done = {
        "planned": minutes(plan), "covered": minutes(covered) - off, "overtime": extra if extra >= max(numbers.least, 1) else 0, "off": off,
        "leave": minutes(less(shared(plan, free), whole)), "both": there if there > numbers.grace and not leave.whole else 0,
        "untapped": bool(owed) and not seen and visits > 0,
    }  # fmt: skip
    over = bool(owed) and owed[-1][1] <= now
    if not over or done["untapped"]:
        return Reckoned(**done, pause=off)
    if not seen:
        pause = sum(due(minutes([(start, end)]), pause, numbers.break_from) for start, end, pause in parts)
        return Reckoned(**done, absent=minutes(owed) - pause, pause=pause)
    missing = _missing(owed, seen, minutes(shared(owed, whole)), pause - off, numbers.grace)
    return Reckoned(**done, **missing, pause=pause if all(start and end for start, end in seen) else off)


def _missing(plan: list[Interval], seen: Sequence[Seen], covered: int, rested: int, grace: int) -> dict[str, int]:
    """The planned time at which she was not there, by where it lies; `rested` minutes of it were her break. Unknown ends are not judged."""
    came, went = seen[0][0], seen[-1][1]
    late = minutes(shared(plan, [(plan[0][0], came)])) if came and came > plan[0][0] else 0
    early = minutes(shared(plan, [(went, plan[-1][1])])) if went and went < plan[-1][1] else 0
    whole = all(start and end for start, end in seen)
    between = max(minutes(plan) - covered - late - early - rested, 0) if whole else 0
    return {"late": late if late > grace else 0, "early": early if early > grace else 0, "between": between}
