"""Counts of a week: hours at work, carers of each person. Used by who plans and by who judges; no decisions here."""

from __future__ import annotations

from collections import Counter

from ..cost import places, travel_of
from ..plan import Plan
from ..problem import Problem
from ..travel import Ways
from .problem import WeekProblem


def worked(problem: Problem, plan: Plan) -> dict[str, int]:
    """Carer -> seconds at work that day: ways and visits, without lunch, pauses and waiting."""
    ways, carers, visits = Ways(problem), {c.id: c for c in problem.carers}, {v.id: v for v in problem.visits}
    return {
        r.carer: travel_of(ways, carers[r.carer], places(problem, carers[r.carer], r, visits))
        + sum(s.end - s.start for s in r.stops if s.visit is not None)
        for r in plan.rounds
    }  # fmt: skip


def carers_of_persons(problem: WeekProblem, plans: dict[int, Plan]) -> dict[str, Counter[str]]:
    """Person -> carer -> how many of the person's visits she gives in the week. Persons nobody goes to are there, empty."""
    person = {p.id: p.person for p in problem.patterns}
    found: dict[str, Counter[str]] = {p.person: Counter() for p in problem.patterns}
    for plan in plans.values():
        for visit, carers in plan.carers_of().items():
            if visit in person:
                found[person[visit]].update(carers)
    return found
