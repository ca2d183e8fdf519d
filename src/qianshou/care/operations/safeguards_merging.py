"""Two files of one person become one: covers go over with what happened under them; what both files had is kept and marked as double."""

from __future__ import annotations

from django.db.models import Q

from qianshou.people.models import Person
from qianshou.people.operations.handing_over import hand_back, hand_over

from ..models import Safeguard
from ..rules.safeguards import Cover, overlaps


def hand_over_safeguards(*, later: Person, earlier: Person) -> dict[str, list[int]]:
    """Every cover of `later` belongs to `earlier`. Where both were covered at once the later file's is marked: one of them may be ended."""
    stands = Q(taken_back_at__isnull=True, doubled=False)
    held: dict[int, list[Cover]] = {}
    for row in Safeguard.objects.filter(stands, person=earlier):
        held.setdefault(row.kind, []).append(Cover(row.pk, row.since, row.last))
    doubled = [row.pk for row in Safeguard.objects.filter(stands, person=later) if overlaps(held.get(row.kind, ()), row.since, row.last)]
    Safeguard.objects.filter(pk__in=doubled).update(doubled=True)
    return {"safeguards": hand_over(Safeguard.objects.filter(person=later), "person_id", earlier.pk), "doubled": doubled}


def hand_back_safeguards(*, later: Person, earlier: Person, undo: dict[str, list[int]]) -> None:
    """Take that back."""
    hand_back(Safeguard, "person_id", undo.get("safeguards", []), held_by=earlier.pk, to=later.pk)
    Safeguard.objects.filter(pk__in=undo.get("doubled", []), person=later).update(doubled=False)
