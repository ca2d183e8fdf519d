"""The attendance sheets of a month as the record says now, from taps, completed visits, shifts and absences: a few reads for a whole street."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.care.models import STANDING, Carer, ClockEvent, VisitEvent
from qianshou.care.queries.absences import absences_in
from qianshou.kernel import clock
from qianshou.merit.rules.attendance import LONGEST_SPAN, AttendanceMonth, Tap, attendance_month, pair, visits_by_day
from qianshou.merit.rules.leave import Leave
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
    """Carers of the scope's street who were employed in [first, end), by number of employment; without a street those of all that it may see."""
    there = Q(joined_on__isnull=True) | Q(joined_on__lt=end)
    still = Q(left_on__isnull=True) | Q(left_on__gte=first)
    return _seen(scope).filter(there, still).order_by("number")


def _seen(scope: Scope):
    rows = Carer.objects.filter(scope.rows(committee=None))
    return rows.filter(street_id=scope.street_id) if scope.street_id else rows


def attendance(scope: Scope, first: date, end: date, now: datetime, carer_id: int | None = None) -> list[CarerAttendance]:
    """Every carer's sheet for the days [first, end), or one carer's: none when she was not employed on any of them.

    Raises Carer.DoesNotExist for one out of scope.
    """
    rows = carers(scope, first, end)
    if carer_id is not None:
        rows = rows.filter(pk=carer_id)
        if not _seen(scope).filter(pk=carer_id).exists():
            raise Carer.DoesNotExist
    known = list(rows.select_related("person", "street"))
    ids = [carer.pk for carer in known]
    days = days_between(first, end)
    taps, done, leaves = taps_of(ids, first, end), visits_done(ids, first, end), leaves_of(ids, first, end)
    facts = day_facts(known, first - timedelta(days=1), end)  # a night shift of the day before reaches into the first
    found = []
    for one in known:
        spans, numbers = pair(taps[one.pk], clock.ZONE, now), numbers_of(one.street, first)
        visits = visits_by_day(done[one.pk], spans, facts[one.pk], clock.ZONE)
        month = attendance_month(days, spans, visits, leaves[one.pk], facts=facts[one.pk], numbers=numbers, now=now)
        found.append(CarerAttendance(one.pk, one.number, one.person.name, one.tier, month))
    return found


def numbers_of(street: Street, on: date) -> Numbers:
    """The street's minutes of grace, least overtime and from when on a meal break is taken off, as they held on a day."""
    rules = {code: rule.number for code, rule in load(street.pack, on).attendance_rules.items()}
    known = {own: rules[code] for code, own in (("late_grace", "grace"), ("overtime_least", "least"), ("break_from", "break_from")) if code in rules}
    return Numbers(**known)


def taps_of(carer_ids: Iterable[int], first: date, end: date) -> dict[int, list[Tap]]:
    """Taps of the days, and as much on either side as one shift may last (a shift may run over midnight)."""
    found: dict[int, list[Tap]] = defaultdict(list)
    start, stop = clock.day_bounds(first)[0] - LONGEST_SPAN, clock.day_bounds(end)[0] + LONGEST_SPAN
    rows = ClockEvent.objects.filter(STANDING, carer__in=carer_ids, made_at__gte=start, made_at__lt=stop)
    for carer_id, direction, made_at in rows.values_list("carer_id", "direction", "made_at"):
        found[carer_id].append(Tap(made_at, direction))
    return found


def visits_done(carer_ids: Iterable[int], first: date, end: date) -> dict[int, list[datetime]]:
    """When each carer completed visits, and as long after the last day as a shift may last; a visit heard of twice counts once, when it was said first.

    Where two go together each has her own part: it counts for her whether or not the other came. What was taken back does not count.
    """
    found: dict[int, list[datetime]] = defaultdict(list)
    start, stop = clock.day_bounds(first)[0], clock.day_bounds(end)[0] + LONGEST_SPAN
    rows = VisitEvent.objects.filter(STANDING, carer__in=carer_ids, kind="done", made_at__gte=start, made_at__lt=stop)
    seen: set[tuple[int, int]] = set()
    for carer_id, visit_id, made_at in rows.order_by("made_at").values_list("carer_id", "visit_id", "made_at"):
        if (carer_id, visit_id) not in seen:
            seen.add((carer_id, visit_id))
            found[carer_id].append(made_at)
    return found


def leaves_of(carer_ids: Iterable[int], first: date, end: date) -> dict[int, list[Leave]]:
    """Absences that touch the days and were not cancelled."""
    found: dict[int, list[Leave]] = defaultdict(list)
    for row in absences_in(first, end - timedelta(days=1), carer_ids=carer_ids).order_by("first_day", "pk"):
        found[row.carer_id].append(Leave(row.first_day, row.last_day, row.kind, row.from_noon, row.until_noon))
    return found
