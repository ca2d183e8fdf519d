"""Why nobody brings a door its meal, as codes and parameters, and what would mend it.

What holds for every cart is said once, with no cart (""):

======  ===============================================================================================
far     the way from the kitchen alone takes `seconds`, longer than food may be in the cart (`limit`)
boxes   more `boxes` than the largest cart holds (`most`)
window  a cart loaded first thing would be there at `earliest`, after the window's `end`
range   there and back is `metres`, more than a charge lasts (`most`)
======  ===============================================================================================

Otherwise each cart that may serve it is asked, with the door at every place of its rounds. If one rule alone stands in the way it is named,
the one that is missed by least: `window` (hand-overs `by` seconds after a window), `hot` (`by` seconds too long in the cart), `boxes` (`by`
too many), `range` (`by` metres), `pinned_rank`. Else it is `busy`: several would break at once.

A mend names the rule that would have to give way, and by how much, for this cart to serve the door on trip number `trip` (from 1), at `at`: the codes
above, `give` (nothing: it could go as things are) and `pinned` (another cart could, if the pin were released). `cost` ranks them: metres added
and what a rule counts (`PRICES`), good for nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace

from .plan import CartPlan
from .problem import Cart, CartProblem, Door
from .solve import solve_carts
from .times import Clockwork
from .tried import Tries, Try

PRICES = {"window": 4, "hot": 8, "boxes": 1200, "range": 4, "pinned_rank": 2000}  # a second, a box, a metre, once
PIN = 2000
TURNS = 1500  # to see what one more cart would do


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why one cart cannot serve one door; `cart` is "" for what holds for all."""

    cart: str
    code: str
    params: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CartMend:
    """One way to have a door served. See the module for codes."""

    door: str
    code: str
    cart: str
    trip: int
    at: int
    cost: int
    params: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CartOutlook:
    """By door its hindrances and mends, the cheapest first; `one_more`: doors that one more cart like the largest would bring in."""

    reasons: dict[str, list[Hindrance]]
    mends: dict[str, list[CartMend]]
    one_more: int

    def told(self) -> dict:
        """The same as plain data."""
        return {
            "reasons": {d: [asdict(h) for h in found] for d, found in self.reasons.items()},
            "mends": {d: [asdict(m) for m in found] for d, found in self.mends.items()},
            "one_more": self.one_more,
        }


def outlook_carts(problem: CartProblem, plan: CartPlan, most: int | None = None, more: bool = True) -> CartOutlook:
    """All there is to say of the unserved doors, of the first `most` in the plan's order if there are more. Without `more` nothing is searched
    for: what one more cart would do is left out (0), and the answer comes at once."""
    if not plan.unserved:
        return CartOutlook({}, {}, 0)
    clock = Clockwork(problem)
    tries, reasons, mends = Tries(clock, plan), {}, {}
    for name in plan.unserved[:most]:
        door = clock.doors[name]
        found = {cart.id: _of_cart(tries, door, cart) for cart in problem.carts}
        reasons[name] = list(_standing(clock, door)) or list(_hindrances(problem, door, found))
        mends[name] = sorted(_mends(door, found), key=lambda m: (m.cost, m.code, m.cart))
    return CartOutlook(reasons, mends, one_more_cart(problem, plan) if more else 0)


def one_more_cart(problem: CartProblem, plan: CartPlan) -> int:
    """How many of the unserved doors are served with one more cart like the largest, as a short search from this plan finds."""
    if not problem.carts or not plan.unserved:
        return 0
    like = max(problem.carts, key=lambda c: c.boxes)
    more = replace(problem, carts=(*problem.carts, replace(like, id=_new_name(problem))))
    return len(plan.unserved) - len(solve_carts(more, turns=TURNS, first=plan).unserved)


def _new_name(problem: CartProblem) -> str:
    names, k = {c.id for c in problem.carts}, 1
    while f"+{k}" in names:
        k += 1
    return f"+{k}"


def _may(door: Door, carts: tuple[Cart, ...]) -> list[Cart]:
    return [c for c in carts if door.pinned in (None, c.id)]


def _standing(clock: Clockwork, door: Door) -> Iterator[Hindrance]:
    """What no plan could change."""
    problem, roads = clock.problem, clock.roads
    carts, site = _may(door, problem.carts), roads.index[door.site]
    there = roads.seconds[roads.kitchen][site]
    both_ways = roads.metres[roads.kitchen][site] + roads.metres[site][roads.kitchen]
    if there > problem.hot_limit:
        yield Hindrance("", "far", {"seconds": there, "limit": problem.hot_limit})
    if (most := max((c.boxes for c in carts), default=0)) < door.boxes:
        yield Hindrance("", "boxes", {"boxes": door.boxes, "most": most})
    if (earliest := problem.load_from + problem.load_time + there) > door.window.end:
        yield Hindrance("", "window", {"earliest": earliest, "end": door.window.end})
    if carts and all(c.range is not None and c.range < both_ways for c in carts):
        yield Hindrance("", "range", {"metres": both_ways, "most": max(c.range or 0 for c in carts)})


def _of_cart(tries: Tries, door: Door, cart: Cart) -> dict[str, Try]:
    """The least try of each rule that alone stands in the way; "give" where none does."""
    best: dict[str, Try] = {}
    for one in tries.of(door, cart):
        if len(one.broken) > 1:
            continue
        code = next(iter(one.broken), "give")
        if code not in best or _cost(code, one) < _cost(code, best[code]):
            best[code] = one
    return best


def _cost(code: str, one: Try) -> int:
    return one.added + (PRICES[code] * one.broken[code] if code in PRICES else 0)


def _hindrances(problem: CartProblem, door: Door, found: dict[str, dict[str, Try]]) -> Iterator[Hindrance]:
    for cart in _may(door, problem.carts):
        best = found[cart.id]
        if "give" in best:
            continue
        if not best:
            yield Hindrance(cart.id, "busy")
            continue
        code = min(best, key=lambda c: (_cost(c, best[c]), c))
        yield Hindrance(cart.id, code, {"by": best[code].broken[code]})


def _mends(door: Door, found: dict[str, dict[str, Try]]) -> Iterator[CartMend]:
    """For each code the cheapest cart."""
    least: dict[str, CartMend] = {}
    for cart, best in found.items():
        for code, one in best.items():
            pinned_away = door.pinned not in (None, cart)
            if pinned_away and code != "give":
                continue
            name = "pinned" if pinned_away else code
            cost = _cost(code, one) + (PIN if pinned_away else 0)
            mend = CartMend(door.id, name, cart, one.trip + 1, one.at, cost, {"by": one.broken[code]} if one.broken else {})
            if name not in least or (cost, cart) < (least[name].cost, least[name].cart):
                least[name] = mend
    yield from least.values()
