"""A meal's orders as a problem of the planner: doors by entrance, carts of the day, ways, pins, whose round a door is on usually."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from qianshou.access.models import Street
from qianshou.meals.models import Cart, Order
from qianshou.meals.queries.carts import carts_in_service, delivered_orders, ended_orders
from qianshou.packs.loader import load
from qianshou.packs.shapes_meals import MealTime
from qianshou.people.models import Place
from qianshou.planner import Site, Window
from qianshou.planner.carts import Cart as PlanCart
from qianshou.planner.carts import CartProblem, Clockwork, Door
from qianshou.planner.carts.problem import USUAL_CART
from qianshou.planner.carts.ways import Roads

from ..models import CartDay, CartStop, KitchenSite
from ..rules import DayRefused
from ..rules.carts import BUILDING_APART, LOAD_BEFORE, Box, stop_id, stop_seconds, stops_of
from ..rules.doors import read_door
from ..rules.placing import Orders
from .carts_known import homes_of, last_carts

KITCHEN = "kitchen"


@dataclass
class CartsGathered:
    """The problem, and how its doors hang on orders: `doors` door → orders in the order of handing over. `walks`: the rounds as they stand
    in the books. `lost`: orders that no problem can hold, (order, why). `gone`: stops whose order is not brought any more."""

    row: CartDay | None
    problem: CartProblem
    orders: dict[int, Order]
    doors: dict[str, tuple[int, ...]]
    carts: dict[int, Cart]  # in service on the day, also those that are out today
    walks: Orders = field(default_factory=dict)
    lost: list[tuple[int, str]] = field(default_factory=list)
    gone: list[CartStop] = field(default_factory=list)
    notes: list[dict] = field(default_factory=list)
    boxes: dict[int, Box] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)  # orders that were handed over already, or ended otherwise

    @property
    def version(self) -> int:
        """Of the day's row; 1 where there is none yet."""
        return self.row.version if self.row else 1

    def door_of(self, order_id: int) -> str:
        """The stop that an order is part of. DayRefused("no_order") for one that is not brought, ("not_on_map") for one without a spot."""
        for door, orders in self.doors.items():
            if order_id in orders:
                return door
        raise DayRefused("not_on_map" if order_id in self.orders else "no_order")

    def clockwork(self) -> Clockwork:
        """Times for orders of its doors."""
        return Clockwork(self.problem)


def meal_of(street_id: int, day: date, meal: str) -> MealTime:
    """The meal of the street's pack. DayRefused("no_meal") where there is none."""
    found = load(Street.objects.get(pk=street_id).pack, day).meal_times.get(meal)
    if found is None:
        raise DayRefused("no_meal")
    return found


def kitchen_of(street_id: int) -> Place:
    """Where the carts load. DayRefused("no_kitchen") until somebody says where, or where the map does not have it."""
    site = KitchenSite.objects.filter(street_id=street_id).select_related("place").first()
    if site is None or not site.place.placed:
        raise DayRefused("no_kitchen")
    return site.place


def gather_carts(*, street_id: int, day: date, meal: str, standing: bool = False, alone: int | None = None) -> CartsGathered:
    """The problem of a meal. With `standing`, boxes that stand together in the books are one door and `walks` are the rounds as they stand; without
    it neighbours are joined anew and only pins are kept. `alone`: an order that is a door of its own, whoever lives beside it.

    DayRefused("no_kitchen") without a kitchen on the map, ("no_meal") for a meal that the street does not have.
    """
    when, kitchen = meal_of(street_id, day, meal), kitchen_of(street_id)
    row = CartDay.objects.filter(street_id=street_id, day=day, meal=meal).first()
    orders = {o.pk: o for o in delivered_orders(street_id=street_id, day=day, meal=meal)}
    found = CartsGathered(row, CartProblem(KITCHEN, (), (), (), 0), orders, {}, {c.pk: c for c in carts_in_service(street_id=street_id, day=day)})
    found.ended = ended_orders(street_id=street_id, day=day, meal=meal)
    driving = {pk: c for pk, c in found.carts.items() if not (row and row.fleet.get(str(pk), {}).get("out"))}
    stops = _stops(found, row, driving)
    binds = _binds(stops, found) if standing else _pins(stops)
    if alone is not None:
        binds[alone] = (*(binds.get(alone) or ()), "alone")
    places, boxes = _boxes(found, stops, binds, standing)
    homes, usual = homes_of(street_id=street_id, day=day, meal=meal), last_carts(street_id=street_id, day=day, meal=meal)
    most = max((c.boxes for c in driving.values()), default=1)
    window = Window(_seconds(when.window[0]), _seconds(when.window[1]))
    doors, known, at = [], {}, {s.order_id: s for s in stops}
    for stop in stops_of(boxes, most):
        name, entrance = stop_id(stop), stop[0].entrance
        found.doors[name] = tuple(b.order for b in stop)
        home = homes.get(entrance)
        pinned, rank = _pin(stop, at, None if standing else home, driving)
        doors.append(Door(name, _site(entrance), sum(b.boxes for b in stop), window, stop_seconds(stop), pinned, rank))
        if (cart := home[0] if home else usual.get(entrance)) in driving:
            known[name] = str(cart)
    sites, metres, seconds = _ways(kitchen, places, [b.entrance for b in boxes])
    found.problem = CartProblem(
        KITCHEN, sites, tuple(PlanCart(str(pk), c.boxes, c.range_m) for pk, c in driving.items()), tuple(doors), max(0, window.start - LOAD_BEFORE),
        hot_limit=when.hot_minutes * 60, metres=metres, seconds=seconds, known=known, name=f"{day} {meal}",
    )  # fmt: skip
    if standing:
        found.walks = _walks(found, stops)
    return found


