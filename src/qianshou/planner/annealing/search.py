"""Temperatures, restarts and the clock round the compiled loop."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

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


def search(
    model: Model, *, seconds: float | None = None, moves: int | None = None, seed: int = 1,
    hot: float = 30.0, cold: float = 0.3, mix=MIX, stop: Callable[[], bool] = lambda: False, wander: float = 0.1,
) -> Found:
    """One cooling from hot to cold."""
    clock = time.process_time
    a = lay_out(model, seed)
    w = a.work[0]
    w.wander = wander
    head = (a.stops, a.carers, a.legs, a.price)
    append_all(*head, a.able, a.order, w, a.log)
    renew(*head, w, a.log)
    shares = np.array(mix)
    begun, made, chunk = clock(), 0, CHUNK
    while True:
        done = made / moves if moves is not None else (clock() - begun) / seconds
        if done >= 1.0 or stop():
            break
        heat = hot * math.exp(math.log(cold / hot) * done)
        size = chunk if moves is None else min(chunk, moves - made)
        anneal(*head, a.near, a.able, w, a.log, shares, a.kept, size, heat)
        rekey(a.stops, w, a.log)
        made += size
    restore(a)
    return Found(a, total(w), made, clock() - begun)


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
