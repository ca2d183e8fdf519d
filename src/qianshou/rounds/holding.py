"""What stays when the rest of a day is planned again, and how a plan of another moment fits the day as it is now. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from qianshou.planner import Carer, Plan, Problem, Visit, Window, timed, visits_by_carer
from qianshou.planner.cost import cost
from qianshou.planner.problem import WAIVABLE

DAY_END = 24 * 3600


@dataclass(frozen=True, slots=True)
class Keep:
    """What an officer wants to keep: pinned stops and orders, whole rounds of carers (ids), everything that begins before a time.

    `before` is in seconds since midnight. `close`: of the rest, give as few visits as possible to somebody else.
    """

    pins: bool = True
    carers: frozenset[str] = frozenset()
    before: int | None = None
    close: bool = False

    @classmethod
    def from_json(cls, data: Mapping) -> Keep:
        """As it is stored with a proposal."""
        return cls(data.get("pins", True), frozenset(data.get("carers", ())), data.get("before"), data.get("close", False))

    def to_json(self) -> dict:
        """Plain data for the books."""
        return {"pins": self.pins, "carers": sorted(self.carers), "before": self.before, "close": self.close}


def unpinned(problem: Problem) -> Problem:
    """The day without pins; visits that have begun stay where they are."""
    free = (v if v.pinned_start is not None else replace(v, pinned=(), pinned_rank=None) for v in problem.visits)
    return replace(problem, visits=tuple(free))


def held(problem: Problem, plan: Plan, keep: Keep) -> Problem:
    """The day in which what is kept cannot move: its visits have their carers and starts, and nothing is put between them.

    A carer whose whole round is kept takes no other visit. Before `keep.before` nothing is moved, added or taken away; a visit
    that nobody makes and whose window is over by then is not in this problem any more. A visit for two stays with both.
    """
    who, begins = _stops(plan)
    kept = {
        v for v, carers in who.items()
        if keep.carers & set(carers) or (keep.before is not None and begins[v] < keep.before)
    }
    base = problem if keep.pins else unpinned(problem)
    visits = (_fixed(v, who[v.id], begins[v.id]) if v.id in kept else _later(v, keep.before) for v in base.visits)
    carers = tuple(_closed(c, sum(c.id in who[v] for v in kept)) if c.id in keep.carers else c for c in base.carers)
    return replace(base, visits=tuple(v for v in visits if v is not None), carers=carers)


def _stops(plan: Plan) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Visit -> carers, visit -> first start."""
    begins: dict[str, int] = {}
    for r in plan.rounds:
        for s in r.stops:
            if s.visit is not None:
                begins[s.visit] = min(s.start, begins.get(s.visit, s.start))
    return plan.carers_of(), begins


def _fixed(visit: Visit, carers: list[str], start: int) -> Visit:
    # Whatever other rule it breaks was settled when it was planned. With its window waived the pinned start would be the earliest only.
    if visit.pinned_start is not None or len(carers) != len(visit.needs):
        return visit
    return replace(visit, pinned=tuple(carers), pinned_start=start, pinned_rank=None, waived=WAIVABLE - {"window"})


def _later(visit: Visit, before: int | None) -> Visit | None:
    """The visit, to begin no earlier than `before`; None if it cannot."""
    if before is None or visit.pinned_start is not None:
        return visit
    if "window" in visit.waived:
        return replace(visit, windows=(Window(before, DAY_END),), waived=visit.waived - {"window"})
    windows = tuple(Window(max(w.start, before), w.end) for w in visit.windows if w.end >= before)
    return replace(visit, windows=windows) if windows else None


def _closed(carer: Carer, visits: int) -> Carer:
    return replace(carer, most_visits=visits)


def fitted(problem: Problem, plan: Plan) -> Plan:
    """A plan of another moment in the day as it is now: without visits and carers that are gone, with its unserved and its cost told afresh.

    Where something had to go, the rest is timed again. CrossedPairs cannot come of leaving out.
    """
    visits, carers = {v.id for v in problem.visits}, {c.id for c in problem.carers if c.shifts}
    walks = visits_by_carer(plan)
    left = {c: [v for v in walk if v in visits] for c, walk in walks.items() if c in carers}
    if {c: w for c, w in left.items() if w} != walks:
        return timed(problem, left)
    return of_whole_day(problem, plan)


def of_whole_day(problem: Problem, plan: Plan) -> Plan:
    """A plan of what was free to be planned as one of the whole day: who is unserved of all its visits, and what it costs."""
    served = plan.carers_of()
    whole = replace(plan, unserved=tuple(v.id for v in problem.visits if v.id not in served))
    return replace(whole, cost=cost(problem, whole))


def leaves_out_fixed(problem: Problem, plan: Plan) -> bool:
    """Does nobody go to a visit whose time is fixed: begun already, or to be kept?"""
    served = plan.carers_of()
    return any(v.pinned_start is not None and v.id not in served for v in problem.visits)


def moves_begun(problem: Problem, now: Plan, then: Plan) -> bool:
    """Would `then` send somebody else to a visit that has begun, or at another time?"""
    begun = {v.id for v in problem.visits if v.pinned_start is not None}

    def facts(plan: Plan) -> set[tuple]:
        return {(s.visit, r.carer, s.start) for r in plan.rounds for s in r.stops if s.visit in begun}

    return facts(now) != facts(then)
