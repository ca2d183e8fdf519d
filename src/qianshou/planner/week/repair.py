"""The last pass: who sees more than two carers is given to two of them, visit by visit, all or none."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

from ..change import moved, timed, visits_by_carer
from ..check import check
from ..cost import cost
from ..decode import CrossedPairs
from ..plan import Plan
from ..problem import Problem
from .areas import day_problem
from .count import carers_of_persons, worked
from .problem import WeekProblem

PAIRS = 6  # pairs of carers that are tried for a person: those who have most of the visits already


def fewer_carers(
    week: WeekProblem, days: dict[str, tuple[int, ...]], plans: dict[int, Plan], meant: dict[str, tuple[str, ...]]
) -> dict[int, Plan]:
    """The plans with fewer persons of three carers and more. Each change is checked and costs no more than the carers it saves."""
    mender = _Mender(week, days, plans)
    for who, seen in sorted(carers_of_persons(week, plans).items()):
        if len(seen) > 2:
            pairs = sorted(combinations(sorted({*seen, *meant.get(who, ())}), 2), key=lambda pair: (-seen[pair[0]] - seen[pair[1]], pair))
            any(mender.give_all(who, pair, week.weights.third * (len(seen) - 2)) for pair in pairs[:PAIRS])
    return mender.plans


class _Mender:
    def __init__(self, week: WeekProblem, days: dict[str, tuple[int, ...]], plans: dict[int, Plan]) -> None:
        self.week, self.plans = week, dict(plans)
        self.problems = {d: day_problem(week, days, d) for d in plans}
        self.hours = {d: worked(self.problems[d], plan) for d, plan in plans.items()}
        self.most = {c.id: c.most for c in week.carers if c.most is not None}
        self.own: dict[str, set[str]] = {}
        for p in week.patterns:
            self.own.setdefault(p.person, set()).add(p.id)

    def give_all(self, who: str, pair: tuple[str, str], worth: float) -> bool:
        """Give every visit of a person to the two, if all can be given and it is worth what it costs."""
        before = dict(self.plans), dict(self.hours), self._cost()
        for d in sorted(self.plans):
            for visit, carers in sorted(self.plans[d].carers_of().items()):
                if visit in self.own[who] and not set(carers) <= set(pair) and not self._give(d, visit, carers, pair):
                    self.plans, self.hours = before[0], before[1]
                    return False
        if self._cost() - before[2] > worth:
            self.plans, self.hours = before[0], before[1]
            return False
        return True

    def _cost(self) -> float:
        return sum(p.cost.total for p in self.plans.values())

    def _give(self, d: int, visit: str, carers: list[str], pair: tuple[str, str]) -> bool:
        """Give one visit to one of the pair, or to both where it needs two: at its cheapest sound place."""
        day, plan = self.problems[d], self.plans[d]
        for giver in [c for c in carers if c not in pair]:
            takers = [c for c in pair if c not in plan.carers_of()[visit]]
            tries = [t for taker in takers if (t := self._best(d, day, plan, visit, giver, taker))]
            if not tries:
                return False
            plan = min(tries, key=lambda t: t.cost.total)
        self.plans[d], self.hours[d] = plan, worked(day, plan)
        return True

    def _best(self, d: int, day: Problem, plan: Plan, visit: str, giver: str, taker: str) -> Plan | None:
        """The cheapest sound plan in which the taker gives it instead of the giver."""
        if not any(c.id == taker and c.shifts for c in day.carers):
            return None
        few, small = _part_of(day, plan, {giver, taker})
        walks, best = visits_by_carer(few), None
        for spot in range(len(walks.get(taker, [])) + 1):
            try:
                trial = timed(small, {c: w for c, w in moved(walks, visit, giver, taker, spot).items() if w})
            except CrossedPairs:
                continue
            if (best is None or trial.cost.total < best.cost.total) and check(small, trial).sound and self._in_hours(d, small, trial):
                best = trial
        if best is None:
            return None
        others = [r for r in plan.rounds if not any(c.id == r.carer for c in small.carers)]
        place = {c.id: k for k, c in enumerate(day.carers)}
        whole = replace(plan, rounds=tuple(sorted([*others, *best.rounds], key=lambda r: place[r.carer])))
        return replace(whole, cost=cost(day, whole))

    def _in_hours(self, d: int, small: Problem, trial: Plan) -> bool:
        spent = Counter()
        for other, hours in self.hours.items():
            if other != d:
                spent.update(hours)
        return all(spent[c] + seconds <= self.most.get(c, 10**9) for c, seconds in worked(small, trial).items())


def _part_of(day: Problem, plan: Plan, names: set[str]) -> tuple[Plan, Problem]:
    """The rounds of some carers, and of all who share a visit with one of them: what a change may touch, and no more."""
    together, grown = list(plan.carers_of().values()), set(names)
    while True:
        more = {c for carers in together if len(carers) > 1 and grown & set(carers) for c in carers} - grown
        if not more:
            break
        grown |= more
    rounds = tuple(r for r in plan.rounds if r.carer in grown)
    visits = {s.visit for r in rounds for s in r.stops if s.visit}
    small = replace(
        day, carers=tuple(c for c in day.carers if c.id in grown), visits=tuple(v for v in day.visits if v.id in visits)
    )
    return Plan(rounds), small
