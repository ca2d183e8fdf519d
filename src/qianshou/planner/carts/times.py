"""When a cart loads, leaves and hands over, given only the order of its doors.

Each trip is over as early as it can be, for that is best for the trips after it; and it leaves as late as that allows, so that no food waits
in the cart for a window to open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .plan import CartPlan, Drop, Trip
from .problem import CartProblem
from .ways import Roads


class Clockwork:
    """Times for orders of doors of one problem."""

    def __init__(self, problem: CartProblem) -> None:
        self.problem, self.roads = problem, Roads(problem)
        self.doors = {d.id: d for d in problem.doors}
        self.site = {d.id: self.roads.index[d.site] for d in problem.doors}

    def leg(self, here: str | None, there: str | None) -> int:
        """Seconds from door to door; None is the kitchen."""
        kitchen = self.roads.kitchen
        return self.roads.seconds[kitchen if here is None else self.site[here]][kitchen if there is None else self.site[there]]

    def trip(self, cart: str, order: Sequence[str], ready: int) -> Trip | None:
        """The trip through these doors (at least one) by a cart whose loading is done at `ready` at the earliest. None where a window is missed."""
        first = self._handed(order, ready)
        if first is None:
            return None
        latest = self.latest(order, first[-1])
        leave = max(ready, latest)
        times = self._handed(order, leave)
        back = times[-1] + self.doors[order[-1]].service + self.leg(order[-1], None)
        return Trip(cart, leave - self.problem.load_time, leave, tuple(Drop(d, at) for d, at in zip(order, times, strict=True)), back)

    def _handed(self, order: Sequence[str], leave: int) -> list[int] | None:
        """Earliest hand-overs after leaving then."""
        times, here, free = [], None, leave
        for name in order:
            door = self.doors[name]
            at = max(free + self.leg(here, name), door.window.start)
            if at > door.window.end:
                return None
            times.append(at)
            here, free = name, at + door.service
        return times

    def latest(self, order: Sequence[str], end: int) -> int:
        """The latest leave with which the last hand-over is still at `end`."""
        late, after = end, order[-1]
        for name in reversed(order[:-1]):
            door = self.doors[name]
            late = min(door.window.end, late - self.leg(name, after) - door.service)
            after = name
        return late - self.leg(None, order[0])

    def round(self, cart: str, orders: Iterable[Sequence[str]]) -> list[Trip] | None:
        """All trips of a cart in this order. None where one of them cannot be on time or warm."""
        ready, trips = self.problem.load_from + self.problem.load_time, []
        for order in orders:
            trip = self.trip(cart, order, ready)
            if trip is None or trip.drops[-1].at - trip.leave > self.problem.hot_limit:
                return None
            trips.append(trip)
            ready = trip.back + self.problem.load_time
        return trips

    def plan(self, orders: dict[str, list[list[str]]]) -> CartPlan:
        """cart → orders of its trips, as a plan without its cost. ValueError where they cannot be on time: a fault of whoever made them."""
        trips: list[Trip] = []
        for cart in self.problem.carts:
            found = self.round(cart.id, orders.get(cart.id, []))
            if found is None:
                raise ValueError(f"{cart.id}: its trips cannot be on time")
            trips += found
        served = {d.door for t in trips for d in t.drops}
        return CartPlan(tuple(trips), tuple(d.id for d in self.problem.doors if d.id not in served))
