"""Restrictions are decided on a request, lifted by an act of their own, and hold again where the lifting was a slip.

Nothing needs to be told of them: every place that a restriction names asks `queries.restrictions` each time.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from qianshou.access.operations import log

from ..models import Restriction, RightsRequest


class NotRestricted(ValueError):
    """Nothing was written. `code`: purposes | reason | why | state."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def restrict(*, request: RightsRequest, purposes: Sequence[str], reason: str, now: datetime, by_id: int) -> list[Restriction]:
    """From now on these purposes are restricted for the person of the request. NotRestricted "purposes" without one or for one that is none,
    "reason" without one."""
    reason, chosen = reason.strip()[:500], sorted(set(purposes))
    if not chosen or not set(chosen) <= set(Restriction.Purpose.values):
        raise NotRestricted("purposes")
    if not reason:
        raise NotRestricted("reason")
    street_id = request.person.street_id
    made = Restriction.objects.bulk_create(
        Restriction(person_id=request.person_id, street_id=street_id, request=request, purpose=one, reason=reason, since=now, decided_by_id=by_id) for one in chosen
    )
    log(act="restriction.decided", now=now, by_id=by_id, street_id=street_id, target="person", target_id=request.person_id, request=request.pk, purposes=chosen)
    return made


@transaction.atomic
def lift_restriction(*, restriction_id: int, why: str, reason: str, now: datetime, by_id: int) -> Restriction:
    """It ends. NotRestricted "why" for no known one, "reason" without words, "state" when it was lifted meanwhile."""
    if why not in Restriction.Lifted.values:
        raise NotRestricted("why")
    if not reason.strip():
        raise NotRestricted("reason")
    rows = Restriction.objects.filter(pk=restriction_id, lifted_at__isnull=True)
    if not rows.update(lifted_at=now, lifted_why=why, lifted_reason=reason.strip()[:300], lifted_by_id=by_id):
        raise NotRestricted("state")
    row = Restriction.objects.get(pk=restriction_id)
    _log("restriction.lifted", row, now, by_id, why=why)
    return row


@transaction.atomic
def hold_again(*, restriction_id: int, now: datetime, by_id: int) -> Restriction:
    """The lifting was a slip: the same restriction holds again, from now, by a row of its own. NotRestricted "state" where it holds already."""
    row = Restriction.objects.select_for_update(of=("self",)).select_related("person").get(pk=restriction_id)
    same = Restriction.objects.filter(person=row.person_id, request_id=row.request_id, purpose=row.purpose, lifted_at__isnull=True)
    if row.lifted_at is None or same.exists():
        raise NotRestricted("state")
    made = Restriction.objects.create(
        person_id=row.person_id, street_id=row.person.street_id, request_id=row.request_id, purpose=row.purpose, reason=row.reason, since=now, decided_by_id=by_id
    )
    _log("restriction.held_again", made, now, by_id, after=row.pk)
    return made


def _log(act: str, row: Restriction, now: datetime, by_id: int, **more: object) -> None:
    log(act=act, now=now, by_id=by_id, street_id=row.street_id, target="person", target_id=row.person_id, restriction=row.pk, purpose=row.purpose, **more)
