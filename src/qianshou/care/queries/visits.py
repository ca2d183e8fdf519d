"""Visits: lists under filters, and one visit with its evidence."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from qianshou.access.scope import Scope
from qianshou.watch.models import Due

from ..models import STANDING, Visit, VisitEvent


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """What a list of visits is narrowed to; None or "" for everything."""

    first: date | None = None
    last: date | None = None
    state: str = ""
    service: str = ""
    committee_id: int | None = None
    elder_id: int | None = None
    carer_id: int | None = None


def visits(*, scope: Scope, wanted: VisitFilter) -> QuerySet[Visit]:
    """Visits of the scope by day and time. "late" as a state means: the due is late."""
    rows = Visit.objects.filter(scope.rows(), withdrawn=False)
    if scope.street_id:
        rows = rows.filter(street_id=scope.street_id)
    if wanted.first:
        rows = rows.filter(day__gte=wanted.first)
    if wanted.last:
        rows = rows.filter(day__lte=wanted.last)
    if wanted.state == "late":
        late = Due.objects.filter(street_id=scope.street_id, kind="visit", state="late").values_list("ref__visit", flat=True)
        rows = rows.filter(pk__in=list(late))
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    for name in ("service", "committee_id", "elder_id"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if wanted.carer_id:
        rows = rows.filter(pk__in=VisitEvent.objects.filter(STANDING, carer_id=wanted.carer_id).values("visit"))
    return rows.select_related("elder__committee", "elder__place", "committee").order_by("day", "window_start", "elder__name_key", "pk")


def visit_of(*, scope: Scope, visit_id: int) -> Visit:
    """A visit that the user may see; Visit.DoesNotExist otherwise."""
    return Visit.objects.select_related("elder__committee", "elder__place", "moved_to", "item").get(scope.rows(), pk=visit_id)


def evidence_of(visit: Visit) -> QuerySet[VisitEvent]:
    """What was heard of a visit, in the order in which it happened; what was taken back too, as the record."""
    return visit.events.select_related("carer__person", "taken_back_by", "takes_back").order_by("made_at", "pk")


def due_of(visit: Visit) -> Due | None:
    """What the watch is owed for a visit."""
    return Due.objects.select_related("excused_by", "met_by").filter(street_id=visit.street_id, key=visit.due_key).first()


def dues_of(rows: list[Visit]) -> dict[int, Due]:
    """The dues of a page of visits, by visit."""
    keys = {visit.due_key: visit.pk for visit in rows}
    found = Due.objects.filter(street_id__in={v.street_id for v in rows}, key__in=list(keys))
    return {keys[due.key]: due for due in found}


def seen_carers(rows: list[Visit]) -> dict[int, list[str]]:
    """Names of the carers who were heard of, by visit."""
    found: dict[int, list[str]] = {}
    events = VisitEvent.objects.filter(STANDING, visit__in=[v.pk for v in rows], carer__isnull=False).order_by("made_at")
    for visit_id, name in events.values_list("visit_id", "carer__person__name"):
        if name not in found.setdefault(visit_id, []):
            found[visit_id].append(name)
    return found
