"""The carers of a day as the planner wants them: hours, absences, what they may do."""

from __future__ import annotations

from datetime import date, time

from django.db.models import Q

from qianshou.care.models import Absence, Carer, Shift
from qianshou.packs.shapes import Pack
from qianshou.planner import Carer as PlanCarer
from qianshou.planner import Window

from ..models import Stop
from ..rules import LATE_LUNCH, LONG_DAY, LUNCH
from .where import Whereabouts


def carers_of_day(
    street_id: int, day: date, pack: Pack, where: Whereabouts, stops: list[Stop]
) -> tuple[list[PlanCarer], list[str]]:
    """Every carer of the street, with the shifts of the day (none: absent or off), and the names of those absent."""
    current = Q(left_on__isnull=True) | Q(left_on__gte=day)
    rows = Carer.objects.filter(current, street_id=street_id).select_related("person", "start_place").order_by("tier", "number", "pk")
    shifts = shifts_of(street_id, day)
    away = set(
        Absence.objects.filter(carer__street_id=street_id, first_day__lte=day, last_day__gte=day, cancelled_at__isnull=True)
        .values_list("carer_id", flat=True)
    )  # fmt: skip
    insisted: dict[int, set[str]] = {}
    for s in stops:
        insisted.setdefault(s.carer_id, set()).update(s.insisted)
    made, absent = [], []
    for c in rows:
        hours = () if c.pk in away else shifts.get(c.pk, ())
        if c.pk in away and shifts.get(c.pk):
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


def shifts_of(street_id: int, day: date) -> dict[int, tuple[Window, ...]]:
    """Working hours of the day in seconds since midnight; shifts that touch or overlap are one."""
    rows = Shift.objects.filter(carer__street_id=street_id, weekday=day.isoweekday(), since__lte=day)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=day)).order_by("carer_id", "starts")
    found: dict[int, list[Window]] = {}
    for carer, starts, ends in rows.values_list("carer_id", "starts", "ends"):
        mine = found.setdefault(carer, [])
        begin, end = seconds(starts), seconds(ends)
        if mine and begin <= mine[-1].end:
            mine[-1] = Window(mine[-1].start, max(end, mine[-1].end))
        else:
            mine.append(Window(begin, end))
    return {c: tuple(w) for c, w in found.items()}


def seconds(t: time) -> int:
    """Wall-clock time as seconds since midnight."""
    return t.hour * 3600 + t.minute * 60 + t.second
