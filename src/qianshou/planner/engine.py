"""A day for the annealer, and its rounds back: the bridge between the planner's own problem and `annealing`.

Seconds throughout. Windows, shifts and breaks are hard: a plan that breaks one is never kept, only passed through.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from .annealing.model import FORBIDDEN, NEVER, Call, Job, Model, Rest, Worker
from .annealing.whole import BETWEEN
from .board import Board
from .decode import Step, one_order
from .facts import Facts
from .problem import FOREVER, gap_of, on_duty

# A street's day is mostly single visits: moved and exchanged one by one. What was tried: docs/decisions/60.
MIX = (0.70, 0.95, 0.97, 0.99, 1.0, 0.3, 0.4, 0.002)


def model_of(facts: Facts) -> Model:
    """The day as the annealer wants it."""
    weights = facts.problem.weights
    modes = sorted({c.mode for c in facts.problem.carers})
    return Model(
        _legs(facts, modes),
        [_worker(facts, k, modes, on_duty(facts.problem)) for k in range(len(facts.home))],
        [_job(facts, i) for i in range(facts.n)],
        [_rest(facts, k, i) for k, rests in enumerate(facts.rests) for i in rests],
        per_travel=weights.travel, wander=0.5, mix=MIX, per_wait=weights.waiting, per_even=weights.fairness, late_start=BETWEEN,
    )


def _legs(facts: Facts, modes: list[str]) -> np.ndarray:
    """Travel of every mode; one more site, nowhere, no way from anywhere, for rounds that end at the last stop."""
    size = len(facts.index)
    legs = np.zeros((max(1, len(modes)), size + 1, size + 1))
    for m, mode in enumerate(modes):
        table = next(t for t, c in zip(facts.legs, facts.problem.carers, strict=True) if c.mode == mode)
        legs[m, :size, :size] = [table[i] for i in range(size)]
    return legs


def _worker(facts: Facts, k: int, modes: list[str], shares: dict[str, float]) -> Worker:
    nowhere, carer = len(facts.index), facts.problem.carers[k]
    return Worker(
        modes.index(carer.mode), facts.home[k], facts.back[k] if facts.back[k] >= 0 else nowhere,
        facts.opens[k], facts.shut[k], facts.closes[k], facts.problem.weights.overtime, min(facts.most[k], 1_000_000),
        share=shares.get(carer.id, 0.0),
    )


def _job(facts: Facts, i: int) -> Job:
    """A visit. Of a double one only the first stop looks at windows, the second follows within its gap."""
    visit, spans, lag = facts.problem.visits[i], facts.windows[i][:3], facts.lag[i]
    pauses = tuple((a[1], b[0]) for a, b in pairwise(spans))
    calls = []
    for side, allowed in enumerate(facts.allowed[i]):
        price = np.full(len(facts.home), FORBIDDEN)
        price[allowed] = np.array(facts.price[i])[allowed]
        first = side == 0
        calls.append(
            Call(
                facts.site[i], facts.duration[i], spans[0][0] + (0 if first else lag),
                min(facts.close[i], NEVER if facts.close[i] >= FOREVER else facts.close[i]), price,
                spans[-1][1] + (0 if first else lag), facts.problem.weights.late, pauses if first else (),
            )
        )
    able = all(facts.allowed[i])
    return Job(
        calls, [gap_of(visit)] * (len(calls) - 1), facts.missing[i], fixed=visit.pinned_rank is not None or not able,
    )


def _rest(facts: Facts, k: int, i: int) -> Rest:
    (start, end), site = facts.windows[i][0], facts.site[i]
    return Rest(k, facts.duration[i], start, NEVER, end, site, int(site < 0), pause=facts.steps[i].kind == "pause")


def rounds_on(board: Board) -> list[list[tuple[int, int]]]:
    """The board's rounds as (job, side), a break as (-1, its number in the model)."""
    numbers = {i: r for r, i in enumerate(i for rests in board.f.rests for i in rests)}
    return [
        [(i, board.who[i].index(c)) if i < board.f.n else (-1, numbers[i]) for i in route]
        for c, route in enumerate(board.route)
    ]


def order_of(facts: Facts, rounds: list[list[tuple[int, int, float]]]) -> list[Step]:
    """The annealer's rounds as the global order of steps, for `decode`."""
    ids = [c.id for c in facts.problem.carers]
    rests = [i for own in facts.rests for i in own]
    who: dict[int, dict[int, str]] = {}
    for c, walk in enumerate(rounds):
        for job, side, _ in walk:
            if job >= 0:
                who.setdefault(job, {})[side] = ids[c]
    walks = {}
    for c, walk in enumerate(rounds):
        if any(job >= 0 for job, _, _ in walk):
            walks[ids[c]] = _steps(facts, walk, who, rests, c)
    return one_order(walks)


def _steps(facts, walk, who, rests, c) -> list[Step]:
    """One round as steps. Breaks that were exchanged along with tails are equal, so each carer counts her own."""
    own = {"break": 0, "pause": 0}
    steps = []
    for job, side, _ in walk:
        if job >= 0:
            step = facts.steps[job]
            steps.append(Step(step.kind, step.ref, tuple(who[job][k] for k in sorted(who[job]))))
            continue
        kind = facts.steps[rests[side]].kind
        mine = [i for i in facts.rests[c] if facts.steps[i].kind == kind]
        theirs = facts.windows[rests[side]], facts.site[rests[side]], facts.duration[rests[side]]
        same = [i for i in mine if (facts.windows[i], facts.site[i], facts.duration[i]) == theirs]
        step = facts.steps[same[min(own[kind], len(same) - 1)] if len(same) > 1 else same[0]]
        own[kind] += len(same) > 1
        steps.append(Step(step.kind, step.ref, (facts.problem.carers[c].id,)))
    return steps
