"""A search's arrays at its beginning and its end: the first plan put in, the best plan found again and read off."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .fresh import append_all, rekey, renew
from .layout import START
from .loop import keep, total
from .model import Arrays, Model, lay_out

Rounds = list[list[tuple[int, int]]]


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


def prepare(model: Model, seed: int = 1, rounds: Rounds | None = None) -> Arrays:
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


def place(a: Arrays, rounds: Rounds) -> None:
    """Link the stops of these rounds."""
    visits = int(a.work[0].visits)
    heads = {int(j): s for s, j in reversed(list(enumerate(a.job_of)))}
    for c, walk in enumerate(rounds):
        path = [heads[j] + side if j >= 0 else visits + side for j, side in walk]
        path = [int(a.carers[c].first), *path, int(a.carers[c].last)]
        for s, t in pairwise(path):
            a.stops[s].next, a.stops[t].prev, a.stops[t].carer = t, s, c


def copy(source: Arrays, target: Arrays) -> None:
    """The present plan of one search for another of the same problem, which keeps its dice and the best plan it has seen."""
    w = target.work[0]
    own = {name: w[name] for name in ("dice", "best", "unsaved", "moves", "taken")}
    target.stops[:], target.carers[:], target.work[:] = source.stops, source.carers, source.work
    for name, value in own.items():
        w[name] = value


def left_out(a: Arrays, least: float = 0.0) -> int:
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
