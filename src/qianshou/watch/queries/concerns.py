"""Concerns: lists and one concern."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from qianshou.access.scope import Scope
from qianshou.watch.models import WANTS_ANSWER, Concern, Due


def concerns(
    *, scope: Scope, state: str = "", severity: int | None = None, committee_id: int | None = None, person_id: int | None = None
) -> QuerySet[Concern]:
    """Concerns of the scope. Without `state` or with "open": what wants an answer, the most severe and oldest first."""
    found = Concern.objects.filter(scope.rows())
    if scope.street_id:
        found = found.filter(street_id=scope.street_id)
    if state == "pending":
        found = found.filter(state__in=WANTS_ANSWER)
    elif state in Concern.State.values:
        found = found.filter(state=state)
    if severity:
        found = found.filter(severity=severity)
    if committee_id:
        found = found.filter(committee_id=committee_id)
    if person_id:
        found = found.filter(person_id=person_id)
    related = "person__place", "person__committee", "reported_by", "taken_by", "answered_by"
    order = ("-answered_at", "-pk") if state == "answered" else ("-made_at", "-pk") if state == "taken_back" else ("-severity", "made_at", "pk")
    return found.select_related(*related).order_by(*order)


def concern(*, scope: Scope, concern_id: int) -> Concern:
    """One concern; DoesNotExist for outsiders."""
    return concerns(scope=scope).get(pk=concern_id)


def answers_owed(*, concern: Concern) -> QuerySet[Due]:
    """The answers that a concern was or is owed: the first, then each follow-up."""
    key = f"concern:{concern.pk}"
    return Due.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:"), street_id=concern.street_id).order_by("made_at", "pk")
