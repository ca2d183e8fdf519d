"""The independent judge: recomputes everything of a plan of cart rounds and lists every broken rule.

It shares no arithmetic of time with the planner (`times`, `search`): it looks only at the problem, the stated times and the ways between.

Codes of complaints (the page translates them; parameters are seconds, metres, boxes or ids):

============  ==================================================================================
unknown       a cart or door that the problem does not know
twice         a door has two hand-overs
empty         a trip without a door
load          loading began before the kitchen was ready or the cart was back (`early`), or was too short (`short`)
boxes         more boxes than the cart holds (`got`, `most`)
travel        the cart cannot be there in time (`short`: seconds missing)
window        a hand-over outside the door's window (`at`)
hot           a hand-over too long after leaving (`over`: seconds beyond the limit)
back          the stated return is not what the last stop implies (`stated`, `real`)
range         the cart drives further than one charge goes (`got`, `most`)
pinned        the door was pinned to another cart (`wanted`)
pinned_rank   pinned doors of one cart stand in another order (`before`)
unserved      the list of unserved doors is not the doors that nobody serves
cost          the stated cost is not the real one (`stated`, `real`)
============  ==================================================================================
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from .cost import cost_of, trip_metres
from .plan import CartCost, CartPlan, Trip
from .problem import CartProblem
from .ways import Roads


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule: what, where, and the numbers."""

    code: str
    cart: str | None = None
    door: str | None = None
    params: dict[str, int | float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CartVerdict:
    """The faults, and the cost as it really is (None where ids are unknown)."""

    complaints: tuple[Fault, ...]
    cost: CartCost | None

    @property
    def sound(self) -> bool:
        """No rule is broken."""
        return not self.complaints


def check_carts(problem: CartProblem, plan: CartPlan, roads: Roads | None = None) -> CartVerdict:
    """Judge a plan. `roads` are the problem's, if they are at hand."""
    judge = _Judge(problem, plan, roads or Roads(problem))
    judge.names()
    if judge.found:
        return CartVerdict(tuple(judge.found), None)
    for cart in problem.carts:
        judge.round(cart.id, sorted((t for t in plan.trips if t.cart == cart.id), key=lambda t: t.leave))
    judge.doors_left()
    real = cost_of(problem, plan, judge.roads)
    # A plan made by hand may state no cost at all; one that states it must state it rightly.
    if plan.cost != CartCost():
        for name in ("metres", "box_seconds", "total"):
            stated, true = getattr(plan.cost, name), getattr(real, name)
            if abs(stated - true) > 0.01:
                judge.say("cost", None, None, what=name, stated=stated, real=true)
    return CartVerdict(tuple(judge.found), real)


class _Judge:
    def __init__(self, problem: CartProblem, plan: CartPlan, roads: Roads) -> None:
        self.problem, self.plan, self.roads = problem, plan, roads
        self.carts = {c.id: c for c in problem.carts}
        self.doors = {d.id: d for d in problem.doors}
        self.found: list[Fault] = []

    def say(self, code: str, cart: str | None, door: str | None, **params: int | float | str) -> None:
        """Complain."""
        self.found.append(Fault(code, cart, door, params))

    def names(self) -> None:
        """Everything named must exist, every door at most once."""
        for cart in sorted({t.cart for t in self.plan.trips} - set(self.carts)):
            self.say("unknown", cart, None)
        counts = Counter(d.door for t in self.plan.trips for d in t.drops)
        for door, n in counts.items():
            if door not in self.doors:
                self.say("unknown", None, door)
            elif n > 1:
                self.say("twice", None, door)

    def round(self, cart: str, trips: list[Trip]) -> None:
        """All trips of a cart, in the order in which it leaves."""
        free, way, ranked = self.problem.load_from, 0, None
        for trip in trips:
            if trip.load < free:
                self.say("load", cart, None, early=free - trip.load)
            if (short := trip.load + self.problem.load_time - trip.leave) > 0:
                self.say("load", cart, None, short=short)
            self._trip(trip)
            way += trip_metres(self.roads, [self.doors[d.door].site for d in trip.drops])
            free = max(free, self._real_back(trip))
            for drop in trip.drops:
                door = self.doors[drop.door]
                if door.pinned_rank is not None:
                    if ranked and ranked.pinned_rank > door.pinned_rank:
                        self.say("pinned_rank", cart, door.id, before=ranked.id)
                    ranked = door
        limit = self.carts[cart].range
        if limit is not None and way > limit:
            self.say("range", cart, None, got=way, most=limit)

    def _trip(self, trip: Trip) -> None:
        if not trip.drops:
            self.say("empty", trip.cart, None)
        here, free, boxes = self.problem.kitchen, trip.leave, 0
        for drop in trip.drops:
            door = self.doors[drop.door]
            if (short := free + self._seconds(here, door.site) - drop.at) > 0:
                self.say("travel", trip.cart, door.id, short=short)
            if not door.window.start <= drop.at <= door.window.end:
                self.say("window", trip.cart, door.id, at=drop.at)
            if (over := drop.at - trip.leave - self.problem.hot_limit) > 0:
                self.say("hot", trip.cart, door.id, over=over)
            if door.pinned is not None and door.pinned != trip.cart:
                self.say("pinned", trip.cart, door.id, wanted=door.pinned)
            here, free, boxes = door.site, drop.at + door.service, boxes + door.boxes
        if boxes > self.carts[trip.cart].boxes:
            self.say("boxes", trip.cart, None, got=boxes, most=self.carts[trip.cart].boxes)
        if trip.back != (real := self._real_back(trip)):
            self.say("back", trip.cart, None, stated=trip.back, real=real)

    def _real_back(self, trip: Trip) -> int:
        if not trip.drops:
            return trip.leave
        last = self.doors[trip.drops[-1].door]
        return trip.drops[-1].at + last.service + self._seconds(last.site, self.problem.kitchen)

    def _seconds(self, here: str, there: str) -> int:
        return self.roads.seconds[self.roads.index[here]][self.roads.index[there]]

    def doors_left(self) -> None:
        """The stated list of unserved doors against the real one."""
        served = {d.door for t in self.plan.trips for d in t.drops}
        for door in sorted((set(self.doors) - served) ^ set(self.plan.unserved)):
            self.say("unserved", None, door)
