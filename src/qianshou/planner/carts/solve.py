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
ENOUGH = 200_000       # turns after which more bring little: then a search from the start brings more (docs/decisions/65)
TURNS_A_SECOND = 60_000  # a guess, for how many starts there is time
MOST_STARTS = 8


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
    """The best order found, the turns made, and when it began: loading the compiled loop does not count.

    A search that has time for more is made several times from the start: seeds end up to 3 % apart, and more turns do not bring them together.
    """
    # Numba takes a third of a second to import; who only reads or checks plans need not wait for it.
    from .search.arrays import lay_out, order_of
    from .search.loop import improve

    seconds, turns = limits
    starts = 1 if orders else _starts(seconds, turns)
    begun, made, best, found = None, 0, float("inf"), {}
    for start in range(starts):
        arrays = lay_out(problem, seed + 1009 * start, orders)
        parts = tuple(vars(arrays).values())
        parts = (*parts[:9], arrays.work[0], *parts[10:])
        if not _warm:
            improve(*(p.copy() for p in parts), 0, 0.0)
            _warm.append(True)
        begun = begun or time.perf_counter()
        w = arrays.work[0]
        improve(*parts, 0, 1e-9)
        while True:
            by_time = (time.perf_counter() - begun) / seconds if seconds else float(seconds == 0)
            done = max(by_time, made / turns if turns else float(turns == 0))
            here = done * starts - start  # 0…1 of this start
            if progress:
                progress(CartProgress(min(1.0, done), made, min(best, float(w.best)), int(w.unserved)))
            ends = done >= 1.0 or stop()
            if ends or here >= 1.0:
                break
            size = CHUNK if turns is None else min(max(1, turns // STEPS), -(-turns * (start + 1) // starts) - made, CHUNK)
            improve(*parts, max(1, size), HOT * (COLD / HOT) ** here)
            made += max(1, size)
        if w.best < best:
            best, found = float(w.best), order_of(problem, arrays)
        if ends:
            break
    return found, made, begun


def _starts(seconds: float | None, turns: int | None) -> int:
    """How many searches there is time for, by what is given: one up to 400,000 turns."""
    limits = ([turns] if turns is not None else []) + ([seconds * TURNS_A_SECOND] if seconds is not None else [])
    return max(1, min(MOST_STARTS, int(min(limits) // ENOUGH)))


_warm: list[bool] = []
