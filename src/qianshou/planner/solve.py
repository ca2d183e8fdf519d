"""Planning a day: a first plan by insertion, then annealing, then the judge's own count of what it costs.

Every plan handed out keeps all hard rules; `check` says so independently. Deterministic for a seed and a number
of moves; with `seconds` alone the number of moves depends on the machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from .board import Board
from .check import check
from .construct import construct
from .cost import cost
from .decode import CrossedPairs, Step, decode, one_order, walks_of
from .facts import Facts
from .plan import Plan
from .problem import Problem
from .resume import resume


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is: `done` 0…1, moves made, cost and unserved visits of the best plan so far."""

    done: float
    moves: int
    cost: float
    unserved: int


def solve(
    problem: Problem,
    *,
    seconds: float | None = None,
    moves: int | None = None,
    patience: int | None = None,
    seed: int = 1,
    threads: int = 1,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] = lambda: False,
    first: Plan | None = None,
) -> Plan:
    """Plan the day. Stops after `moves`, after `seconds` (2 if no limit is given), when `patience` coolings in a row brought nothing
    better, or when `stop` says so.

    The result is decoded afresh from the order found; check it with `check` before using it. With `moves=0` or
    `seconds=0` the answer is the first plan, by insertion alone. `threads` search side by side and help each other at
    fixed numbers of moves.
    `first` is a plan to start from; what of it is no longer possible is placed afresh.
    """
    if seconds is None and moves is None and patience is None:
        seconds = 2.0
    begun = time.perf_counter()
    board = Board(Facts(problem))
    if first is None:
        construct(board)
    else:
        resume(board, first)
    plan, made = _plan(problem, board.order()), 0
    if first is not None:
        plan = _better(problem, first, plan)
    if moves != 0 and seconds != 0 and problem.visits and problem.carers:
        better, made = _anneal(board, {"seconds": seconds, "moves": moves, "patience": patience, "seed": seed, "threads": threads}, progress, stop)
        plan = min(plan, better, key=lambda p: p.cost.total) if better else plan
    elif progress:
        progress(Progress(1.0, 0, plan.cost.total, len(plan.unserved)))
    return replace(plan, made={"seed": seed, "moves": made, "seconds": round(time.perf_counter() - begun, 3)})


def _better(problem: Problem, first: Plan, plan: Plan) -> Plan:
    """The plan that stood, timed afresh, if it still holds and is the cheaper one (the board knows only one gap between two carers)."""
    try:
        stands = _plan(problem, one_order(walks_of(first)))
    except (CrossedPairs, KeyError, IndexError):
        return plan
    return stands if stands.cost.total < plan.cost.total and check(problem, stands).sound else plan


def _plan(problem: Problem, order: list[Step]) -> Plan:
    """An order with its times, its cost, and who is left out."""
    rounds = decode(problem, order)
    served = {s.visit for r in rounds for s in r.stops}
    plan = Plan(rounds, tuple(v.id for v in problem.visits if v.id not in served))
    return replace(plan, cost=cost(problem, plan))


def _anneal(board: Board, how: dict, progress, stop) -> tuple[Plan | None, int]:
    """The annealer's plan, if it found one that breaks no rule, and the moves it made."""
    # Numba takes a third of a second to import; who only reads or checks plans need not wait for it.
    from . import engine
    from .annealing.search import search
    from .annealing.state import rounds_of

    facts = board.f
    first = (board.total(), len(board.out))

    def tell(p) -> None:
        known = p.cost < 1e299
        progress(Progress(p.done, p.moves, p.cost if known else first[0], p.unserved if known else first[1]))

    found = search(
        engine.model_of(facts), **how, rounds=engine.rounds_on(board),
        progress=tell if progress else None, stop=stop,
    )  # fmt: skip
    if not found.sound:
        return None, found.moves
    return _plan(facts.problem, engine.order_of(facts, rounds_of(found))), found.moves
