"""What is loaded: the boxes of a meal by cart and trip, as the round was published. Deliveries say so; who made the round is not asked here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..models import Cart, Delivery, Eats, Order
from ..rules.plates import Plate


@dataclass
class Load:
    """One trip of a cart (None: what is on no cart). `dishes`: dish → portions as on the menu; `instead`: (dish, texture) → portions of what is given
    instead; `held`: boxes that must not be labelled yet, which count in `boxes` and in no dish. `at`: the first hand-over."""

    cart: Cart | None
    trip: int = 0
    people: int = 0
    boxes: int = 0
    held: int = 0
    at: datetime | None = None
    dishes: Counter = field(default_factory=Counter)
    instead: Counter = field(default_factory=Counter)


def ways_of(orders: Iterable[Order]) -> dict[int, Delivery]:
    """Order → its delivery, for those that a published round put on a cart."""
    rows = Delivery.objects.filter(order__in=[o.pk for o in orders], cart__isnull=False).select_related("cart")
    return {row.order_id: row for row in rows}


def by_way(orders: Iterable[Order], ways: Mapping[int, Delivery]) -> list[Order]:
    """In the order in which they are loaded: cart, trip, position; what is on no cart comes last, as it stood."""

    def place(order: Order) -> tuple:
        way = ways.get(order.pk)
        return (0, way.cart.position, way.cart_id, way.trip, way.position) if way else (1,)

    return sorted(orders, key=place)


def loads_of(orders: Sequence[Order], packed: Mapping[int, Plate]) -> list[Load]:
    """The boxes that are brought, by cart and trip; [] where no round is published."""
    brought = [o for o in orders if o.place == Eats.DELIVERED]
    ways = ways_of(brought)
    if not ways:
        return []
    found: dict[tuple, Load] = {}
    for order in by_way(brought, ways):
        way = ways.get(order.pk)
        load = found.setdefault((way.cart_id, way.trip) if way else (), Load(way.cart, way.trip, at=way.planned_at) if way else Load(None))
        load.people, load.boxes = load.people + 1, load.boxes + order.portions
        _add(load, packed[order.pk], order.portions)
    return list(found.values())


def _add(load: Load, plate: Plate, portions: int) -> None:
    if plate.blocked:
        load.held += portions
        return
    for one in plate.dishes:
        if one.instead_of or one.texture:
            load.instead[one.name, one.texture] += portions
        else:
            load.dishes[one.name] += portions
