"""The attendance sheets of a month as the record says now, from taps, completed visits, shifts and absences: a few reads for a whole street."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.care.models import STANDING, Absence, Carer, ClockEvent, VisitEvent
from qianshou.kernel import clock
from qianshou.merit.rules.attendance import LONGEST_SPAN, AttendanceMonth, Leave, Tap, attendance_month, pair
from qianshou.merit.rules.workday import Numbers
from qianshou.packs.loader import load

from .shifts import day_facts


@dataclass(frozen=True, slots=True)
class CarerAttendance:
    """One carer and her month. `tier` is a code of the pack."""

    carer_id: int
    number: str
    name: str
    tier: str
    month: AttendanceMonth


def days_between(first: date, end: date) -> list[date]:
    """The days from `first` up to and without `end`."""
    return [first + timedelta(days=n) for n in range((end - first).days)]


def carers(scope: Scope, first: date, end: date):
    """Carers whom the scope may see and who were there in [first, end), by number of employment."""
    there = Q(joined_on__isnull=True) | Q(joined_on__lt=end)
    still = Q(left_on__isnull=True) | Q(left_on__gte=first)
    return Carer.objects.filter(scope.rows(committee=None), there, still).order_by("number")


def attendance(scope: Scope, first: date, end: date, now: datetime, carer_id: int | None = None) -> list[CarerAttendance]:
    """Every carer's sheet for the days [first, end), or one carer's. Raises Carer.DoesNotExist for one out of scope."""
    rows = carers(scope, first, end)
    if carer_id is not None:
        rows = rows.filter(pk=carer_id)
        if not rows.exists():
            raise Carer.DoesNotExist
    known = list(rows.select_related("person", "street"))
    ids = [carer.pk for carer in known]
    days = days_between(first, end)
    taps, visits, leaves = taps_of(ids, first, end), visits_done(ids, first, end), leaves_of(ids, first, end)
    facts = day_facts(known, first, end)
    found = []
    for one in known:
        spans, numbers = pair(taps[one.pk], clock.ZONE, now), numbers_of(one.street, first)
        month = attendance_month(days, spans, visits[one.pk], leaves[one.pk], facts=facts[one.pk], numbers=numbers, now=now)
        found.append(CarerAttendance(one.pk, one.number, one.person.name, one.tier, month))
    return found


def numbers_of(street: Street, on: date) -> Numbers:
    """The street's minutes of grace and least overtime, as they held on a day."""
    rules = load(street.pack, on).attendance_rules
    return Numbers(grace=rules["late_grace"].number, least=rules["overtime_least"].number) if {"late_grace", "overtime_least"} <= set(rules) else Numbers()


def taps_of(carer_ids: Iterable[int], first: date, end: date) -> dict[int, list[Tap]]:
    """Taps of the days, and as much on either side as one shift may last (a shift may run over midnight)."""
    found: dict[int, list[Tap]] = defaultdict(list)
    start, stop = clock.day_bounds(first)[0] - LONGEST_SPAN, clock.day_bounds(end)[0] + LONGEST_SPAN
    rows = ClockEvent.objects.filter(STANDING, carer__in=carer_ids, made_at__gte=start, made_at__lt=stop)
    for carer_id, direction, made_at in rows.values_list("carer_id", "direction", "made_at"):
        found[carer_id].append(Tap(made_at, direction))
    return found


def visits_done(carer_ids: Iterable[int], first: date, end: date) -> dict[int, dict[date, int]]:
    """How many visits each carer completed on each day; a visit heard of twice counts once, on the first day it was said.

    Where two go together each has her own part: it counts for her whether or not the other came. What was taken back does not count.
    """
    found: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    start, stop = clock.day_bounds(first)[0], clock.day_bounds(end)[0]
    rows = VisitEvent.objects.filter(STANDING, carer__in=carer_ids, kind="done", made_at__gte=start, made_at__lt=stop)
    seen: set[tuple[int, int]] = set()
    for carer_id, visit_id, made_at in rows.order_by("made_at").values_list("carer_id", "visit_id", "made_at"):
        if (carer_id, visit_id) not in seen:
            seen.add((carer_id, visit_id))
            found[carer_id][clock.local_date(made_at)] += 1
    return found


def leaves_of(carer_ids: Iterable[int], first: date, end: date) -> dict[int, list[Leave]]:
    """Absences that touch the days and were not cancelled."""
    found: dict[int, list[Leave]] = defaultdict(list)
    rows = Absence.objects.filter(carer__in=carer_ids, cancelled_at__isnull=True, first_day__lt=end, last_day__gte=first)
    for carer_id, first_day, last_day, kind in rows.order_by("first_day").values_list("carer_id", "first_day", "last_day", "kind"):
        found[carer_id].append(Leave(first_day, last_day, kind))
    return found
