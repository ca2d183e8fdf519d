"""Changing a plan by hand: new rounds by order of visits, everything timed afresh.

Breaks are not put by hand: each falls where it disturbs the round least.
"""

from __future__ import annotations

from .cost import cost
from .decode import Step, decode, earliest, one_order, rest_of, rest_steps
from .fitness import may_fill
from .plan import Plan
from .problem import Carer, Problem, starts
from .travel import Ways

Walks = dict[str, list[str]]  # carer -> her visits in order


def visits_by_carer(plan: Plan) -> Walks:
    """The order of visits of each round, breaks left out."""
    return {r.carer: [s.visit for s in r.stops if s.visit is not None] for r in plan.rounds}


def timed(problem: Problem, walks: Walks) -> Plan:
    """Rounds given by order of visits -> a plan with times, breaks and cost. Visits in no round are unserved.

    Raises CrossedPairs if two double visits stand in opposite order, KeyError for unknown ids. Whether the plan is
    sound is for `check`: a window that cannot be kept is overrun.
    """
    carers = {c.id: c for c in problem.carers}
    who: dict[str, list[str]] = {}
    for c, walk in walks.items():
        for v in walk:
            who.setdefault(v, []).append(c)
    sides = {v: _in_order_of_needs(problem, v, names) for v, names in who.items()}
    bare = {c: [Step("visit", v, sides[v]) for v in walk] for c, walk in walks.items() if walk}
    begun = {(r.carer, s.visit): s.start for r in decode(problem, one_order(bare)) for s in r.stops}
    alone = _Alone(problem, begun)
    for c in bare:
        for rest in rest_steps(carers[c]):
            bare[c] = alone.with_rest(carers[c], bare[c], rest)
    rounds = decode(problem, one_order(bare))
    plan = Plan(rounds, tuple(v.id for v in problem.visits if v.id not in who), made={"by": "hand"})
    return Plan(plan.rounds, plan.unserved, cost(problem, plan), plan.made)


def moved(walks: Walks, visit: str, giver: str | None, taker: str | None, position: int | None = None) -> Walks:
    """Copy of `walks` in which `visit` has gone from one round to another (None: from or to nowhere) or within one.

    `position` counts in the taker's round without the visit; None is its end. ValueError if the taker has it already.
    """
    changed = {c: list(walk) for c, walk in walks.items()}
    if giver is not None:
        changed[giver].remove(visit)
    if taker is not None:
        walk = changed.setdefault(taker, [])
        if visit in walk:
            raise ValueError("a carer cannot be sent twice to one visit")
        walk.insert(len(walk) if position is None else max(0, min(position, len(walk))), visit)
    return changed


def _in_order_of_needs(problem: Problem, visit_id: str, names: list[str]) -> tuple[str, ...]:
    """Which carer fills which need: the order in which most needs are met."""
    if len(names) < 2:
        return tuple(names)
    visit = next(v for v in problem.visits if v.id == visit_id)
    carers = {c.id: c for c in problem.carers}
    fits = [
        sum(may_fill(visit, side, carers[n]) for side, n in enumerate(order[:len(visit.needs)]))
        for order in (names, names[::-1])
    ]
    return tuple(names if fits[0] >= fits[1] else names[::-1])


class _Alone:
    """One round walked by itself, to find where a break disturbs it least. Pairs are not begun before `begun`."""

    def __init__(self, problem: Problem, begun: dict[tuple[str, str | None], int]) -> None:
        self.ways, self.begun = Ways(problem), begun
        self.visits = {v.id: v for v in problem.visits}

    def with_rest(self, carer: Carer, walk: list[Step], rest: Step) -> list[Step]:
        """Put one break where the round overruns least; of equal places the one that ends soonest."""
        tries = [[*walk[:p], rest, *walk[p:]] for p in range(len(walk) + 1)]
        return min(tries, key=lambda steps: self.overrun(carer, steps))

    def overrun(self, carer: Carer, walk: list[Step]) -> tuple[int, int]:
        """(seconds past windows, breaks and shift; end of the round)."""
        at, free, over = carer.start, carer.shifts[0].start if carer.shifts else 0, 0
        for step in walk:
            if step.kind == "visit":
                visit = self.visits[step.ref]
                site, stay, (windows, late) = visit.site, visit.duration, starts(visit)
            else:
                window, stay, site = rest_of(carer, step)
                windows, late = (window,), 0
            begin = earliest(windows, free + self.ways.seconds(carer.mode, at, site or at))
            if step.kind == "visit" and len(step.carers) > 1:
                begin = max(begin, self.begun[carer.id, step.ref])
            over += max(0, begin - windows[-1].end - late)
            at, free = site or at, begin + stay
        home = free + (self.ways.seconds(carer.mode, at, carer.end) if carer.end else 0)
        shut = carer.shifts[-1].end + carer.overtime if carer.shifts else 0
        return over + max(0, home - shut), home
