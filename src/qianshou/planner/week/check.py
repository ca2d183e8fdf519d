"""The independent judge of a week. It looks only at the problem and the stated plan.

=========  ================================================================================
unknown    a pattern, person or carer that the problem does not know
missing    a pattern has no days, or a day that is to be planned has no plan
times      a pattern falls on more or fewer days than it is owed (`wanted`, `got`)
day        a pattern falls on a day that it may not, or a day has a plan that is not planned
fixed      a pattern does not fall on a day that was fixed beforehand
spacing    two days of a pattern are too near, round the seam of the week too (`other`, `least`)
carers     more than two carers are meant for a person
area       a carer is sent to an area that she does not serve
hours      more time at work in the week than the contract allows (`over`: seconds)
=========  ================================================================================

and every complaint of `planner.check` about one day. A pattern that no set of days is left for (`spacing.choices` is empty) is complained of.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ..check import check
from ..cost import Cost
from .areas import day_problem
from .count import worked
from .problem import Pattern, WeekPlan, WeekProblem

# Days from one visit to the next, by how often it comes. Written here again: a judge takes no rule from who is judged.
APART = {2: 3, 3: 2}


@dataclass(frozen=True, slots=True)
class WeekComplaint:
    """One broken rule: what, where, and the numbers. `visit` is the pattern."""

    code: str
    day: int | None = None
    carer: str | None = None
    visit: str | None = None
    params: dict[str, int | float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WeekVerdict:
    """What the checker found, and what each day really costs."""

    complaints: tuple[WeekComplaint, ...]
    costs: dict[int, Cost]

    @property
    def sound(self) -> bool:
        """No rule is broken."""
        return not self.complaints


def check_week(problem: WeekProblem, plan: WeekPlan) -> WeekVerdict:
    """Judge a week: days and spacing of every pattern, hours of every carer, and each day by the day's own judge."""
    found = [*_names(problem, plan)]
    for pattern in problem.patterns:
        found += _pattern(pattern, plan.days.get(pattern.id, ()))
    costs: dict[int, Cost] = {}
    spent: Counter[str] = Counter()
    for d in problem.days:
        if d not in plan.plans:
            found.append(WeekComplaint("missing", d))
            continue
        day = day_problem(problem, plan.days, d)
        verdict = check(day, plan.plans[d])
        found += [WeekComplaint(c.code, d, c.carer, c.visit, c.params) for c in verdict.complaints]
        if verdict.cost is not None:
            costs[d] = verdict.cost
            spent.update(worked(day, plan.plans[d]))
            found += _areas(problem, plan, d)
    for c in problem.carers:
        if c.most is not None and spent[c.id] > c.most:
            found.append(WeekComplaint("hours", None, c.id, None, {"over": spent[c.id] - c.most}))
    return WeekVerdict(tuple(found), costs)


def _names(problem: WeekProblem, plan: WeekPlan):
    patterns, persons, carers = {p.id for p in problem.patterns}, {p.person for p in problem.patterns}, {c.id for c in problem.carers}
    yield from (WeekComplaint("unknown", visit=p) for p in plan.days if p not in patterns)
    yield from (WeekComplaint("day", d) for d in plan.plans if d not in problem.days)
    for person, few in plan.carers.items():
        if person not in persons:
            yield WeekComplaint("unknown", params={"person": person})
        if len(few) > 2:
            yield WeekComplaint("carers", params={"person": person, "got": len(few)})
        yield from (WeekComplaint("unknown", carer=c) for c in few if c not in carers)


def _pattern(pattern: Pattern, days: tuple[int, ...]):
    """Is it owed on so many days, on allowed ones, and are they far enough apart?"""
    if not days:
        yield WeekComplaint("missing", visit=pattern.id)
        return
    if len(set(days)) != pattern.times or len(days) != pattern.times:
        yield WeekComplaint("times", visit=pattern.id, params={"wanted": pattern.times, "got": len(days)})
    for d in days:
        if d not in pattern.fixed and d not in pattern.days:
            yield WeekComplaint("day", d, visit=pattern.id)
    for d in pattern.fixed:
        if d not in days:
            yield WeekComplaint("fixed", d, visit=pattern.id)
    least = pattern.spacing if pattern.spacing is not None else APART.get(pattern.times, 1)
    # The week and the one after, as one calendar: the seam is then no special case.
    calendar = [(d + 7 * week, d) for week in (0, 1) for d in sorted(set(days))]
    seen = set()
    for k, (at, d) in enumerate(calendar):
        for later, other in calendar[k + 1 :]:
            pair = frozenset((d, other))
            if 0 < later - at < least and len(pair) == 2 and pair not in seen and not pair <= set(pattern.fixed):
                seen.add(pair)
                yield WeekComplaint("spacing", d, visit=pattern.id, params={"other": other, "least": least})


def _areas(problem: WeekProblem, plan: WeekPlan, d: int):
    where, areas = {p.id: p.area for p in problem.patterns}, {c.id: c.areas for c in problem.carers}
    for visit, carers in plan.plans[d].carers_of().items():
        yield from (WeekComplaint("area", d, c, visit) for c in carers if areas[c] and where[visit] not in areas[c])
