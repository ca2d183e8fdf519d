"""A planned week in the terms of the books: what a proposal holds, as plain data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from qianshou.planner import write_plan
from qianshou.planner.week import WeekPlan as Planned
from qianshou.planner.week import numbers
from qianshou.planner.week.areas import day_problem
from qianshou.planner.week.count import worked

from .week import GatheredWeek


def proposal_of(gathered: GatheredWeek, plan: Planned, monday: date) -> dict:
    """The plan as plain data in the terms of the books: visits by id, days by date.

    `moves`: visit, from, to. `plans`: day -> plan with visits by id. `carers`: elder -> carers who go. `hours`, `duty`: carer -> day ->
    seconds at work, and of her shifts. `left`: days left alone, and why.
    """
    day_of = {d: (monday + timedelta(days=d - 1)).isoformat() for d in range(1, 8)}
    on, moves = {}, []
    for name, days in plan.days.items():
        held = gathered.visits[name]
        freed, wanted = sorted(set(held) - set(days)), sorted(set(days) - set(held))
        now = {d: v for d, v in held.items() if d in days} | {to: held[out] for out, to in zip(freed, wanted, strict=True)}
        moves += [{"visit": held[out], "from": day_of[out], "to": day_of[to]} for out, to in zip(freed, wanted, strict=True)]
        on |= {(name, d): str(v) for d, v in now.items()}
    plans = {}
    for d, one in plan.plans.items():
        rounds = tuple(replace(r, stops=tuple(replace(s, visit=s.visit and on[s.visit, d]) for s in r.stops)) for r in one.rounds)
        plans[day_of[d]] = write_plan(replace(one, rounds=rounds, unserved=tuple(on[v, d] for v in one.unserved)))
    found = numbers(gathered.problem, plan)
    seen: dict[str, list[str]] = {}
    person = {p.id: p.person for p in gathered.problem.patterns}
    for one in plan.plans.values():
        for visit, carers in one.carers_of().items():
            seen.setdefault(person[visit], []).extend(carers)
    hours = {d: worked(day_problem(gathered.problem, plan.days, d), one) for d, one in plan.plans.items()}
    return {
        "moves": moves, "plans": plans, "left": {day_of[d]: why for d, why in gathered.left.items()},
        "carers": {p: {c: own.count(c) for c in dict.fromkeys(own)} for p, own in seen.items()},
        "hours": {c.id: {day_of[d]: own[c.id] for d, own in hours.items() if c.id in own} for c in gathered.problem.carers},
        "duty": {c.id: {day_of[d]: sum(w.end - w.start for w in c.shifts[d - 1]) for d in plan.plans} for c in gathered.problem.carers},
        "contract": {c.id: c.most for c in gathered.problem.carers},
        "numbers": found | {"unserved": [u | {"day": day_of[u["day"]], "visit": on[u["visit"], u["day"]]} for u in found["unserved"]]},
    }  # fmt: skip
