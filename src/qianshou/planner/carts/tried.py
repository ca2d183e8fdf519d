"""One door more in the rounds of a plan, wherever it could stand: which rules that would break, and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .cost import trip_metres
from .plan import CartPlan, Trip, doors_by_trip
from .problem import Cart, Door
from .times import Clockwork


@dataclass(frozen=True, slots=True)
class Try:
    """Door at `at` on trip number `trip` (from 0) of `cart`, `added` metres. `broken`: rule → by how much; see `unserved` for the rules."""

    cart: str
    trip: int
    at: int
    added: int
    broken: dict[str, int]


class Tries:
    """Tries doors in one plan. Times are the earliest of the order, as `times` has them."""

    def __init__(self, clock: Clockwork, plan: CartPlan) -> None:
        self.clock, self.orders = clock, doors_by_trip(plan)

    def of(self, door: Door, cart: Cart) -> Iterator[Try]:
        """Every place for the door with this cart: in its trips, and alone in a new one before, between or after them."""
        orders = self.orders.get(cart.id, [])
        ready = self.clock.problem.load_from + self.clock.problem.load_time
        driven = [trip_metres(self.clock.roads, [self.clock.doors[d].site for d in order]) for order in orders]
        for k in range(len(orders) + 1):
            yield self._tried(door, cart, k, 0, [[door.id], *orders[k:]], ready, driven, None)
            if k == len(orders):
                return
            for at in range(len(orders[k]) + 1):
                changed = [*orders[k][:at], door.id, *orders[k][at:]]
                yield self._tried(door, cart, k, at, [changed, *orders[k + 1 :]], ready, driven, k)
            ready = self._run(orders[k], ready, {}).back + self.clock.problem.load_time

    def _tried(self, door: Door, cart: Cart, trip: int, at: int, orders: list[list[str]], ready: int, driven: list[int], instead: int | None) -> Try:
        doors, load_time = self.clock.doors, self.clock.problem.load_time
        way = trip_metres(self.clock.roads, [doors[d].site for d in orders[0]])
        added = way - (0 if instead is None else driven[instead])
        broken: dict[str, int] = {}
        trips: list[Trip] = []
        for order in orders:
            trips.append(self._run(order, ready, broken))
            ready = trips[-1].back + load_time
        if (over := sum(doors[d].boxes for d in orders[0]) - cart.boxes) > 0:
            broken["boxes"] = over
        if cart.range is not None and (over := sum(driven) + added - cart.range) > 0:
            broken["range"] = over
        if door.pinned_rank is not None and not self._ranks(cart, orders, trip):
            broken["pinned_rank"] = 1
        return Try(cart.id, trip, trips[0].drops[at].at, added, broken)

    def _ranks(self, cart: Cart, orders: list[list[str]], trip: int) -> bool:
        """Do the ranked doors stand in their order?"""
        whole = [*self.orders.get(cart.id, [])[:trip], *orders]
        ranks = [r for order in whole for d in order if (r := self.clock.doors[d].pinned_rank) is not None]
        return ranks == sorted(ranks)

    def _run(self, order: list[str], ready: int, broken: dict[str, int]) -> Trip:
        """Drive one trip whatever it breaks. What is broken most is noted."""
        clock = self.clock
        trip = clock.trip("", order, ready)
        late = max(d.at - clock.doors[d.door].window.end for d in trip.drops)
        for rule, by in (("window", late), ("hot", trip.drops[-1].at - trip.leave - clock.problem.hot_limit)):
            if by > 0:
                broken[rule] = max(broken.get(rule, 0), by)
        return trip
