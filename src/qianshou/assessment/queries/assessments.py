"""Assessments as they are shown: of one person, one of them, how a total moved, who is at which level."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from qianshou.access.scope import Scope
from qianshou.people.queries.files import people_seen

from ..models import Assessment


def seen(scope: Scope, today: date) -> QuerySet[Assessment]:
    """Assessments of persons whom the user may see, if the user may see assessments at all."""
    if not scope.may("assessments.read"):
        return Assessment.objects.none()
    return Assessment.objects.filter(person__in=people_seen(scope, today))


def assessments_of(*, scope: Scope, person_id: int, today: date) -> list[Assessment]:
    """All of one person, the newest first, withdrawn and replaced ones too."""
    return list(seen(scope, today).filter(person_id=person_id).select_related("made_by"))


def assessment_of(*, scope: Scope, assessment_id: int, today: date) -> Assessment:
    """One assessment; Assessment.DoesNotExist for somebody else's."""
    return seen(scope, today).select_related("person__committee", "person__place", "made_by", "street", "replaces").get(pk=assessment_id)


@dataclass(frozen=True, slots=True)
class Point:
    """One finished assessment in a series."""

    assessment_id: int
    on: date
    total: int
    level: int | None
    version: str


def series_of(*, scope: Scope, person_id: int, instrument: str, today: date) -> list[Point]:
    """How a person's total moved, the oldest first: what stands, not what was withdrawn or replaced."""
    rows = seen(scope, today).filter(person_id=person_id, instrument=instrument, state=Assessment.State.DONE, replaced=False, total__isnull=False)
    return [Point(*row) for row in rows.order_by("made_on", "pk").values_list("pk", "made_on", "total", "level", "version")]


def latest_levels(*, scope: Scope, person_ids: Collection[int], instrument: str, today: date) -> dict[int, tuple[int, date]]:
    """Person → (level, day) of the newest that stands. One query, however many people."""
    rows = seen(scope, today).filter(
        person_id__in=person_ids, instrument=instrument, state=Assessment.State.DONE, replaced=False, level__isnull=False
    )  # fmt: skip
    return {person: (level, on) for person, level, on in rows.order_by("person_id", "-made_on", "-pk").distinct("person_id").values_list("person_id", "level", "made_on")}
