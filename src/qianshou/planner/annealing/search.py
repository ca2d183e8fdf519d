"""Temperatures, restarts, threads and the clock round the compiled loop.

A search is one or more *walkers*, each with a plan and dice of its own, which make the same number of moves at the same temperature,
each in a thread (the compiled loop lets go of the interpreter's lock). At fixed numbers of moves the dearest walker takes over the plan
of the cheapest. So the answer depends on the seed, the number of moves and the number of walkers alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from .fresh import rekey, renew
from .layout import MUST
from .loop import anneal, total
from .model import Arrays, Call, Job, Model, Worker
from .state import Found, Rounds, copy, left_out, prepare, restore

CHUNK = 20_000          # moves between two looks at the clock
FEW = 2_000             # … while it is not known how fast they are
COOLING = 130_000       # moves for each stop that one cooling is worth; with more there are several, each from hot
MOST_COOLINGS = 10
LEAST_STEPS = 100       # temperatures that even a short search goes through
EXCHANGES = 32          # times in a cooling that the dearest walker is given the plan of the cheapest
AFRESH = 50             # chunks after which sums of fractions, which drift, are worked out anew
DEAREST = 1e5           # a broken rule is made dearer as long as the search stays with it, up to this


@dataclass
class Progress:
    """How far the search is: share done, moves made, cost of the best plan so far (1e300: none that breaks no rule)."""

    done: float
    moves: int
    cost: float
    unserved: int


@dataclass
class Budget:
    """When to stop: after `seconds`, after so many `moves` of each walker, or after so many coolings in a row without a better plan.

    With `seconds` alone it is not known at first how many moves there will be, so the number of coolings is settled a little later.
    """

    seconds: float | None
    moves: int | None
    patience: int | None
    clock: Callable[[], float]
    stops: int
    begun: float = 0.0
    made: int = 0
    coolings: int = 1
    fruitless: int = 0
    best: float = 1e300

    def spent(self) -> float:
        """Share of the budget that is used up, 1 or more when it is over; without a limit of time or moves always 0."""
        by_moves = self.made / self.moves if self.moves else (1.0 if self.moves == 0 else 0.0)
        return max(by_moves, (self.clock() - self.begun) / self.seconds if self.seconds else 0.0)

    def phase(self, spent: float) -> float:
        """Coolings done, as a number with a fraction."""
        usual = COOLING * max(1, self.stops)
        if self.moves is None and not self.seconds:
            return self.made / usual
        if self.made <= 5 * CHUNK:
            expected = self.moves if self.moves is not None else self.made / max(spent, 1e-9)
            self.coolings = max(1, min(MOST_COOLINGS, round(expected / usual)))
        return spent * self.coolings

    def next(self) -> int:
        """How many moves to make before looking at the clock again."""
        if self.moves is not None:
            return min(CHUNK, max(100, self.moves // LEAST_STEPS), self.moves - self.made)
        return CHUNK if self.made >= CHUNK or not self.seconds else FEW

    def tired(self, before: float, after: float, best: float) -> bool:
        """Called between two chunks: have enough coolings passed without a better plan?"""
        if self.patience is None or int(after) == int(before):
            return False
        self.fruitless = 0 if best < self.best - 1e-9 else self.fruitless + 1
        self.best = min(best, self.best)
        return self.fruitless >= self.patience


def search(
    model: Model, *, seconds: float | None = None, moves: int | None = None, patience: int | None = None, seed: int = 1, threads: int = 1,
    rounds: Rounds | None = None, progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] = lambda: False, clock: Callable[[], float] = time.perf_counter,
) -> Found:  # fmt: skip
    """Anneal until `seconds`, `moves` or `patience` (see `Budget`) are spent, whichever is first, or `stop` says so.

    Without `seconds` the answer is the same on every machine for the same seed and threads. Compiling does not count as time.
    """
    warm()
    budget = Budget(seconds, moves, patience, clock, max(1, sum(len(job.calls) for job in model.jobs)), clock())
    walkers = [prepare(model, seed + 1000 * k, rounds) for k in range(max(1, threads))]
    way = float(model.legs.mean()) * (model.per_travel if model.unit is None else model.unit) or 1.0
    phase = before = 0.0
    with ThreadPoolExecutor(len(walkers)) as pool:
        while True:
            spent = budget.spent()
            best = min(walkers, key=lambda a: a.work[0].best)
            if progress:
                progress(Progress(min(1.0, spent), budget.made * len(walkers), float(best.work[0].best), left_out(best)))
            before, phase = phase, budget.phase(spent)
            if spent >= 1.0 or stop() or budget.tired(before, phase, float(best.work[0].best)):
                break
            if int(phase * EXCHANGES) != int(before * EXCHANGES):
                _exchange(walkers)
            size = max(1, budget.next())
            heat = way * model.hot * (model.cold / model.hot) ** (phase % 1.0)
            afresh = budget.made // AFRESH // CHUNK != (budget.made + size) // AFRESH // CHUNK
            dearest = min(DEAREST, model.per_hard * way * model.hot / heat)
            _all(pool, walkers, lambda a, size=size, heat=heat, dearest=dearest, afresh=afresh: _chunk(model, a, size, heat, dearest, afresh))
            budget.made += size
    best = min(walkers, key=lambda a: a.work[0].best)
    sound = bool(best.work[0].best < 1e299 and not left_out(best, MUST))
    restore(best)
    return Found(best, float(total(best.work[0])), sound, budget.made * len(walkers), clock() - budget.begun)


def _all(pool: Executor, walkers: list[Arrays], act: Callable[[Arrays], None]) -> None:
    """Have every walker do the same, at the same time."""
    if len(walkers) == 1:
        act(walkers[0])
    else:
        list(pool.map(act, walkers))


def _chunk(model: Model, a: Arrays, size: int, heat: float, dearest: float, afresh: bool) -> None:
    """Some moves at one temperature; then keys, sums and the price of broken rules are put in order."""
    w = a.work[0]
    anneal(a.stops, a.carers, a.legs, a.price, a.near, a.able, a.spans, w, a.log, np.array(model.mix), a.kept, size, heat)
    rekey(a.stops, w, a.log)
    w.per_hard = min(w.per_hard * 1.2 if w.broken > 1e-6 else max(w.per_hard / 1.05, model.per_hard), dearest)
    if afresh:
        renew(a.stops, a.carers, a.legs, a.price, w, a.log)


def _exchange(walkers: list[Arrays]) -> None:
    """The dearest walker goes on from the present plan of the cheapest."""
    if len(walkers) > 1:
        ranked = sorted(walkers, key=lambda a: total(a.work[0]))
        copy(ranked[0], ranked[-1])


def warm() -> None:
    """Have everything compiled, or loaded from the cache, before a clock runs."""
    if not _warm:
        _warm.append(True)
        call = Call(0, 1.0, 0.0, 1.0, np.zeros(1))
        search(Model(np.zeros((1, 1, 1)), [Worker()], [Job([call])]), moves=1)


_warm: list[bool] = []
