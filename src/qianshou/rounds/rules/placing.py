"""Orders of doors changed by hand, and where one door fits best. Pure: nothing here is in a database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from qianshou.planner.carts import CartPlan, CartVerdict, Clockwork, check_carts

Orders = dict[str, list[list[str]]]  # cart → its trips → the doors of each in order


def without(orders: Orders, door: str) -> Orders:
    """The same without this door; a trip that is empty then is gone."""
    left = {cart: [[d for d in trip if d != door] for trip in trips] for cart, trips in orders.items()}
    return {cart: [trip for trip in trips if trip] for cart, trips in left.items()}


def put(orders: Orders, door: str, cart: str, trip: int, position: int) -> Orders:
    """Door as number `position` of trip `trip` (both from 1; too large: at the end, in a new trip) of this cart. It must not stand anywhere yet."""
    trips = [list(t) for t in orders.get(cart, [])]
    if trip > len(trips):
        trips.append([door])
    else:
        trips[trip - 1].insert(max(position, 1) - 1, door)
    return {**orders, cart: trips}


def place_of(orders: Orders, door: str) -> tuple[str, int, int] | None:
    """(cart, trip, position) of a door, from 1."""
    for cart, trips in orders.items():
        for k, trip in enumerate(trips, 1):
            if door in trip:
                return cart, k, trip.index(door) + 1
    return None


def best(clock: Clockwork, orders: Orders, door: str, carts: Collection[str], left: Mapping[str, int] | None = None) -> tuple[int, Orders] | None:
    """The door where it breaks least and then costs least, on one of these carts: (rules that it breaks there, the orders then); None
    without a cart. `left`: so many trips of a cart are under way already, nothing can be put on them."""
    found = None
    for cart in carts:
        trips, gone = orders.get(cart, []), (left or {}).get(cart, 0)
        base_broken, base_metres = _judged(clock, cart, trips)
        known = clock.problem.weights.change if clock.problem.known.get(door, cart) != cart else 0
        for changed in _everywhere(trips, door, gone):
            broken, metres = _judged(clock, cart, changed)
            rank = (max(0, broken - base_broken), metres - base_metres + known)
            if found is None or rank < found[0]:
                found = rank, {**orders, cart: changed}
    return (found[0][0], found[1]) if found else None


def spread(clock: Clockwork, orders: Orders, doors: Collection[str], carts: Collection[str], left: Mapping[str, int] | None = None) -> Orders:
    """One door after the other at its best place, as long as it breaks nothing there; the others stay out. The largest first."""
    boxes = {d.id: d.boxes for d in clock.problem.doors}
    for door in sorted(doors, key=lambda d: (-boxes[d], d)):
        pinned = clock.doors[door].pinned
        found = best(clock, orders, door, [c for c in carts if pinned in (None, c)], left)
        if found and not found[0]:
            orders = found[1]
    return orders


def _everywhere(trips: list[list[str]], door: str, gone: int):
    """These trips with the door at every place that is still open: in a trip, or alone in a new one."""
    for k in range(gone, len(trips) + 1):
        yield [*trips[:k], [door], *trips[k:]]
        if k < len(trips):
            for at in range(len(trips[k]) + 1):
                yield [*trips[:k], [*trips[k][:at], door, *trips[k][at:]], *trips[k + 1 :]]


def _judged(clock: Clockwork, cart: str, trips: list[list[str]]) -> tuple[int, int]:
    """(broken rules, metres) of one cart's trips, whatever the others do."""
    verdict = judged(clock, cart, trips)
    return len(verdict.complaints), verdict.cost.metres if verdict.cost else 0


def judged(clock: Clockwork, cart: str, trips: list[list[str]]) -> CartVerdict:
    """The checker's word on one cart alone."""
    made = tuple(clock.round(cart, trips))
    served = {d.door for t in made for d in t.drops}
    alone = replace(clock.problem, doors=tuple(d for d in clock.problem.doors if d.id in served))
    return check_carts(alone, CartPlan(made), clock.roads)
