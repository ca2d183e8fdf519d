"""Lists of the assessments: who is owed one, which lie begun, who is at which level."""

from datetime import date, datetime

from django.db.models import Count, QuerySet

from qianshou.access.scope import Scope
from qianshou.people.queries.files import people_seen
from qianshou.watch.models import Due

from ..models import Assessment
from .assessments import seen

PENDING = ("open", "late")


def owed(*, scope: Scope, committee: int | None, now: datetime) -> QuerySet[Due]:
    """Assessments that are due now, the earliest first."""
    if not scope.may("assessments.read"):
        return Due.objects.none()
    found = Due.objects.filter(scope.rows(), street_id=scope.street_id, kind="assessment", state__in=PENDING, opens_at__lte=now)
    if committee:
        found = found.filter(committee_id=committee)
    return found.select_related("person__committee", "person__place").order_by("by_at", "pk")


def begun(*, scope: Scope, committee: int | None, today: date) -> QuerySet[Assessment]:
    """Forms that lie begun, the oldest first: they are easily forgotten."""
    found = _in_street(scope, today).filter(state=Assessment.State.DRAFT)
    if committee:
        found = found.filter(committee_id=committee)
    return found.order_by("begun_at", "pk")


def _newest(scope: Scope, instrument: str, committee: int | None, today: date) -> QuerySet[Assessment]:
    """The newest that stands of each person."""
    rows = Assessment.objects.filter(
        person__in=people_seen(scope, today), street_id=scope.street_id, instrument=instrument, state=Assessment.State.DONE, replaced=False
    )  # fmt: skip
    if committee:
        rows = rows.filter(person__committee_id=committee)
    return rows.order_by("person_id", "-made_on", "-pk").distinct("person_id")


def level_counts(*, scope: Scope, instrument: str, committee: int | None, today: date) -> dict[int, int]:
    """Level → people whose newest assessment says so."""
    if not scope.may("assessments.read"):
        return {}
    rows = Assessment.objects.filter(pk__in=_newest(scope, instrument, committee, today).values("pk"), level__isnull=False)
    return dict(rows.order_by("level").values_list("level").annotate(n=Count("pk")))


def people_at(*, scope: Scope, instrument: str, level: int | None, committee: int | None, today: date) -> QuerySet[Assessment]:
    """The newest assessment of each person, those of one level or all, the greatest need first."""
    if not scope.may("assessments.read"):
        return Assessment.objects.none()
    rows = Assessment.objects.filter(pk__in=_newest(scope, instrument, committee, today).values("pk"))
    if level is not None:
        rows = rows.filter(level=level)
    return rows.select_related("person__committee", "person__place").order_by("-level", "person__name_key", "pk")


def _in_street(scope: Scope, today: date) -> QuerySet[Assessment]:
    return seen(scope, today).filter(street_id=scope.street_id).select_related("person__committee", "person__place", "made_by")
