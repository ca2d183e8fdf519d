"""A plain model of "could she go?": put the visit at every place of her round, lunch anywhere, and ask the judge."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from qianshou.planner import CrossedPairs, Plan, Problem, check
from qianshou.planner.decode import Step, decode, one_order, rest_steps

Walks = dict[str, list[Step]]


def walks_of(problem: Problem, plan: Plan) -> Walks:
    """The plan's rounds as steps; whoever comes first to a visit of two is named first."""
    begun: dict[str, list[tuple[int, str]]] = {}
    for r in plan.rounds:
        for s in r.stops:
            begun.setdefault(s.visit, []).append((s.start, r.carer))
    gaps = {v.id: v.gap[0] for v in problem.visits}
    walks: Walks = {}
    for r in plan.rounds:
        rests = {"break": 0, "pause": 0}
        for s in r.stops:
            if s.visit is not None:
                who = sorted(begun[s.visit]) if gaps[s.visit] else begun[s.visit]
                step = Step("visit", s.visit, tuple(c for _, c in who))
            else:
                step = Step(s.kind, str(rests[s.kind]), (r.carer,))
                rests[s.kind] += 1
            walks.setdefault(r.carer, []).append(step)
    return walks


def layouts(problem: Problem, walks: Walks, carer: str) -> list[list[Step]]:
    """Her round with her one break or pause at every place."""
    walk = walks.get(carer) or rest_steps(next(c for c in problem.carers if c.id == carer))
    rests = [s for s in walk if s.kind != "visit"]
    visits = [s for s in walk if s.kind == "visit"]
    if len(rests) != 1:
        return [walk]
    return [[*visits[:p], rests[0], *visits[p:]] for p in range(len(visits) + 1)]


def plan_of(problem: Problem, walks: Walks) -> Plan | None:
    """Timed by the linear decode; None where two pairs cross."""
    try:
        rounds = decode(problem, one_order({c: w for c, w in walks.items() if any(s.kind == "visit" for s in w)}))
    except CrossedPairs:
        return None
    served = {s.visit for r in rounds for s in r.stops}
    return Plan(rounds, tuple(v.id for v in problem.visits if v.id not in served))


def insertions(problem: Problem, walks: Walks, visit: str, carers: tuple[str, ...]) -> Iterator[Walks]:
    """The visit at every place of the rounds of these carers."""
    step = Step("visit", visit, carers)
    rounds = [
        [[*walk[:p], step, *walk[p:]] for walk in layouts(problem, walks, c) for p in range(len(walk) + 1)] for c in carers
    ]
    for chosen in product(*rounds):
        yield walks | dict(zip(carers, chosen, strict=True))


def sound_plan(problem: Problem, walks: Walks, visit: str, carers: tuple[str, ...]) -> Plan | None:
    """The first plan that the judge calls sound, None if there is none."""
    for trial in insertions(problem, walks, visit, carers):
        plan = plan_of(problem, trial)
        if plan is not None and check(problem, plan).sound:
            return plan
    return None


def without(walks: Walks, visit: str) -> Walks:
    """The rounds with a visit taken out."""
    return {c: [s for s in walk if s.ref != visit or s.kind != "visit"] for c, walk in walks.items()}
