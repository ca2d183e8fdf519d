"""What the month's meals cost: only what was entered, and what the dish book says beside it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count

from qianshou.access.scope import Scope

from ..models import Dish, MealCost, Order


@dataclass(frozen=True, slots=True)
class BookCost:
    """The dish book's food cost of one portion (fen), over the days whose dishes all have one: `days` of `menus` days on which somebody ate."""

    fen: int | None
    days: int
    menus: int


@dataclass
class MonthCosts:
    """bills: what was entered and stands. by_kind: sums of it, in fen."""

    bills: list[MealCost] = field(default_factory=list)
    book: BookCost = BookCost(None, 0, 0)

    @property
    def by_kind(self) -> dict[str, int]:
        """Kind → fen, in the order of the kinds."""
        found = {}
        for kind in MealCost.Kind.values:
            if total := sum(bill.fen for bill in self.bills if bill.kind == kind):
                found[kind] = total
        return found

    @property
    def total(self) -> int:
        """All of it."""
        return sum(bill.fen for bill in self.bills)


def month_costs(*, scope: Scope, month: date) -> MonthCosts:
    """Bills of the street for the month that begins on `month`; nothing for whoever may not read the books."""
    if not scope.may("ledger.read") or scope.street_id not in scope.street_ids:
        return MonthCosts()
    bills = MealCost.objects.filter(street_id=scope.street_id, month=month, withdrawn_at__isnull=True).select_related("by")
    return MonthCosts(list(bills), _book(scope.street_id, month))


def bill_of(*, scope: Scope, cost_id: int) -> MealCost:
    """A bill of this street; MealCost.DoesNotExist otherwise."""
    return MealCost.objects.get(pk=cost_id, street_id__in=scope.street_ids)


def _book(street_id: int, month: date) -> BookCost:
    """Weighed by the portions that were ordered: the street's menu is its lunch."""
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    eaten = dict(
        Order.objects.filter(street_id=street_id, day__range=(month, last), meal="lunch", state=Order.State.ORDERED).values_list("day").annotate(n=Count("pk")).order_by()
    )
    dishes: dict[date, list[int | None]] = defaultdict(list)
    for day, fen in Dish.objects.filter(menu__street_id=street_id, menu__day__in=eaten).values_list("menu__day", "recipe__cost_fen"):
        dishes[day].append(fen)
    known = {day: sum(costs) for day, costs in dishes.items() if None not in costs}
    weight = sum(eaten[day] for day in known)
    fen = (2 * sum(known[day] * eaten[day] for day in known) + weight) // (2 * weight) if weight else None
    return BookCost(fen, len(known), len(dishes))
