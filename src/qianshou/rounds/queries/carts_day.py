"""What the page of a meal's cart rounds shows: the row, each cart with its trips and stops, who is on no cart, what changed. Scoped to the user."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from qianshou.access.models import User
from qianshou.access.scope import Scope
from qianshou.kernel import clock
from qianshou.meals.models import Cart, Delivery, Order
from qianshou.meals.queries.carts import carts_in_service, delivered_orders, drivers, ended_orders, is_taken
from qianshou.people.models import Place

from ..models import CartDay, CartStop, CartVersion, KitchenSite
from ..rules.doors import read_door


@dataclass(slots=True)
class StopOf:
    """One stop of the driver: the orders handed over behind one entrance, in order. `position` counts stops of the trip, from 1."""

    position: int
    stops: list[CartStop]
    building: str

    @property
    def first(self) -> CartStop:
        """The first order of it; it bears moment, metres and pins."""
        return self.stops[0]

    @property
    def where(self) -> str:
        """The door; where several live behind one entrance, the entrance."""
        person = self.first.order.person
        return f"{person.place or ''}{self.building}" if len(self.stops) > 1 else person.address

    @property
    def boxes(self) -> int:
        """All boxes that are handed over here."""
        return sum(s.order.portions for s in self.stops)


@dataclass(slots=True)
class TripOf:
    """One trip; times in seconds since midnight."""

    number: int
    load: int = 0
    leave: int = 0
    back: int = 0
    metres: int = 0
    stops: list[StopOf] = field(default_factory=list)

    @property
    def boxes(self) -> int:
        """What is loaded."""
        return sum(s.boxes for s in self.stops)


@dataclass(slots=True)
class LaneOf:
    """One cart at this meal. `out`: why it does not drive. `driver`: as said for the day, else the usual one."""

    cart: Cart
    out: str
    driver: User | None
    changed_driver: bool
    trips: list[TripOf] = field(default_factory=list)

    @property
    def metres(self) -> int:
        """All its trips."""
        return sum(t.metres for t in self.trips)


@dataclass(slots=True)
class CartsOf:
    """A meal's rounds as the office sees them. `loose`: orders that no plan has seen; `gone`: stops whose order is not brought any more;
    `not_on_map`: (order, why) that no round can reach on paper."""

    row: CartDay | None
    taken: bool
    orders: dict[int, Order]
    lanes: list[LaneOf]
    loose: list[Order]
    gone: list[CartStop]
    not_on_map: list[tuple[Order, str]]
    kitchen: Place | None
    drivers: list[User]
    ended: set[int]

    @property
    def version(self) -> int:
        """Of the row; 1 where there is none."""
        return self.row.version if self.row else 1


def _street(scope: Scope) -> int:
    """The street that is shown; CartDay.DoesNotExist for who may not see its carts."""
    if scope.street_id is None or not scope.may("carts.read"):
        raise CartDay.DoesNotExist
    return scope.street_id


def carts_of_day(*, scope: Scope, day: date, meal: str) -> CartsOf:
    """Everything the page of a meal shows. CartDay.DoesNotExist for who may not see it."""
    street = _street(scope)
    here = {"street_id": street, "day": day, "meal": meal}
    row = CartDay.objects.filter(**here).select_related("planned_by", "published_by").first()
    orders = {o.pk: o for o in delivered_orders(**here)}
    stops = list(CartStop.objects.filter(cart_day=row).select_related("cart__driver", "order__person__place", "order__person__file").order_by("cart_id", "trip", "position")) if row else []
    ended = ended_orders(**here)
    standing = {s.order_id for s in stops}
    known = {o for u in (row.unserved if row else []) for o in u["orders"]}
    off_map = [(o, "no_place" if o.person.place is None else "unplaced") for o in orders.values() if o.person.place is None or not o.person.place.placed]
    lost = {o.pk for o, _ in off_map}
    planned = row is not None and row.state != CartDay.State.EMPTY
    loose = [o for o in orders.values() if planned and o.pk not in standing | known | lost | ended]
    site = KitchenSite.objects.filter(street_id=street).select_related("place").first()
    may_drive = list(drivers(street_id=street, day=day))
    return CartsOf(row, is_taken(**here), orders, _lanes(street, day, row, stops, may_drive), loose, [s for s in stops if s.order_id not in orders], off_map,
                   site.place if site and site.place.placed else None, may_drive, ended)  # fmt: skip


def _lanes(street: int, day: date, row: CartDay | None, stops: list[CartStop], may_drive: list[User]) -> list[LaneOf]:
    fleet, people = (row.fleet if row else {}), {u.pk: u for u in may_drive}
    carts = {c.pk: c for c in carts_in_service(street_id=street, day=day)} | {s.cart_id: s.cart for s in stops}
    lanes = {}
    for cart in sorted(carts.values(), key=lambda c: (c.position, c.pk)):
        said = fleet.get(str(cart.pk), {})
        lanes[cart.pk] = LaneOf(cart, said.get("out", ""), people.get(said.get("driver") or cart.driver_id), bool(said.get("driver")))
        for number, times in enumerate((row.trips if row else {}).get(str(cart.pk), []), 1):
            lanes[cart.pk].trips.append(TripOf(number, **times))
    for stop in stops:
        trip = next((t for t in lanes[stop.cart_id].trips if t.number == stop.trip), None)
        if trip is not None:
            _hand_over(trip, stop)
    return list(lanes.values())


def _hand_over(trip: TripOf, stop: CartStop) -> None:
    """One more order of a trip: at the stop before it, where it is handed over there too."""
    person, last = stop.order.person, trip.stops[-1] if trip.stops else None
    building = read_door(person.door).building
    same = last and last.first.order.person.place_id == person.place_id and last.building == building and last.first.pinned_cart == stop.pinned_cart
    if same and last.first.pinned_order == stop.pinned_order:
        last.stops.append(stop)
    else:
        trip.stops.append(StopOf(len(trip.stops) + 1, [stop], building))


def cart_day(*, scope: Scope, day: date, meal: str) -> CartDay | None:
    """The row alone, None if it was never planned. CartDay.DoesNotExist for who may not see it."""
    return CartDay.objects.filter(street_id=_street(scope), day=day, meal=meal).first()


def cart_versions(*, scope: Scope, day: date, meal: str) -> QuerySet[CartVersion]:
    """What was done to the rounds of a meal, the last first."""
    return CartVersion.objects.filter(cart_day__street_id=_street(scope), cart_day__day=day, cart_day__meal=meal).select_related("made_by")


def published(*, scope: Scope, day: date, meal: str) -> bool:
    """Whether boxes of this meal were put on carts."""
    return Delivery.objects.filter(street_id=_street(scope), day=day, meal=meal, cart__isnull=False).exists()


def loading_times(*, street_id: int, first: date, last: date) -> dict[tuple[date, str, int, int], datetime]:
    """(day, meal, cart, trip) → when loading begins, for rounds that are on the phones: a draft's times are nobody's business at the kitchen's door."""
    rows = CartDay.objects.filter(street_id=street_id, day__range=(first, last), state=CartDay.State.PUBLISHED)
    return {
        (row.day, row.meal, int(cart), n): clock.at(row.day, time()) + timedelta(seconds=trip["load"])
        for row in rows
        for cart, trips in row.trips.items()
        for n, trip in enumerate(trips, 1)
    }
