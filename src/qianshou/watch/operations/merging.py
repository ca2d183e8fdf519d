"""Two files of one person become one: what is owed, alarmed, reported and said on the telephone goes over to the staying file."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from qianshou.people.models import Person
from qianshou.people.operations.handing_over import hand_back, hand_over
from qianshou.watch.models import WANTS_ANSWER, Alert, Call, Concern, Due

TABLES = {"dues": Due, "alerts": Alert, "concerns": Concern, "calls": Call}
# What is not settled yet is for the staying file's committee; what is past keeps the committee of its time.
PENDING = {
    Due: Q(state__in=("open", "late")), Alert: ~Q(state="closed"), Concern: Q(state__in=WANTS_ANSWER),
}  # fmt: skip


@transaction.atomic
def hand_over_person(*, later: Person, earlier: Person) -> dict[str, list[int]]:
    """Everything of `later` belongs to `earlier`, history too: one person, one story. Returns what `hand_back_person` needs."""
    undo = {name: hand_over(model.objects.filter(person=later), "person_id", earlier.pk) for name, model in TABLES.items()}
    _to_committee(undo, earlier)
    return undo


@transaction.atomic
def hand_back_person(*, later: Person, earlier: Person, undo: dict[str, list[int]], keys: Sequence[str] = ()) -> None:
    """Take that back. `keys` names dues that came meanwhile for what goes back to `later`; their alerts and answers go with them."""
    own = Q(pk__in=undo["dues"]) | Q(key__in=list(keys)) | Q(kind="concern", ref__concern__in=undo["concerns"])
    dues = list(Due.objects.filter(own, person=earlier, street_id=later.street_id).values_list("pk", flat=True))
    back = {name: list(ids) for name, ids in undo.items()} | {"dues": dues}
    back["alerts"] += Alert.objects.filter(due__in=dues, person=earlier).values_list("pk", flat=True)
    back["calls"] += Call.objects.filter(due__in=dues, person=earlier).values_list("pk", flat=True)
    for name, model in TABLES.items():
        hand_back(model, "person_id", back[name], held_by=earlier.pk, to=later.pk)
    _to_committee(back, later)


def _to_committee(ids: dict[str, list[int]], person: Person) -> None:
    for name, model in TABLES.items():
        if pending := PENDING.get(model):
            model.objects.filter(pending, pk__in=ids[name], person=person).update(committee_id=person.committee_id)