def _stops(found: CartsGathered, row: CartDay | None, driving: dict[int, Cart]) -> list[CartStop]:
    """The stops that still hold: of orders that are brought, on carts that drive. The others are noted."""
    held = []
    for stop in CartStop.objects.filter(cart_day=row).select_related("order__person__place", "cart").order_by("cart_id", "trip", "position") if row else ():
        if stop.order_id not in found.orders:
            found.gone.append(stop)
        elif stop.cart_id in driving:
            held.append(stop)
        elif stop.pinned_cart:
            found.notes.append({"code": "pin_released", "params": {"order": stop.order_id, "cart": stop.cart_id}})
    return held


def _binds(stops: Sequence[CartStop], found: CartsGathered) -> dict[int, tuple | None]:
    """What stands together: neighbours in a trip behind one entrance. A run ends where somebody else is between."""
    binds, run, before = {}, 0, None
    for stop in stops:
        person = found.orders[stop.order_id].person
        here = (stop.cart_id, stop.trip, person.place_id, read_door(person.door).building, stop.pinned_cart, stop.pinned_order)
        run += here != before
        binds[stop.order_id], before = ("run", run), here
    return binds


def _pins(stops: Sequence[CartStop]) -> dict[int, tuple | None]:
    """What planning must keep apart: pinned to a cart, or in an order of its own."""
    return {s.order_id: ("pinned", s.cart_id, s.trip if s.pinned_order else 0) for s in stops if s.pinned_cart or s.pinned_order}


def _boxes(found: CartsGathered, stops: Sequence[CartStop], binds: dict, standing: bool) -> tuple[dict[int, Place], list[Box]]:
    """Every order that can be planned as a box, those on a cart in the order in which they stand; the others are lost."""
    rank = {s.order_id: k for k, s in enumerate(stops)}
    places: dict[int, Place] = {}
    boxes = []
    for order in sorted(found.orders.values(), key=lambda o: rank.get(o.pk, len(rank)) if standing else 0):
        person = order.person
        if order.pk in found.ended and order.pk not in rank:
            continue  # it has been brought, by whatever cart
        if person.place is None or not person.place.placed:
            found.lost.append((order.pk, "no_place" if person.place is None else "unplaced"))
            continue
        read = read_door(person.door, person.file.access_note if hasattr(person, "file") else "")
        places[person.place_id] = person.place
        boxes.append(Box(order.pk, person.place_id, read.building, read.floor, read.lift, order.portions, binds.get(order.pk)))
    found.boxes = {b.order: b for b in boxes}
    return places, boxes


def _pin(stop: Sequence[Box], at: dict[int, CartStop], home: tuple[int, bool] | None, driving: dict[int, Cart]) -> tuple[str | None, int | None]:
    """(cart, rank) to which a stop is pinned: by a word for this day, else by one for good."""
    held = next((s for b in stop if (s := at.get(b.order)) and (s.pinned_cart or s.pinned_order)), None)
    if held:
        return str(held.cart_id), held.trip * 1000 + held.position if held.pinned_order else None
    if home and home[1] and home[0] in driving:
        return str(home[0]), None
    return None, None


def _walks(found: CartsGathered, stops: Sequence[CartStop]) -> Orders:
    """The rounds as they stand: cart → trips → doors. A trip that is empty by now is gone."""
    door = {order: name for name, orders in found.doors.items() for order in orders}
    walks: dict[str, dict[int, list[str]]] = {}
    for stop in stops:
        if name := door.get(stop.order_id):
            trip = walks.setdefault(str(stop.cart_id), {}).setdefault(stop.trip, [])
            if name not in trip:
                trip.append(name)
    return {cart: [trips[k] for k in sorted(trips)] for cart, trips in walks.items()}


def _site(entrance: tuple[int, str]) -> str:
    return f"{entrance[0]}:{entrance[1]}"


def _ways(kitchen: Place, places: dict[int, Place], entrances: Sequence[tuple[int, str]]) -> tuple[tuple[Site, ...], list[list[int]], list[list[int]]]:
    """Sites with metres and seconds between them: the map's between lanes, a named distance between entrances of one."""
    spots = [Site(KITCHEN, kitchen.lon, kitchen.lat)] + [Site(str(pk), p.lon, p.lat) for pk, p in places.items()]
    lanes = Roads(CartProblem(KITCHEN, tuple(spots), (), (), 0))
    sites = [Site(KITCHEN, kitchen.lon, kitchen.lat)]
    at = [(lanes.index[KITCHEN], kitchen.pk)]
    for entrance in dict.fromkeys(entrances):
        place = places[entrance[0]]
        sites.append(Site(_site(entrance), place.lon, place.lat))
        at.append((lanes.index[str(place.pk)], place.pk))
    pace = round(BUILDING_APART / (USUAL_CART.kmh / 3.6))
    together: dict[int, list[int]] = {}
    for i, (_, place) in enumerate(at):
        together.setdefault(place, []).append(i)
    # One row a lane is worked out and copied for its entrances: a street has some hundreds of them in some tens of lanes.
    rows = {lane: ([lanes.metres[lane][there] for there, _ in at], [lanes.seconds[lane][there] for there, _ in at]) for lane, _ in at}
    metres, seconds = [], []
    for i, (lane, place) in enumerate(at):
        ways, times = rows[lane][0].copy(), rows[lane][1].copy()
        for j in together[place]:
            ways[j], times[j] = (0, 0) if i == j else (BUILDING_APART, pace)
        metres.append(ways)
        seconds.append(times)
    return tuple(sites), metres, seconds


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60
