"""When a cart loads, leaves and hands over, given only the order of its doors.

Each trip is over as early as it can be, for that is best for the trips after it; and it leaves as late as that allows, so that no food waits
in the cart for a window to open. A window that cannot be kept is missed by as little as can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .cost import cost_of
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

    def trip(self, cart: str, order: Sequence[str], ready: int) -> Trip:
        """The trip through these doors (at least one) by a cart whose loading is done at `ready` at the earliest."""
        soonest = self._handed(order, ready)
        leave = max(ready, self._latest(order, soonest[-1]))
        times = self._handed(order, leave)
        back = times[-1] + self.doors[order[-1]].service + self.leg(order[-1], None)
        return Trip(cart, leave - self.problem.load_time, leave, tuple(Drop(d, at) for d, at in zip(order, times, strict=True)), back)

    def _handed(self, order: Sequence[str], leave: int) -> list[int]:
        """Earliest hand-overs after leaving then."""
        times, here, free = [], None, leave
        for name in order:
            door = self.doors[name]
            times.append(max(free + self.leg(here, name), door.window.start))
            here, free = name, times[-1] + door.service
        return times

    def _latest(self, order: Sequence[str], end: int) -> int:
        """The latest leave with which the last hand-over is still at `end` and no window is missed for leaving so late."""
        late, after = end, order[-1]
        for name in reversed(order[:-1]):
            door = self.doors[name]
            late = min(door.window.end, late - self.leg(name, after) - door.service)
            after = name
        return late - self.leg(None, order[0])

    def round(self, cart: str, orders: Iterable[Sequence[str]]) -> list[Trip]:
        """All trips of a cart in this order."""
        ready, trips = self.problem.load_from + self.problem.load_time, []
        for order in orders:
            trips.append(self.trip(cart, order, ready))
            ready = trips[-1].back + self.problem.load_time
        return trips

    def plan(self, orders: dict[str, list[list[str]]]) -> CartPlan:
        """cart → the doors of its trips, as a plan with its cost. Whether it keeps the rules is for `check_carts` to say.

        So a round changed by hand gets its times too. KeyError for a door that does not exist; a cart that does not exist gets no round.
        """
        trips = tuple(t for cart in self.problem.carts for t in self.round(cart.id, filter(None, orders.get(cart.id, []))))
        served = {d.door for t in trips for d in t.drops}
        plan = CartPlan(trips, tuple(d.id for d in self.problem.doors if d.id not in served))
        return replace(plan, cost=cost_of(self.problem, plan, self.roads))
