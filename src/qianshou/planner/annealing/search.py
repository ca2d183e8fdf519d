"""Temperatures, restarts and the clock round the compiled loop."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .dice import seeded
from .fresh import append_all, rekey, renew
from .loop import anneal, keep, total
from .model import Arrays, Model, lay_out

CHUNK = 20_000  # moves between two looks at the clock
# shares, summed up: relocate, swap, tails, segment | (rest: swap of segments); of groups: regroup, partners
MIX = (0.35, 0.60, 0.75, 0.90, 1.0, 0.3, 0.4)


@dataclass
class Found:
    """The best order of all rounds: arrays to read it from, and its cost as the search counts it (inf: none without a broken rule)."""

    arrays: Arrays
    cost: float
    moves: int
    seconds: float


@dataclass
class Progress:
    """How far the search is: share done, moves made, cost of the best plan so far (1e300: none that breaks no rule)."""

    done: float
    moves: int
    cost: float


def prepare(model: Model, seed: int = 1, rounds: list[list[tuple[int, int]]] | None = None) -> Arrays:
    """The arrays with a first plan: these rounds, (job, side) or (-1, break) for each worker, or one by appending visits."""
    a = lay_out(model, seed)
    head = (a.stops, a.carers, a.legs, a.price)
    if rounds is None:
        append_all(*head, a.able, a.order, a.work[0], a.log)
    else:
        place(a, rounds)
    renew(*head, a.work[0], a.log)
    rekey(a.stops, a.work[0], a.log)
    renew(*head, a.work[0], a.log)
    if a.work[0].broken < 1e-6:
        a.work[0].best = total(a.work[0])
        keep(a.stops, a.kept, a.work[0])
    return a


def place(a: Arrays, rounds: list[list[tuple[int, int]]]) -> None:
    """Link the stops of these rounds."""
    visits = int(a.work[0].visits)
    heads = {int(j): s for s, j in reversed(list(enumerate(a.job_of)))}
    for c, walk in enumerate(rounds):
        path = [heads[j] + side if j >= 0 else visits + side for j, side in walk]
        path = [int(a.carers[c].first), *path, int(a.carers[c].last)]
        for s, t in zip(path, path[1:]):
            a.stops[s].next, a.stops[t].prev, a.stops[t].carer = t, s, c


def search(
    model: Model, *, seconds: float | None = None, moves: int | None = None, seed: int = 1,
    hot: float = 60.0, cold: float = 1.0, mix=MIX, stop: Callable[[], bool] = lambda: False, wander: float = 0.1,
    herd: tuple = (), chunk: int = CHUNK, rounds=None, clock=time.process_time,
    progress: Callable[[Progress], None] | None = None,
) -> Found:
    """Cool a herd of walkers together; as it gets colder only the better ones go on.

    `herd`: (walkers, until) pairs: so many walkers until this part of the cooling (in log temperature) is done; one after that.
    """
    first = prepare(model, seed, rounds)
    first.work[0].wander = wander
    shares, begun, made = np.array(mix), clock(), 0
    walkers = [first]
    for k in range(1, herd[0][0] if herd else 1):
        walkers.append(twin(first, seed * 1000 + k))
    # cooling runs evenly in log temperature by moves spent a walker; `spent` is the share of all moves
    steps = [(n, until) for n, until in herd] + [(1, 1.0)]
    width = [until - (steps[i - 1][1] if i else 0.0) for i, (_, until) in enumerate(steps)]
    whole = sum(n * d for (n, _), d in zip(steps, width))
    ends, past = [], 0.0
    for (n, _), d in zip(steps, width):
        past += n * d / whole
        ends.append(past)
    while True:
        spent = made / moves if moves is not None else (clock() - begun) / seconds
        if spent >= 1.0 or stop():
            break
        k = next(i for i, e in enumerate(ends) if spent < e or i == len(ends) - 1)
        if len(walkers) > steps[k][0]:
            walkers.sort(key=lambda a: a.work[0].low)
            del walkers[steps[k][0]:]
        before = ends[k - 1] if k else 0.0
        part = (spent - before) / (ends[k] - before)
        done = (steps[k - 1][1] if k else 0.0) + part * width[k]
        heat = hot * math.exp(math.log(cold / hot) * done)
        for a in walkers:
            w = a.work[0]
            if moves is not None and made >= moves:
                break
            size = chunk if moves is None else min(chunk, moves - made)
            w.low = 1e300
            anneal(a.stops, a.carers, a.legs, a.price, a.near, a.able, w, a.log, shares, a.kept, size, heat)
            rekey(a.stops, w, a.log)
            made += size
        if progress:
            progress(Progress(spent, made, min(a.work[0].best for a in walkers)))
    a = min(walkers, key=lambda a: a.work[0].best)
    restore(a)
    return Found(a, total(a.work[0]), made, clock() - begun)


def twin(a: Arrays, seed: int) -> Arrays:
    """The same plan with other dice."""
    copies = {name: getattr(a, name).copy() for name in ("stops", "carers", "work", "log", "kept")}
    copies["work"][0].dice = seeded(seed)
    return replace(a, **copies)


def restore(a: Arrays) -> None:
    """Go back to the best plan."""
    w = a.work[0]
    if w.best < 1e299:
        for name in ("next", "prev", "carer", "key"):
            a.stops[name] = a.kept[name]
    renew(a.stops, a.carers, a.legs, a.price, w, a.log)


def rounds_of(found: Found) -> list[list[tuple[int, int, float]]]:
    """For each worker the stops in order: (job, number of its call, start); a break is (-1, its number in the model, start)."""
    a, out = found.arrays, []
    visits = int(a.work[0].visits)
    for carer in a.carers:
        walk, s = [], int(a.stops[carer.first].next)
        while s != carer.last:
            stop = a.stops[s]
            where = (int(a.job_of[s]), s - int(stop.head)) if s < visits else (-1, s - visits)
            walk.append((*where, float(stop.start)))
            s = int(stop.next)
        out.append(walk)
    return out
