"""What two weeks are compared by: unserved visits, carers for each person, fair hours, ways, even days."""

from __future__ import annotations

from collections import Counter
from statistics import mean, median, pstdev
from typing import Any

from ..unserved import explain
from .areas import day_problem, parts
from .count import carers_of_persons, worked
from .ground import hours
from .problem import WeekPlan, WeekProblem
from .spacing import gaps

EXPLAINED = 40  # unserved visits whose reasons are worked out; a week that leaves more has one and the same reason


def numbers(problem: WeekProblem, plan: WeekPlan) -> dict[str, Any]:
    """The week in numbers, as plain data. Hours are seconds; shares are between 0 and 1."""
    seen = {person: carers for person, carers in carers_of_persons(problem, plan.plans).items() if carers}
    counts = Counter(min(len(c), 4) for c in seen.values())
    spent: Counter[str] = Counter()
    for d, one in plan.plans.items():
        spent.update(worked(day_problem(problem, plan.days, d), one))
    left = [(d, v) for d in sorted(plan.plans) for v in plan.plans[d].unserved]
    visits = sum(d in problem.days for days in plan.days.values() for d in days)
    return {
        "visits": visits, "served": visits - len(left), "unserved": unserved(problem, plan, left),
        "persons": len(seen), "carers_per_person": round(mean(map(len, seen.values())), 3) if seen else 0,
        "persons_by_carers": {"1": counts[1], "2": counts[2], "3": counts[3], "more": counts[4]},
        "at_most_two": round((counts[1] + counts[2]) / len(seen), 4) if seen else 1.0,
        "more_than_two": sorted(person for person, c in seen.items() if len(c) > 2),
        "travel": sum(p.cost.travel for p in plan.plans.values()), "waiting": sum(p.cost.waiting for p in plan.plans.values()),
        "rounds": sum(len(p.rounds) for p in plan.plans.values()),
        "hours": {c.id: spent[c.id] for c in problem.carers}, "fairness": fairness(problem, spent), "spacing": _spacing(problem, plan),
        "days": {str(d): {"visits": sum(d in days for days in plan.days.values()),
                          "duty": sum(hours(c.shifts[d - 1]) for c in problem.carers)} for d in plan.plans},
    }  # fmt: skip


def share_of(problem: WeekProblem, spent: dict[str, int]) -> dict[str, float]:
    """Carer -> hours as a share of what her contract (or, without one, her shifts) would allow. Those never on duty are left out."""
    found = {}
    for c in problem.carers:
        duty = sum(hours(c.shifts[d - 1]) for d in problem.days)
        if limit := min(duty, c.most) if c.most is not None else duty:
            found[c.id] = spent.get(c.id, 0) / limit
    return found


def fairness(problem: WeekProblem, spent: dict[str, int]) -> dict[str, float]:
    """How alike the shares of their hours are for which carers are sent: mean, spread (standard deviation), lowest and highest tenth."""
    shares = sorted(share_of(problem, spent).values())
    if not shares:
        return {"mean": 0.0, "spread": 0.0, "low": 0.0, "high": 0.0, "median": 0.0}
    tenth = max(1, len(shares) // 10)
    values = {"mean": mean(shares), "spread": pstdev(shares), "low": shares[tenth - 1], "high": shares[-tenth], "median": median(shares)}
    return {k: round(v, 4) for k, v in values.items()}


def unserved(problem: WeekProblem, plan: WeekPlan, left: list[tuple[int, str]]) -> list[dict[str, Any]]:
    """Each visit that nobody gives, with how many carers of its part cannot, by reason (`planner.unserved`)."""
    persons = {p.id: p.person for p in problem.patterns}
    own = {p.id: part for part in parts(problem) for p in part.patterns} if left else {}
    found = []
    for k, (d, visit) in enumerate(left):
        reasons: Counter[str] = Counter()
        if k < EXPLAINED:
            part = own[visit]
            carers = {c.id for c in part.carers}
            day = day_problem(part, plan.days, d)
            ours = type(plan.plans[d])(
                tuple(r for r in plan.plans[d].rounds if r.carer in carers and all(own[s.visit] is part for s in r.stops if s.visit))
            )
            reasons.update({o.carer + o.code: o.code for o in explain(day, ours, visit)}.values())
        found.append({"visit": visit, "person": persons[visit], "day": d, "reasons": dict(sorted(reasons.items()))})
    return found


def _spacing(problem: WeekProblem, plan: WeekPlan) -> dict[str, dict[str, int]]:
    """By how often a visit comes: how many patterns there are, and the least and most days between two visits."""
    found: dict[str, dict[str, int]] = {}
    for p in problem.patterns:
        if days := plan.days.get(p.id):
            row = found.setdefault(str(p.times), {"patterns": 0, "least": 7, "most": 0})
            row["patterns"] += 1
            row["least"], row["most"] = min(row["least"], *gaps(days)), max(row["most"], *gaps(days))
    return dict(sorted(found.items()))
