"""The carers of a day as the planner wants them: hours, absences, what they may do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from django.db.models import Q

from qianshou.care.models import Carer, Shift
from qianshou.care.queries.absences import halves_away
from qianshou.care.rules.absences import AFTERNOON, MORNING, NOON
from qianshou.packs.shapes import Pack
from qianshou.planner import Carer as PlanCarer
from qianshou.planner import Window

from ..models import Stop
from ..rules import LATE_LUNCH, LONG_DAY, LUNCH
from .where import Whereabouts

DAY = 24 * 3600

def carers_of_day(
    street_id: int, day: date, pack: Pack, where: Whereabouts, stops: list[Stop]
) -> tuple[list[PlanCarer], list[str]]:
    """Every carer of the street, with the hours in which she is there (none: absent or off), and the names of those absent for all of theirs."""
    current = Q(left_on__isnull=True) | Q(left_on__gte=day)
    rows = Carer.objects.filter(current, street_id=street_id).select_related("person", "start_place").order_by("tier", "number", "pk")
    shifts, halves = shifts_of(street_id, day), halves_away(day, street_id=street_id)
    there = shifts_of(street_id, day, with_leave=True)
    insisted: dict[int, set[str]] = {}
    for s in stops:
        insisted.setdefault(s.carer_id, set()).update(s.insisted)
    made, absent = [], []
    for c in rows:
        hours = there.get(c.pk, ())
        if c.pk in halves and not hours and shifts.get(c.pk):
            absent.append(c.person.name)
        waived = insisted.get(c.pk, set())
        made.append(PlanCarer(
            id=str(c.pk), start=where.carer(c), shifts=hours, tier=c.tier, skills=skills_for(c, pack),
            mode=c.mode if c.mode in ("foot", "bike", "ebike") else "foot", breaks=(LATE_LUNCH if "break" in waived else LUNCH,),
            overtime=LONG_DAY if "shift" in waived else 0, dialects=frozenset(c.person.dialects), sex=c.person.sex,
        ))  # fmt: skip
    return made, absent


def skills_for(carer: Carer, pack: Pack) -> frozenset[str]:
    """Codes of the services that ask for a skill and for which this carer has one (any one of them will do)."""
    held = set(carer.skills)
    return frozenset(s.code for s in pack.services.values() if s.skills and (held & set(s.skills) or s.code in held))


def shifts_of(street_id: int, day: date, *, with_leave: bool = False) -> dict[int, tuple[Window, ...]]:
    """Working hours of the day in seconds since midnight; shifts that touch or overlap are one. What a shift of the evening before works after
    midnight is the day's too. `with_leave`: without the halves in which she is away; leave belongs to the day on which a shift begins."""
    before = day - timedelta(days=1)
    halves = {on: halves_away(on, street_id=street_id) if with_leave else {} for on in (before, day)}
    found: dict[int, list[Window]] = {}
    for on, shift in _of_days(street_id, before, day):
        shown = DAY if on == before else 0  # where the day begins, as the shift's own day counts
        for begin, end in _worked(shift, halves[on].get(shift.carer_id, frozenset())):
            if (window := (max(begin - shown, 0), min(end - shown, DAY)))[0] < window[1]:
                found.setdefault(shift.carer_id, []).append(Window(*window))
    return {carer: _joined(windows) for carer, windows in found.items()}


def _of_days(street_id: int, before: date, day: date) -> Iterator[tuple[date, Shift]]:
    """The shifts that begin on either day and touch the second."""
    rows = Shift.objects.filter(carer__street_id=street_id, since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=before))
    for shift in rows.order_by("carer_id", "pk"):
        for on in (before, day):
            held = shift.since <= on and (shift.until is None or shift.until >= on)
            if held and shift.weekday == on.isoweekday() and (on == day or shift.over_midnight):
                yield on, shift


def _worked(shift: Shift, away: frozenset[str]) -> list[tuple[int, int]]:
    """Seconds since midnight of the day on which it begins, but for the halves of that day in which she is away."""
    begin, end = seconds(shift.starts), seconds(shift.ends) + (DAY if shift.over_midnight else 0)
    noon = seconds(NOON)
    parts = {MORNING: (begin, min(end, noon)), AFTERNOON: (max(begin, noon), end)}
    return [part for half, part in parts.items() if half not in away and part[0] < part[1]]


def _joined(windows: list[Window]) -> tuple[Window, ...]:
    """In order; those that touch or overlap are one."""
    found: list[Window] = []
    for one in sorted(windows, key=lambda w: w.start):
        if found and one.start <= found[-1].end:
            found[-1] = Window(found[-1].start, max(one.end, found[-1].end))
        else:
            found.append(one)
    return tuple(found)


def seconds(t: time) -> int:
    """Wall-clock time as seconds since midnight."""
    return t.hour * 3600 + t.minute * 60 + t.second
