"""Dues: lists by state and kind, counts for the board, one due with its history."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, F, Func, Q, QuerySet

from qianshou.access.models import User
from qianshou.access.scope import Scope
from qianshou.watch.models import Due, Sweep

LATE = ("late", "unheard", "notdone")
# What the pages' filter says → the rows it means.
FILTERS: dict[str, Q] = {
    "due": Q(state="open"),
    "late": Q(state="late"),
    "unheard": Q(state="late", heard_at__isnull=True),
    "notdone": Q(state="late", heard_at__isnull=False),
    "done": Q(state__in=("met", "met_heard_late", "met_late")),
    "heard_late": Q(state="met_heard_late"),
    "done_late": Q(state="met_late"),
    "excused": Q(state="excused"),
}


def dues(
    *, scope: Scope, first: date | None = None, last: date | None = None, show: str = "", kind: str = "",
    committee_id: int | None = None, carer_id: int | None = None, person_id: int | None = None, campaign_id: int | None = None,
) -> QuerySet[Due]:  # fmt: skip
    """Dues of the scope between two days (both included), by `by_at`. `carer_id` is the user who stands on the ladder."""
    found = Due.objects.filter(scope.rows())
    if scope.street_id:
        found = found.filter(street_id=scope.street_id)
    if first:
        found = found.filter(day__gte=first)
    if last:
        found = found.filter(day__lte=last)
    if show in FILTERS:
        found = found.filter(FILTERS[show])
    if kind:
        found = found.filter(kind=kind)
    if committee_id:
        found = found.filter(committee_id=committee_id)
    if carer_id:
        found = found.filter(ladder__contains=[carer_id])
    if person_id:
        found = found.filter(person_id=person_id)
    if campaign_id:
        found = found.filter(key__startswith=f"campaign:{campaign_id}:")
    related = "person__place", "person__committee", "committee", "met_by", "excused_by"
    return found.select_related(*related).order_by("by_at", "pk")


def due(*, scope: Scope, due_id: int) -> Due:
    """One due; DoesNotExist for outsiders."""
    return dues(scope=scope).get(pk=due_id)


def counts(*, found: QuerySet[Due]) -> dict[str, int]:
    """How many of some dues each filter would show."""
    totals = {name: Count("pk", filter=q) for name, q in FILTERS.items()}
    return found.select_related(None).order_by().aggregate(all=Count("pk"), **totals)


def kinds(*, found: QuerySet[Due]) -> list[str]:
    """Kinds that occur among some dues."""
    return list(found.select_related(None).order_by("kind").values_list("kind", flat=True).distinct())


def on_ladders(*, found: QuerySet[Due]) -> QuerySet[User]:
    """Users who stand on the ladder of one of some dues: for the filter by carer."""
    rungs = found.select_related(None).order_by().annotate(rung=Func(F("ladder"), function="unnest")).values_list("rung", flat=True)
    return User.objects.filter(pk__in=set(rungs.distinct())).order_by("display_name", "pk")


def last_sweep() -> Sweep | None:
    """The last sweep that came to its end."""
    return Sweep.objects.filter(finished_at__isnull=False).order_by("-started_at").first()


def sweep_age(*, now: datetime) -> float | None:
    """Seconds since the last finished sweep began; None when there was none."""
    last = last_sweep()
    return (now - last.started_at).total_seconds() if last else None


def by_keys(*, street_id: int, keys: Collection[str]) -> dict[str, Due]:
    """Dues of a street by key, for the areas that owe them."""
    return {due.key: due for due in Due.objects.filter(street_id=street_id, key__in=list(keys))}
