"""How a district's week comes about without a planner of weeks: days dealt in turn, persons dealt to carers by the alphabet, each day alone.

`by_rule` fills each day by insertion. `day_by_day` searches each day of each street by itself, with our own planner of days, which is
told who was dealt to whom: the first costs nothing, the second 300, a stranger 900, as on a street's day.
"""

from __future__ import annotations

import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial

from qianshou.planner import Plan, Problem, solve
from qianshou.planner.cost import cost
from qianshou.planner.fitness import may_fill
from qianshou.planner.week import WeekPlan, WeekProblem
from qianshou.planner.week.areas import day_problem, parts, serves
from qianshou.planner.week.spacing import choices, unevenness

SECOND, STRANGER = 300, 900


def by_rule(week: WeekProblem) -> WeekPlan:
    """Days and carers in turn, then each day by insertion."""
    days, dealt = deal_days(week), deal_carers(week)
    return _together(week, days, dealt, [(d, solve(_told(part, days, dealt, d), moves=0)) for part in parts(week) for d in part.days])


def day_by_day(week: WeekProblem, seconds: float, threads: int) -> WeekPlan:
    """Days and carers in turn, then each street's day by our own planner of days; `seconds` in all on so many processes."""
    days, dealt = deal_days(week), deal_carers(week)
    jobs = [(d, _told(part, days, dealt, d)) for part in parts(week) for d in part.days]
    each = seconds * threads / len(jobs)
    with ProcessPoolExecutor(threads, multiprocessing.get_context("spawn")) as pool:
        plans = list(pool.map(partial(solve, seconds=each, seed=1), [problem for _, problem in jobs]))
    return _together(week, days, dealt, [(d, plan) for (d, _), plan in zip(jobs, plans, strict=True)])


def deal_days(week: WeekProblem) -> dict[str, tuple[int, ...]]:
    """Each pattern in turn gets the next of its evenest sets of days."""
    turn: Counter[int] = Counter()
    days = {}
    for p in week.patterns:
        ways = choices(p, week.days)
        least = min(map(unevenness, ways))
        even = [w for w in ways if unevenness(w) < least + 1e-9]
        days[p.id] = even[turn[p.times] % len(even)]
        turn[p.times] += 1
    return days


def deal_carers(week: WeekProblem) -> dict[str, tuple[str, ...]]:
    """Persons by the alphabet are dealt to the carers by the alphabet: two who may give at least one of their visits."""
    order, dealt = sorted(week.carers, key=lambda c: c.id), {}
    own: dict[str, list] = {}
    for p in sorted(week.patterns, key=lambda p: p.person):
        own.setdefault(p.person, []).append(p)
    for turn, (person, patterns) in enumerate(own.items()):
        able = [c for c in order if any(serves(c, p) and may_fill(p.visit, n, c.carer) for p in patterns for n in range(len(p.visit.needs)))]
        able = [c.id for c in able] or [order[0].id]
        dealt[person] = tuple(dict.fromkeys((able[turn % len(able)], able[(turn + 1) % len(able)])))
    return dealt


def _told(part: WeekProblem, days, dealt, d: int) -> Problem:
    """A day of a street with what each carer was dealt."""
    day, person = day_problem(part, days, d), {p.id: p.person for p in part.patterns}
    visits = tuple(
        replace(v, known={c: SECOND * n + v.known.get(c, v.stranger) for n, c in enumerate(dealt[person[v.id]])}, stranger=STRANGER + v.stranger)
        for v in day.visits
    )
    return replace(day, visits=visits)


def _together(week: WeekProblem, days, dealt, plans: list[tuple[int, Plan]]) -> WeekPlan:
    whole = {}
    for d in week.days:
        own = [p for day, p in plans if day == d]
        plan = Plan(tuple(r for p in own for r in p.rounds), tuple(v for p in own for v in p.unserved))
        whole[d] = replace(plan, cost=cost(day_problem(week, days, d), plan))
    return WeekPlan(days, dealt, whole)
