"""The sum on the back of an envelope, before anything is planned: minutes that are needed against minutes that there are.

Driving and trips are counted from below, time from above. So `short` > 0 means that no plan serves every door; 0 promises nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from .problem import CartProblem
from .ways import Roads


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`places`: boxes that all carts hold at once; `trips`: at least so many. Seconds: `service` at doors, `driving` and `loading` at least,
    `needed` all three, `available` what the carts have. `short`: doors for which, at the mean of a door, there is no time; `one_more`: so many of
    them one more cart would bring in."""

    doors: int
    boxes: int
    places: int
    trips: int
    service: int
    driving: int
    loading: int
    needed: int
    available: int
    short: int
    one_more: int


def arithmetic(problem: CartProblem) -> Arithmetic:
    """The sum of a problem. Pins and the range of a charge do not enter it."""
    roads, doors, carts = Roads(problem), problem.doors, problem.carts
    boxes, places = sum(d.boxes for d in doors), sum(c.boxes for c in carts)
    service = sum(d.service for d in doors)
    if not doors:
        return Arithmetic(0, 0, places, 0, 0, 0, 0, 0, 0, 0, 0)
    sites = sorted({roads.index[d.site] for d in doors})
    tree = _tree(roads, sites)
    longest = max(d.service for d in doors)
    by_heat = math.ceil((service + tree) / max(1, problem.hot_limit + longest))
    by_boxes = math.ceil(boxes / max((c.boxes for c in carts), default=1)) if places else 0
    trips = max(1, by_heat, by_boxes)
    driving = tree + trips * min(roads.seconds[i][roads.kitchen] for i in sites)
    loading = trips * problem.load_time
    each = _of_one_cart(problem, roads, sites)
    needed, available = service + driving + loading, each * len(carts)
    mean = needed / len(doors)
    short = min(len(doors), math.ceil((needed - available) / mean)) if needed > available else 0
    return Arithmetic(len(doors), boxes, places, trips, service, driving, loading, needed, available, short, min(short, math.floor(each / mean)))


def _tree(roads: Roads, sites: list[int]) -> int:
    """Seconds of the least tree that joins the kitchen and all sites (Prim): all trips without their ways home are such a tree or dearer."""
    near = {i: min(roads.seconds[roads.kitchen][i], roads.seconds[i][roads.kitchen]) for i in sites if i != roads.kitchen}
    total = 0
    while near:
        i = min(near, key=near.__getitem__)
        total += near.pop(i)
        for j in near:
            near[j] = min(near[j], roads.seconds[i][j], roads.seconds[j][i])
    return total


def _of_one_cart(problem: CartProblem, roads: Roads, sites: list[int]) -> int:
    """Seconds that a cart has at most: from a first loading that is just in time for the first window to coming home from the last."""
    opens, shuts = min(d.window.start for d in problem.doors), max(d.window.end for d in problem.doors)
    farthest = max(roads.seconds[roads.kitchen][i] for i in sites)
    begin = max(problem.load_from, opens - problem.load_time - farthest)
    after = max(d.service + roads.seconds[roads.index[d.site]][roads.kitchen] for d in problem.doors)
    return max(0, shuts + after - begin)
