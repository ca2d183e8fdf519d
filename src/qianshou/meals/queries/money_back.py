"""Charged meals that did not come, and what was given back for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.ledger.models import Transaction

from ..models import Eats, Order
from ..rules.afterwards import AT_THE_DOOR, CHOSEN, FED, PROPOSED
from .afterwards import FACTS, Judge, orders_between
from .fed import Meal, meals_by_id

CHARGED = "meals.order:"  # source of an order's charge; charged anew: "meals.order:17:2"


@dataclass(frozen=True, slots=True)
class Owed:
    """A charged order and its entry in the books. state: proposed | choice | given | again (it came after all and stands uncharged)."""

    meal: Meal
    entry: Transaction
    state: str

    @property
    def back(self) -> Transaction | None:
        """The entry that gave the money back."""
        return getattr(self.entry, "reversed_by", None)


def charges_of(order_ids: Iterable[int]) -> dict[int, Transaction]:
    """Order id → its latest charge in the books, whether it was taken back or not."""
    found: dict[int, Transaction] = {}
    asked = {f"{CHARGED}{pk}": (pk, 1) for pk in order_ids}
    while asked:
        rows = Transaction.objects.filter(source__in=asked).select_related("reversed_by")
        again = {}
        for one in rows:
            pk, nth = asked[one.source]
            found[pk] = one
            if getattr(one, "reversed_by", None):
                again[f"{CHARGED}{pk}:{nth + 1}"] = (pk, nth + 1)
        asked = again
    return found


def next_source(order_id: int, latest: Transaction) -> str:
    """The source under which an order is charged anew."""
    nth = latest.source.removeprefix(f"{CHARGED}{order_id}").lstrip(":")
    return f"{CHARGED}{order_id}:{int(nth or 1) + 1}"


def money_back(*, scope: Scope, first: date, last: date, now: datetime) -> list[Owed]:
    """What the officer has to look at, the latest day first: money to give back, given back, and given back though the meal came."""
    street = Street.objects.filter(pk=scope.street_id).first()
    if street is None or not scope.may("ledger.read"):
        return []
    judge = Judge(street.pack, now)
    rows = orders_between(scope, first, last).filter(state=Order.State.ORDERED, price_fen__gt=0)
    returned = Transaction.objects.filter(street=street, reverses__source__startswith=CHARGED, reverses__happened_on__range=(first, last))
    named = {_order_in(source) for source in returned.values_list("reverses__source", flat=True)}
    # Most came, and the database passes them over; of the rest the rule decides.
    came_for_sure = Q(place=Eats.DELIVERED, delivery__state__in=AT_THE_DOOR) | Q(place=Eats.DINE_IN) & ~Q(standing__came=False)
    asked = rows.filter(Q(pk__in=named) | ~came_for_sure)
    kinds = {row["pk"]: judge.kind(row) for row in asked.values("pk", *FACTS)}
    missed = [pk for pk, kind in kinds.items() if kind in PROPOSED or kind in CHOSEN]
    came = [pk for pk in named if pk in kinds and kinds[pk] in FED]
    meals, entries = meals_by_id(street, [*missed, *came], now), charges_of([*missed, *came])
    found = []
    for pk, entry in entries.items():
        state = _state(kinds[pk], entry)
        if state:
            found.append(Owed(meals[pk], entry, state))
    return sorted(found, key=lambda one: (-one.meal.order.day.toordinal(), one.meal.order.person.name_key, one.meal.order.pk))


def _state(kind: str, entry: Transaction) -> str:
    given = getattr(entry, "reversed_by", None) is not None
    if kind in FED:
        return "again" if given else ""
    return "given" if given else "proposed" if kind in PROPOSED else "choice"


def _order_in(source: str) -> int:
    return int(source.removeprefix(CHARGED).partition(":")[0])
