"""Grants: who may see whom, since when, until when, why. Written by links, published rounds and family consent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from ..models import Grant


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGrant:
    """This user may see this person from `since` to `until` (both days included; None: until it is ended).

    `source` names what wrote it ("link:17", "round:2026-11-23:5"): one grant for one source.
    """

    user_id: int
    person_id: int
    street_id: int
    since: date
    until: date | None = None
    why: str
    source: str


@transaction.atomic
def give_grants(*, grants: Iterable[NewGrant]) -> int:
    """Write grants; one that is there already (same user, person and source) gets the new days. Returns how many were given."""
    rows = [
        Grant(user_id=g.user_id, person_id=g.person_id, street_id=g.street_id, since=g.since, until=g.until, why=g.why, source=g.source)
        for g in sorted(grants, key=lambda g: (g.user_id, g.person_id, g.source))
    ]
    Grant.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "person", "source"], update_fields=["since", "until", "why"]
    )
    return len(rows)


@transaction.atomic
def resume_grants(*, source: str) -> int:
    """The grants of a source hold again without end: what had ended them was taken back. Returns how many."""
    return Grant.objects.filter(source=source).update(until=None)


@transaction.atomic
def end_grants(*, source: str, last_day: date) -> int:
    """The grants of a source hold until this day and no longer; one that had not begun ends before it does. Returns how many."""
    held = Grant.objects.filter(source=source).filter(Q(until__isnull=True) | Q(until__gt=last_day))
    return held.update(until=last_day)
