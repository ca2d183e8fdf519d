"""What is heard of a closed month afterwards: the days whose facts are others now, and by how much their numbers differ. Pure.

A closed sheet is never changed. The differences stand on the next month's sheet, once: what an earlier closing has taken up already is
taken off. So the frozen sheet and all its adjustments together always say what the record says now.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .attendance import AttendanceDay, AttendanceMonth
from .leave import NO_LEAVE, DayLeave
from .workday import KINDS

NUMBERS = ("minutes", "visits", "late", "early", "between", "absent", *(f"overtime_{kind}" for kind in KINDS))


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One day of a month that was closed before: what its numbers are more (or less) by now. `leave`: the leave it is known to be now,
    where that is another; None where it is the same."""

    day: date
    numbers: Mapping[str, int]
    leave: DayLeave | None = None

    def plain(self) -> dict:
        """As JSON values."""
        return {"day": self.day.isoformat(), "numbers": dict(self.numbers), "leave": None if self.leave is None else self.leave.plain()}

    @classmethod
    def of(cls, row: Mapping) -> "Adjustment":
        """What `plain` wrote."""
        return cls(date.fromisoformat(row["day"]), dict(row["numbers"]), None if row["leave"] is None else DayLeave.of(row["leave"]))


def numbers_of(day: AttendanceDay | None) -> dict[str, int]:
    """The numbers of a day that are adjusted; all nothing for a day without a sheet."""
    if day is None:
        return dict.fromkeys(NUMBERS, 0)
    done = day.reckoned
    own = {"minutes": day.minutes, "visits": day.visits, "late": done.late, "early": done.early, "between": done.between, "absent": done.absent}
    return own | {f"overtime_{kind}": done.overtime if day.facts.kind == kind else 0 for kind in KINDS}


def facts_of(day: AttendanceDay | None) -> tuple:
    """What a day was worked out from. Where this is the same nothing was heard, whatever a newer program would make of it."""
    if day is None:
        return ((), 0, NO_LEAVE, "work", (), False, (), (), ())
    facts = day.facts
    breaks = facts.breaks if any(facts.breaks) else ()
    return (tuple((span.start, span.end) for span in day.spans), day.visits, day.leave, facts.kind, facts.planned, facts.hours, facts.replaced_by, facts.replacing, breaks)


def adjustments(frozen: AttendanceMonth | None, now: AttendanceMonth, taken: Iterable[Adjustment]) -> list[Adjustment]:
    """The days of a closed month of which something else is known now, and that no later closing has taken up, in order."""
    held = {day.day: day for day in frozen.days} if frozen else {}
    sums: dict[date, dict[str, int]] = {}
    leaves: dict[date, DayLeave | None] = {}
    for one in taken:
        sums[one.day] = {key: sums.get(one.day, {}).get(key, 0) + one.numbers.get(key, 0) for key in NUMBERS}
        leaves[one.day] = one.leave if one.leave is not None else leaves.get(one.day)
    found = []
    for day in now.days:
        before = held.get(day.day)
        if facts_of(day) == facts_of(before) and day.day not in sums:
            continue
        told, was, done = numbers_of(day), numbers_of(before), sums.get(day.day, {})
        same = facts_of(day) == facts_of(before)  # back to what was frozen: what was taken up meanwhile is given back
        differ = {key: (0 if same else told[key] - was[key]) - done.get(key, 0) for key in NUMBERS}
        known = leaves.get(day.day)
        known = known if known is not None else (before.leave if before else NO_LEAVE)
        leave = day.leave if day.leave != known else None
        if any(differ.values()) or leave is not None:
            found.append(Adjustment(day.day, {key: value for key, value in differ.items() if value}, leave))
    return found
