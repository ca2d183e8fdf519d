"""Temperatures, restarts and the clock round the compiled loop."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from .fresh import append_all, rekey, renew
from .layout import MUST, START
from .loop import anneal, keep, total
from .model import Arrays, Call, Job, Model, Worker, lay_out

CHUNK = 20_000          # moves between two looks at the clock
FEW = 2_000             # … while it is not known how fast they are
COOLING = 130_000       # moves for each stop that one cooling is worth; with more there are several, each from hot
MOST_COOLINGS = 10
DEAREST = 1e5           # a broken rule is made dearer as long as the search stays with it, up to this
# Shares of the neighbourhoods, summed up: relocate, swap, tails, segment, (rest) two segments; of groups: all of it, partners.
MIX = np.array((0.35, 0.60, 0.75, 0.90, 1.0, 0.3, 0.4))


@dataclass
class Found:
    """The best order of all rounds: arrays to read it from, and its cost.

    `sound` is false if every plan seen broke a hard rule or left out a visit that must be made.
    """

    arrays: Arrays
    cost: float
    sound: bool
    moves: int
    seconds: float


@dataclass
class Progress:
    """How far the search is: share done, moves made, cost of the best plan so far (1e300: none that breaks no rule)."""

    done: float
    moves: int
    cost: float
    unserved: int


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
        for s, t in pairwise(path):
            a.stops[s].next, a.stops[t].prev, a.stops[t].carer = t, s, c


def search(
    model: Model, *, seconds: float | None = None, moves: int | None = None, seed: int = 1,
    rounds: list[list[tuple[int, int]]] | None = None, progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] = lambda: False, clock: Callable[[], float] = time.perf_counter,
) -> Found:
    """Anneal until `seconds` or `moves` are spent, whichever is first, or `stop` says so.

    With `moves` alone the answer is the same on every machine for the same seed. Compiling does not count as time.
    """
    warm()
    begun = clock()
    a = prepare(model, seed, rounds)
    w, made, coolings = a.work[0], 0, 1
    way = float(model.legs.mean()) * (model.per_travel if model.unit is None else model.unit) or 1.0
    while True:
        spent = max(made / moves if moves is not None else 0.0, (clock() - begun) / seconds if seconds else 0.0)
        if progress:
            progress(Progress(min(1.0, spent), made, float(w.best), _left_out(a)))
        if spent >= 1.0 or stop():
            break
        if made <= 5 * CHUNK:  # by now it is known how many moves there will be
            expected = moves if moves is not None else made / max(spent, 1e-9)
            coolings = max(1, min(MOST_COOLINGS, round(expected / (COOLING * max(1, int(w.visits))))))
        heat = way * model.hot * (model.cold / model.hot) ** (spent * coolings % 1.0)
        size = CHUNK if made >= CHUNK or seconds is None else FEW
        size = min(size, moves - made) if moves is not None else size
        anneal(a.stops, a.carers, a.legs, a.price, a.near, a.able, a.spans, w, a.log, MIX, a.kept, size, heat)
        rekey(a.stops, w, a.log)
        w.per_hard = min(w.per_hard * 1.2, DEAREST) if w.broken > 1e-6 else max(w.per_hard / 1.05, model.per_hard)
        if made // 50 // CHUNK != (made + size) // 50 // CHUNK:
            renew(a.stops, a.carers, a.legs, a.price, w, a.log)  # sums of fractions drift
        made += size
    sound = w.best < 1e299 and not _left_out(a, MUST)
    restore(a)
    return Found(a, float(total(w)), bool(sound), made, clock() - begun)


def search_together(model: Model, *, threads: int = 1, seed: int = 1, **how) -> Found:
    """So many searches side by side, each with dice of its own; the best of them (of equal ones that of the first thread).

    The compiled loop lets go of the interpreter's lock, so threads do run at once.
    """
    if threads <= 1:
        return search(model, seed=seed, **how)
    warm()
    with ThreadPoolExecutor(threads) as pool:
        others = {**how, "progress": None}
        jobs = [pool.submit(search, model, seed=seed + 1000 * k, **(others if k else how)) for k in range(threads)]
        found = [job.result() for job in jobs]
    best = min(found, key=lambda f: (not f.sound, f.cost))
    return replace(best, moves=sum(f.moves for f in found))


def warm() -> None:
    """Have everything compiled, or loaded from the cache, before a clock runs."""
    if not _warm:
        _warm.append(True)
        call = Call(0, 1.0, 0.0, 1.0, np.zeros(1))
        search(Model(np.zeros((1, 1, 1)), [Worker()], [Job([call])]), moves=1)


_warm: list[bool] = []


def _left_out(a: Arrays, least: float = 0.0) -> int:
    """Visits that the best plan so far leaves out and whose absence costs at least so much."""
    visits = int(a.work[0].visits)
    heads = a.stops.head[:visits] == np.arange(visits)
    return int(((a.kept.prev[:visits] < 0) & heads & (a.stops.missing[:visits] >= least)).sum())


def restore(a: Arrays) -> None:
    """Go back to the best plan."""
    w = a.work[0]
    if w.best < 1e299:
        for name in ("next", "prev", "carer", "key", "window"):
            a.stops[name] = a.kept[name]
        several = np.flatnonzero(a.stops.windows > 1)
        chosen = a.spans[several, a.stops.window[several]]
        for k, name in enumerate(("open", "close", "hard")):
            a.stops[name][several] = chosen[:, k]
        a.stops.due[several] = chosen[:, 1:].min(axis=1)
    renew(a.stops, a.carers, a.legs, a.price, w, a.log)


def as_late(found: Found) -> None:
    """Have every stop begin as late as it can without anything ending later or becoming late; groups stay. Only for reading off."""
    a = found.arrays
    for carer in a.carers:
        s, time = int(carer.last), float(a.stops[carer.last].start)
        while a.stops[before := int(a.stops[s].prev)].kind != START:
            stop = a.stops[before]
            leg = float(a.legs[carer.mode, stop.site, a.stops[s].site])
            if stop.crew == 1:
                stop.start = max(float(stop.start), min(time - leg - float(stop.stay), float(stop.due)))
            s, time = before, float(stop.start)


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
