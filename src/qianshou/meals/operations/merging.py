"""Two files of one person become one: arrangements, pauses, changes, orders and boxes go over to the staying file."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from qianshou.kernel.clock import local_date
from qianshou.people.models import Person
from qianshou.people.operations.handing_over import hand_back, hand_over

from ..models import Arrangement, BoxMove, MealChange, Order, Pause
from .boxes import keep_homes
from .locks import lock_homes, lock_meals
from .orders import settle_taken

TABLES = {"arrangements": Arrangement, "pauses": Pause, "changes": MealChange, "orders": Order, "boxes": BoxMove}
MERGED = "two files merged"  # translated in care, where links end by it


@transaction.atomic
def hand_over_meals(*, later: Person, earlier: Person, now: datetime, by_id: int) -> dict[str, list[int]]:
    """Everything of `later` belongs to `earlier`. Where both had ordered the same meal, the staying file's order counts.

    The later file's order of such a meal is cancelled if the meal is still to come, so that nobody gets two boxes. One arrangement
    holds of two: the one that began later. Returns what `hand_back_meals` needs.
    """
    lock_meals(later.street_id)
    lock_homes(later.pk, earlier.pk)
    twice = Exists(Order.objects.filter(person=earlier, street_id=OuterRef("street_id"), day=OuterRef("day"), meal=OuterRef("meal")))
    undo = {
        name: hand_over(model.objects.filter(person=later).exclude(twice) if model is Order else model.objects.filter(person=later), "person_id", earlier.pk)
        for name, model in TABLES.items()
    }
    keep_homes(later.pk, earlier.pk)
    _to_committee(undo["orders"], earlier, now)
    for person in (later, earlier):
        settle_taken(person=_fresh(person), reason=MERGED, now=now, by_id=by_id, may_add=False)
    return undo


@transaction.atomic
def hand_back_meals(*, later: Person, earlier: Person, undo: dict[str, list[int]], now: datetime, by_id: int) -> None:
    """Take that back. An order that was taken meanwhile stays with the staying file."""
    lock_meals(later.street_id)
    lock_homes(later.pk, earlier.pk)
    for name, model in TABLES.items():
        hand_back(model, "person_id", undo.get(name, []), held_by=earlier.pk, to=later.pk)
    keep_homes(later.pk, earlier.pk)
    _to_committee(undo.get("orders", []), later, now)
    for person in (later, earlier):
        settle_taken(person=_fresh(person), reason=MERGED, now=now, by_id=by_id, may_add=True)


def _to_committee(orders: list[int], person: Person, now: datetime) -> None:
    """Meals to come are for the committee of the file that they belong to now; the past keeps its own."""
    Order.objects.filter(pk__in=orders, person=person, day__gte=local_date(now)).update(committee_id=person.committee_id)


def _fresh(person: Person) -> Person:
    return Person.objects.select_related("street").get(pk=person.pk)
