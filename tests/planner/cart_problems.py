"""Random meals for property tests, and a small one worked by hand."""

from __future__ import annotations

from itertools import combinations, pairwise, permutations, product

from hypothesis import strategies as st

from qianshou.planner import Site, Window
from qianshou.planner.carts import Cart, CartProblem, Clockwork, Door, Weights, check_carts

NOON = 43_200


@st.composite
def meals(draw, most_doors: int = 14, most_carts: int = 3) -> CartProblem:
    """Up to `most_doors` doors in a square kilometre, often tight: windows, boxes, heat, charge, pins and ranks all bite now and then."""
    pick = lambda *values: draw(st.sampled_from(values))
    sites = tuple(Site(f"s{k}") for k in range(draw(st.integers(2, 7))))
    points = [(draw(st.integers(0, 1000)), draw(st.integers(0, 1000))) for _ in sites]
    metres = [[abs(a - c) + abs(b - d) for c, d in points] for a, b in points]
    seconds = [[way // pick(3, 4) for way in row] for row in metres]
    carts = tuple(Cart(f"c{k}", draw(st.integers(2, 9)), pick(None, None, None, 3000)) for k in range(draw(st.integers(1, most_carts))))
    names = [c.id for c in carts]
    doors = tuple(
        Door(
            f"d{k}", pick(*[s.id for s in sites]), draw(st.integers(1, 4)), pick(Window(0, 3000), Window(0, 3000), Window(600, 1200), Window(1800, 2100)),
            pick(60, 90, 200), pick(None, None, None, None, *names), pick(None, None, None, 1, 2, 3),
        )
        for k in range(draw(st.integers(0, most_doors)))
    )  # fmt: skip
    known = {d.id: pick(*names) for d in doors if draw(st.booleans())}
    weights = Weights(box_second=pick(0.0001, 0.01), change=pick(0.0, 150.0))
    return CartProblem("s0", sites, carts, doors, -600, pick(0, 180), pick(300, 700, 1500), metres=metres, seconds=seconds, known=known, weights=weights)


def noon() -> CartProblem:
    """One cart of four boxes, three doors: two in a near lane, one far the other way, so two trips. All worked by hand.

    Near lane 400 m (100 s) from the kitchen, far door 800 m (200 s); 1200 m (300 s) between them.
    """
    metres = [[0, 400, 800], [400, 0, 1200], [800, 1200, 0]]
    seconds = [[way // 4 for way in row] for row in metres]
    window = Window(NOON, NOON + 1800)
    doors = (Door("chen", "near", 2, window, 100), Door("lu", "near", 2, window, 120), Door("gu", "far", 3, window, 130))
    return CartProblem("kitchen", (Site("kitchen"), Site("near"), Site("far")), (Cart("east", 4),), doors, NOON - 600, metres=metres, seconds=seconds)


def cheapest(problem: CartProblem) -> float:
    """The cost of the best plan there is, found by looking at all of them: for four doors and two carts at most."""
    clock, best = Clockwork(problem), problem.weights.unserved * len(problem.doors)
    ids = [d.id for d in problem.doors]
    for size in range(1, len(ids) + 1):
        for chosen in combinations(ids, size):
            for order in permutations(chosen):
                best = min([best, *(cost for cut in product(range(1 + len(problem.carts)), repeat=size) if (cost := _cost(clock, order, cut)) is not None)])
    return best


def _cost(clock: Clockwork, order: tuple[str, ...], cut: tuple[int, ...]) -> float | None:
    """The doors in this order, each behind the one before (0) or first on a new trip of cart number cut-1, carts in their order; None if unsound."""
    owners = [c for c in cut if c]
    if cut[0] == 0 or any(b < a for a, b in pairwise(owners)):
        return None
    orders: dict[str, list[list[str]]] = {}
    for door, start in zip(order, cut, strict=True):
        if start:
            trips = orders.setdefault(clock.problem.carts[start - 1].id, [])
            trips.append([])
        trips[-1].append(door)
    plan = clock.plan(orders)
    return plan.cost.total if check_carts(clock.problem, plan, clock.roads).sound else None
