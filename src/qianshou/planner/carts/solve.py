"""Planning the carts of one meal: doors set in one after the other, then taken out and set in again while it pays.

Every plan handed out keeps every rule; `check_carts` says so independently. Deterministic for a seed and a number of turns; with `seconds`
alone the number of turns depends on the machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from .plan import CartPlan
from .problem import CartProblem
from .resume import standing
from .times import Clockwork

HOT, COLD = 60.0, 5.0  # metres by which a turn may be dearer, as a rule: at first and at last (docs/decisions/65)
CHUNK = 200            # turns between two looks at the clock
STEPS = 400            # temperatures that a search of a fixed number of turns goes through


@dataclass(frozen=True, slots=True)
class CartProgress:
    """How far the search is: `done` 0…1, turns made, cost and unserved doors of the best plan so far."""

    done: float
    turns: int
    cost: float
    unserved: int


def solve_carts(
    problem: CartProblem,
    *,
    seconds: float | None = None,
    turns: int | None = None,
    seed: int = 1,
    progress: Callable[[CartProgress], None] | None = None,
    stop: Callable[[], bool] = lambda: False,
    first: CartPlan | None = None,
) -> CartPlan:
    """Plan the carts. Stops after `turns`, after `seconds` (2 if neither is given), or when `stop` says so.

    With `turns=0` the answer is the first plan, doors set in where they cost least. `first` is a plan to start from; what of it keeps the rules
    stands at first, and the answer is never dearer than that.
    """
    if seconds is None and turns is None:
        seconds = 2.0
    clock = Clockwork(problem)
    begun = time.perf_counter()
    orders, made = standing(clock, first) if first else {}, 0
    if problem.doors and problem.carts:
        orders, made, begun = _search(problem, orders, (seconds, turns), seed, progress, stop)
    return replace(clock.plan(orders), made={"seed": seed, "turns": made, "seconds": round(time.perf_counter() - begun, 3)})


def _search(problem, orders, limits, seed, progress, stop) -> tuple[dict[str, list[list[str]]], int, float]:
    """The best order found, the turns made, and when it began: loading the compiled loop does not count."""
    # Numba takes a third of a second to import; who only reads or checks plans need not wait for it.
    from .search.arrays import lay_out, order_of
    from .search.loop import improve

    seconds, turns = limits
    arrays = lay_out(problem, seed, orders)
    parts = tuple(vars(arrays).values())
    parts = (*parts[:9], arrays.work[0], *parts[10:])
    if not _warm:
        improve(*(p.copy() for p in parts), 0, 0.0)
        _warm.append(True)
    begun, made = time.perf_counter(), 0
    w = arrays.work[0]
    improve(*parts, 0, 1e-9)
    while True:
        by_time = (time.perf_counter() - begun) / seconds if seconds else float(seconds == 0)
        done = max(by_time, made / turns if turns else float(turns == 0))
        if progress:
            progress(CartProgress(min(1.0, done), made, float(w.best), int(w.unserved)))
        if done >= 1.0 or stop():
            return order_of(problem, arrays), made, begun
        size = CHUNK if turns is None else min(max(1, turns // STEPS), turns - made, CHUNK)
        improve(*parts, size, HOT * (COLD / HOT) ** done)
        made += size


_warm: list[bool] = []
