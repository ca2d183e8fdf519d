"""Whether something may be done with a person's data: the one question that each place named in a restriction asks before it does it."""

from collections.abc import Collection

from django.db.models import QuerySet

from qianshou.access.scope import Scope

from ..models import Restriction

HOLDS, LIFTED = "holds", "lifted"


def _holding(purpose: str) -> QuerySet[Restriction]:
    return Restriction.objects.filter(purpose=purpose, lifted_at__isnull=True)


def allowed(person_id: int, purpose: str) -> bool:
    """Whether no restriction of this purpose holds for the person now."""
    return not _holding(purpose).filter(person_id=person_id).exists()


def restricted_among(person_ids: Collection[int], purpose: str) -> set[int]:
    """Those of these people for whom a restriction of this purpose holds: one query, however many they are."""
    return set(_holding(purpose).filter(person__in=person_ids).values_list("person_id", flat=True)) if person_ids else set()


def restricted(street_ids: Collection[int], purpose: str) -> QuerySet:
    """Ids of the people of these streets for whom it holds, to be left out of a list within its own query."""
    return _holding(purpose).filter(street__in=street_ids).order_by().values("person_id")


def holding_of(person_id: int) -> list[Restriction]:
    """What is restricted now on one file. The caller has fetched the person by its scope."""
    return list(Restriction.objects.filter(person=person_id, lifted_at__isnull=True).select_related("decided_by").order_by("since", "pk"))


def restrictions(scope: Scope, *, state: str = HOLDS, purpose: str = "") -> QuerySet[Restriction]:
    """Restrictions of the scope's files (committee workers: of their committee): those that hold, were lifted, or all."""
    rows = Restriction.objects.filter(scope.rows(committee="person__committee_id"))
    if scope.street_id and not scope.everything:
        rows = rows.filter(street_id=scope.street_id)
    if state in (HOLDS, LIFTED):
        rows = rows.filter(lifted_at__isnull=state == HOLDS)
    if purpose:
        rows = rows.filter(purpose=purpose)
    return rows.select_related("person__committee", "decided_by", "lifted_by", "request")


def restriction(scope: Scope, restriction_id: int) -> Restriction:
    """One of them. Restriction.DoesNotExist for outsiders."""
    rows = Restriction.objects.filter(scope.rows(committee="person__committee_id"))
    return rows.select_related("person__street", "decided_by", "lifted_by", "request").get(pk=restriction_id)
