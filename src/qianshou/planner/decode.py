"""The linear decode: one global order of visits, with the carers of each, becomes times.

A plan is *one list of steps*. Walking down it once, each step starts as early as all its carers, its
windows and its partner allow. Two carers who must start together are then no trouble at all: the step
waits for the later of them, and whatever follows in either round comes after it in the list.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from .plan import Plan, Round, Stop
from .problem import Carer, Problem, Window, gap_of, owed_breaks, pauses, starts
from .travel import Ways


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the global order: a visit with its carers, or a break ("break", "pause") of one carer.

    `ref` is the visit's id, or the number of the break among `owed_breaks` (of the pause among `pauses`).
    """

    kind: str
    ref: str
    carers: tuple[str, ...]


def rest_steps(carer: Carer) -> list[Step]:
    """The breaks and pauses that a carer's round must contain."""
    return [Step("break", str(k), (carer.id,)) for k in range(len(owed_breaks(carer)))] + [
        Step("pause", str(k), (carer.id,)) for k in range(len(pauses(carer)))
    ]


class CrossedPairs(ValueError):
    """Two double visits stand in opposite order in the rounds of their carers: no time can satisfy both."""


def one_order(walks: dict[str, list[Step]]) -> list[Step]:
    """Rounds -> the global order that they imply (each round's order is kept). CrossedPairs if there is none."""
    after: dict[Step, list[Step]] = defaultdict(list)
    open_before: dict[Step, int] = {}
    for walk in walks.values():
        for step in walk:
            open_before.setdefault(step, 0)
        for a, b in pairwise(walk):
            after[a].append(b)
            open_before[b] += 1
    ready = deque(s for s, n in open_before.items() if n == 0)
    order = []
    while ready:
        step = ready.popleft()
        order.append(step)
        for nxt in after[step]:
            open_before[nxt] -= 1
            if open_before[nxt] == 0:
                ready.append(nxt)
    if len(order) < len(open_before):
        raise CrossedPairs
    return order


def walks_of(plan: Plan) -> dict[str, list[Step]]:
    """A plan's rounds as steps, to be changed and decoded again. Of two carers the one who begins first comes first."""
    begun: dict[str, list[tuple[int, str]]] = {}
    for r in plan.rounds:
        for s in r.stops:
            if s.visit is not None:
                begun.setdefault(s.visit, []).append((s.start, r.carer))
    carers = {v: tuple(c for _, c in sorted(given, key=lambda g: g[0])) for v, given in begun.items()}
    walks: dict[str, list[Step]] = {}
    for r in plan.rounds:
        seen: dict[str, int] = defaultdict(int)
        walk = walks[r.carer] = []
        for s in r.stops:
            if s.visit is not None:
                walk.append(Step("visit", s.visit, carers[s.visit]))
            else:
                walk.append(Step(s.kind, str(seen[s.kind]), (r.carer,)))
                seen[s.kind] += 1
    return walks


def earliest(windows: Iterable[Window], arrival: int) -> int:
    """The first moment at or after `arrival` inside a window; `arrival` itself when all are over."""
    for w in windows:
        if arrival <= w.end:
            return max(arrival, w.start)
    return arrival


def meet(windows: Iterable[Window], arrivals: list[int], least: int, most: int) -> list[int]:
    """When one carer, or two with a gap of `least` to `most` seconds, begin at the earliest if they arrive so."""
    windows = list(windows)
    begin = earliest(windows, arrivals[0])
    if len(arrivals) == 1:
        return [begin]
    second = max(arrivals[1], begin + least)
    if second - begin > most:
        begin = earliest(windows, second - most)
        second = max(second, begin + least)
    return [begin, second]


class _Walker:
    """Where each carer is and from when she is free, while the order is walked down."""

    def __init__(self, problem: Problem) -> None:
        self.ways = Ways(problem)
        self.carers = {c.id: c for c in problem.carers}
        self.visits = {v.id: v for v in problem.visits}
        self.at = {c.id: c.start for c in problem.carers}
        self.free = {c.id: c.shifts[0].start if c.shifts else 0 for c in problem.carers}
        self.leave: dict[str, int] = {}
        self.stops: dict[str, list[Stop]] = {}

    def take(self, step: Step) -> None:
        """Give one step its time."""
        if step.kind == "visit":
            visit = self.visits[step.ref]
            site, duration, (windows, _) = visit.site, visit.duration, starts(visit)
            least, most = gap_of(visit)
        else:
            carer = self.carers[step.carers[0]]
            window, duration, site = rest_of(carer, step)
            windows, least, most = (window,), 0, 0
        legs = [self.ways.seconds(self.carers[c].mode, self.at[c], site or self.at[c]) for c in step.carers]
        begins = meet(windows, [self.free[c] + leg for c, leg in zip(step.carers, legs, strict=True)], least, most)
        for c, leg, begin in zip(step.carers, legs, begins, strict=True):
            ref = step.ref if step.kind == "visit" else None
            self.stops.setdefault(c, []).append(Stop(ref, begin, begin + duration, step.kind))
            if site is not None:
                self.leave.setdefault(c, begin - leg)
                self.at[c] = site
            self.free[c] = begin + duration

    def round(self, carer: Carer) -> Round:
        """The finished round of a carer."""
        leg = self.ways.seconds(carer.mode, self.at[carer.id], carer.end) if carer.end else 0
        stops = tuple(self.stops[carer.id])
        return Round(carer.id, stops, self.leave.get(carer.id, stops[0].start), self.free[carer.id] + leg)


def rest_of(carer: Carer, step: Step) -> tuple[Window, int, str | None]:
    """Window of the start, duration and site of a break or pause."""
    if step.kind == "break":
        b = owed_breaks(carer)[int(step.ref)]
        return b.window, b.duration, b.site
    p = pauses(carer)[int(step.ref)]
    return Window(p.start, p.start), p.end - p.start, None


def decode(problem: Problem, order: list[Step]) -> tuple[Round, ...]:
    """Give every step of the order its earliest time. O(steps).

    Always answers: a window that cannot be met is overrun, and the checker will say so. Carers without a
    visit get no round. KeyError for an unknown carer, visit or break.
    """
    walker = _Walker(problem)
    for step in order:
        walker.take(step)
    return tuple(
        walker.round(c) for c in problem.carers if any(s.visit is not None for s in walker.stops.get(c.id, ()))
    )
