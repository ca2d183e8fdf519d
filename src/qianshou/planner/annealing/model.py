"""Plain lists -> the arrays of the search. Every format fills a `Model`; only this file lays it out.

Times, travel and costs are floats in whatever unit the format has, as long as it is one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from .dice import seeded
from .layout import BREAK, CARER, END, KEPT, LOG, MUST, OUT, PAUSE, START, STOP, VISIT, WORK

NEVER = 1e15      # later than any time
FORBIDDEN = 1e20  # a price nobody pays

# Shares of the neighbourhoods, summed up: relocate, swap, tails, segment, (rest) two segments; of groups: all of it, partners; and the
# chance of a ruin and recreate instead.
MIX = (0.35, 0.60, 0.75, 0.90, 1.0, 0.3, 0.4, 0.01)


@dataclass
class Worker:
    """A carer: way of going, sites of start and end, when she can leave, when late and too late home, load limit.

    `shut` ends her shift for the count of what is left of it (None: no count), `share` is her fair share of all work (None: that of everybody, 0: hers is not counted).
    """

    mode: int = 0
    start: int = 0
    end: int = 0
    opens: float = 0.0
    close: float = NEVER
    hard: float = NEVER
    late: float = 0.0
    most: int = 1_000_000
    shut: float | None = None
    share: float | None = None


@dataclass
class Call:
    """One stop of a visit, for one carer. `price[c]` is what sending carer c costs, FORBIDDEN if she may not.

    Windows are either one, whose `pauses` a start waits out, or `windows`, (open, close, hard) each, of which the search chooses
    one for all stops of the visit.
    """

    site: int
    stay: float
    open: float
    close: float
    price: np.ndarray
    hard: float = NEVER
    late: float = 1.0
    pauses: tuple[tuple[float, float], ...] = ()  # (from, to) between windows, both ends allowed
    windows: tuple[tuple[float, float, float], ...] = ()

    @property
    def spans(self) -> tuple[tuple[float, float, float], ...]:
        """All windows of which one is chosen."""
        return self.windows or ((self.open, self.close, self.hard),)


@dataclass
class Job:
    """A visit: one stop or several, with gaps (least, most) from the start of each to the start of the next.

    With `loose` its carers come when they like, but are different all the same.
    """

    calls: list[Call]
    gaps: list[tuple[float, float]] = field(default_factory=list)
    missing: float = MUST       # cost of leaving it out
    fixed: bool = False         # stays where the first plan has it
    loose: bool = False


@dataclass
class Rest:
    """A break of one carer. `floats`: 0 at `site`, 1 at the place of the stop before, 2 of the stop after.

    The time before and after a `pause` is her own: nobody counts it as waiting.
    """

    carer: int
    stay: float
    open: float
    close: float
    hard: float
    site: int = -1
    floats: int = 0
    late: float = 0.0
    pause: bool = False


@dataclass
class Model:
    """The whole problem. `legs[mode, i, j]` is travel from site i to site j.

    `per_wait`, `per_idle` and `per_even` are what a unit costs of all waiting, of the largest rest of a shift, and of all differences of
    a carer's work from her fair share. `late_start` says how waiting is counted (`whole`).
    """

    legs: np.ndarray
    workers: list[Worker]
    jobs: list[Job]
    rests: list[Rest] = field(default_factory=list)
    per_travel: float = 1.0
    per_worst: float = 0.0
    per_hard: float = 10.0
    per_wait: float = 0.0
    per_idle: float = 0.0
    per_even: float = 0.0
    late_start: int = 0
    unit: float | None = None  # what a unit of time costs where temperatures are set; usually that of travel
    hot: float = 0.75       # first and last temperature, in mean ways between two sites
    cold: float = 0.025
    mix: tuple[float, ...] = MIX
    wander: float = 0.1     # chance that a move aims at any carer instead of a near stop


@dataclass
class Arrays:
    """What the compiled functions take, in their order."""

    stops: np.ndarray
    carers: np.ndarray
    legs: np.ndarray
    price: np.ndarray
    near: np.ndarray
    able: np.ndarray
    spans: np.ndarray
    work: np.ndarray
    log: np.ndarray
    kept: np.ndarray
    order: np.ndarray
    job_of: np.ndarray


def lay_out(model: Model, seed: int, neighbours: int = 24) -> Arrays:
    """The arrays of a model, with every round empty but for its breaks."""
    calls = [(j, k, c) for j, job in enumerate(model.jobs) for k, c in enumerate(job.calls)]
    visits, rests, count = len(calls), len(model.rests), len(model.workers)
    stops = np.zeros(visits + rests + 2 * count, STOP).view(np.recarray)
    stops.prev, stops.next, stops.carer = OUT, OUT, -1
    stops.pause1, stops.pause2 = NEVER, NEVER
    price = np.zeros((count, len(stops)), np.float32)
    _visits(model, stops, price, calls)
    _rests(model, stops, price, visits)
    carers = _workers(model, stops, price, visits + rests)
    stops.due = np.minimum(stops.close, stops.hard)
    log = np.zeros(6 * len(stops) + 1000, LOG).view(np.recarray)
    kept = np.zeros(len(stops), KEPT).view(np.recarray)
    able = _able(stops, price, visits)
    work = np.zeros(1, WORK).view(np.recarray)
    w = work[0]
    w.quit = 0.005 if any(job.missing < MUST for job in model.jobs) else 0.0
    w.dice, w.wander = seeded(seed), model.wander
    w.per_travel, w.per_worst, w.per_hard = model.per_travel, model.per_worst, model.per_hard
    w.per_wait, w.per_idle, w.per_even, w.late_start = model.per_wait, model.per_idle, model.per_even, model.late_start
    w.by_round = w.per_wait > 0 or w.per_idle > 0 or w.per_even > 0
    w.free_teams = sum(job.loose for job in model.jobs)
    w.visits, w.stops, w.carers, w.movable, w.best = visits, len(stops), count, visits + rests, 1e300
    heads = np.array([s for s in range(visits) if stops.head[s] == s], np.int64)
    order = heads[np.argsort(stops.close[heads], kind="stable")]
    legs = np.ascontiguousarray(model.legs, np.float64)
    spans = _spans(stops, calls)
    near = _near(stops, legs, price, visits, neighbours, spans)
    return Arrays(stops, carers, legs, price, near, able, spans, work, log, kept, order, np.array([j for j, _, _ in calls], np.int64))


def _visits(model, stops, price, calls) -> None:
    heads: dict[int, int] = {}
    for s, (j, k, call) in enumerate(calls):
        stop = stops[s]
        stop.site, stop.stay, stop.late, (stop.open, stop.close, stop.hard) = call.site, call.stay, call.late, call.spans[0]
        stop.head, stop.team, stop.kind, stop.windows = heads.setdefault(j, s), len(model.jobs[j].calls), VISIT, len(call.spans)
        stop.crew = 1 if model.jobs[j].loose else stop.team
        stop.missing, stop.fixed = model.jobs[j].missing, model.jobs[j].fixed
        if call.pauses:
            stop.pause1, stop.again1 = call.pauses[0]
        if len(call.pauses) > 1:
            stop.pause2, stop.again2 = call.pauses[1]
        if k and not model.jobs[j].loose:
            stop.least, stop.most = model.jobs[j].gaps[k - 1]
        price[:, s] = call.price


def _rests(model, stops, price, first) -> None:
    price[:, first:] = FORBIDDEN
    for s, rest in enumerate(model.rests, first):
        stop = stops[s]
        stop.site, stop.stay, stop.open, stop.close, stop.hard, stop.late = (
            rest.site, rest.stay, rest.open, rest.close, rest.hard, rest.late)  # fmt: skip
        stop.head, stop.crew, stop.team, stop.kind, stop.floats = s, 1, 1, PAUSE if rest.pause else BREAK, rest.floats
        for other in model.rests:  # carers with the same break may exchange it along with the tails of their rounds
            same = (rest.stay, rest.open, rest.close, rest.hard, rest.site, rest.floats)
            if same == (other.stay, other.open, other.close, other.hard, other.site, other.floats):
                price[other.carer, s] = 0.0


def _workers(model, stops, price, first):
    carers = np.zeros(len(model.workers), CARER).view(np.recarray)
    for c, worker in enumerate(model.workers):
        a, b = first + 2 * c, first + 2 * c + 1
        carers[c].mode, carers[c].first, carers[c].last, carers[c].most = worker.mode, a, b, worker.most
        carers[c].share, carers[c].length = 1 / len(model.workers) if worker.share is None else worker.share, -1.0
        if worker.shut is not None:
            carers[c].shut, carers[c].length = worker.shut, worker.shut - worker.opens
        for s, kind, site in ((a, START, worker.start), (b, END, worker.end)):
            stop = stops[s]
            stop.kind, stop.site, stop.carer, stop.head, stop.hard, stop.close = kind, site, c, s, NEVER, NEVER
        stops[a].open = worker.opens
        stops[b].open = -NEVER
        stops[b].close, stops[b].hard, stops[b].late = worker.close, worker.hard, worker.late
        rests = first - len(model.rests)
        path = [a, *(rests + k for k, rest in enumerate(model.rests) if rest.carer == c), b]
        for s, t in pairwise(path):
            stops[s].next, stops[t].prev, stops[s].carer = t, s, c
        carers[c].alone = _alone(model, stops, price, path, worker)
    return carers


def _alone(model, stops, price, path, worker) -> float:
    """What a round counts that has breaks only. A carer who cannot even do that in time gets no visits and no rules."""
    at, free, way, late, broken = worker.start, worker.opens, 0.0, 0.0, False
    for s in path[1:]:
        stop = stops[s]
        site = at if stop.floats == 1 else worker.end if stop.floats == 2 else int(stop.site)
        leg = float(model.legs[worker.mode][at][site])
        time = max(free + leg, float(stop.open))
        way += leg
        late += float(stop.late) * max(0.0, time - float(stop.close))
        broken = broken or time > stop.hard
        at, free = site, time + float(stop.stay)
    if broken:
        price[int(stops[path[0]].carer), :] = FORBIDDEN
        for s in path[1:]:
            stops[s].close = stops[s].hard = NEVER
            price[int(stops[path[0]].carer), s] = 0.0
        late = 0.0
    return model.per_travel * way + late


def _able(stops, price, visits):
    """Row s: how many carers may give stop s, then who, the cheapest first."""
    able = np.zeros((max(1, visits), len(price) + 1), np.int32)
    for s in range(visits):
        may = np.flatnonzero(price[:, s] < FORBIDDEN / 10)
        costs = price[may, s]
        able[s, 0] = len(may)
        able[s, 1 : 1 + len(may)] = may[np.argsort(costs, kind="stable")]
        stops[s].liked = int((costs < costs.max()).sum()) if len(may) else 0
    return able


def _spans(stops, calls):
    """[stop, window, (open, close, hard)]; stops with fewer windows than the most have their last one repeated."""
    spans = np.zeros((max(1, len(stops)), max((len(call.spans) for _, _, call in calls), default=1), 3))
    for s, (_, _, call) in enumerate(calls):
        spans[s] = [call.spans[min(k, len(call.spans) - 1)] for k in range(spans.shape[1])]
    return spans


def _near(stops, legs, price, visits, neighbours, spans):
    """For each stop of a visit the stops beside which it would stand well: little way, little waiting, little lateness.

    The measure is that of T. Vidal et al., Computers & OR 40/1, 2013. Only stops that some carer could give with it count.
    """
    if visits == 0:
        return np.full((1, 1), -1, np.int32)
    site, stay = stops.site[:visits], stops.stay[:visits]
    way = legs[0][np.ix_(site, site)] if len(legs) == 1 else legs.min(axis=0)[np.ix_(site, site)]
    cost = np.full((visits, visits), np.inf)
    for k, m in np.ndindex(spans.shape[1], spans.shape[1]):
        (first, last), (opens, close) = spans[:visits, k, :2].T, spans[:visits, m, :2].T
        early = (first + stay)[:, None] + way      # [u, s]: arrival at s after u, at the earliest and at the latest
        waits = np.maximum(0.0, opens[None, :] - (np.minimum(last, 1e9) + stay)[:, None] - way)
        late = np.maximum(0.0, early - close[None, :])
        cost = np.minimum(cost, way + 0.2 * waits + late)
    cost = np.minimum(cost, cost.T)
    fits = (price[:, :visits] < FORBIDDEN / 10).astype(np.float32)
    cost[(fits.T @ fits) == 0] = np.inf
    cost[stops.head[:visits][:, None] == stops.head[:visits][None, :]] = np.inf
    width = min(neighbours, max(1, visits - 1))
    near = np.argsort(cost, axis=1, kind="stable")[:, :width].astype(np.int32)
    near[np.isinf(np.take_along_axis(cost, near, axis=1))] = -1
    return near
