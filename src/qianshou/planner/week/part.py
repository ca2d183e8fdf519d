"""One part of a week, from patterns to seven plans: days, carers, then day by day, then again knowing who really goes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from ..change import timed, visits_by_carer
from ..check import check
from ..cost import cost
from ..plan import Plan
from ..problem import Problem
from ..solve import solve
from .areas import day_problem
from .carers import choose_carers
from .count import carers_of_persons, worked
from .days import choose_days
from .ground import Ground, hours
from .prices import limited, priced
from .problem import WeekCarer, WeekPlan, WeekProblem
from .repair import fewer_carers
from .spacing import choices

PASSES = (3.0, 2.0, 2.0)  # shares of the time: the first time through the week, and each further time
CHOOSING = 0.1  # share of the progress that choosing days and carers counts for
TRIES = 4  # so often a day is planned again because somebody's hours of the week are used up


@dataclass(frozen=True, slots=True)
class Budget:
    """How long to search: seconds, or moves (then the answer is the same on every machine)."""

    seconds: float | None = None
    moves: int | None = None


def solve_part(week: WeekProblem, budget: Budget, seed: int, progress: Callable[[float], None] | None = None) -> WeekPlan:
    """Plan a part of which no carer serves another part."""
    part = _Part(week, budget, seed, progress or (lambda done: None))
    for k in range(len(PASSES)):
        if k:
            part.move_unserved()
        for d in part.order():
            part.plan_day(d, k)
    part.plans = fewer_carers(week, part.days, part.plans, part.meant)
    return WeekPlan(part.days, part.meant, part.plans)


class _Part:
    """The part as planned so far."""

    def __init__(self, week: WeekProblem, budget: Budget, seed: int, progress: Callable[[float], None]) -> None:
        self.week, self.budget, self.seed, self.progress = week, budget, seed, progress
        self.begun = time.perf_counter()
        ground = Ground(week)
        self.days = choose_days(ground, seed)
        self.meant = choose_carers(ground, self.days, seed)
        self.progress(CHOOSING / 2)
        # Carers have days off: days are chosen again for those who go, then the carers for these days.
        self.days = choose_days(ground, seed, self.meant)
        self.meant = choose_carers(ground, self.days, seed, self.meant)
        self.progress(CHOOSING)
        self.plans: dict[int, Plan] = {}
        self.most = {c.id: c.most for c in week.carers if c.most is not None}
        self.hours: dict[int, dict[str, int]] = {}
        self.to_do = [w * max(1, n) for w in PASSES for n in self._sizes().values()]
        self.all = sum(self.to_do) or 1.0

    def _sizes(self) -> dict[int, int]:
        counts = Counter(d for days in self.days.values() for d in days)
        return {d: counts[d] for d in self.week.days}

    def order(self) -> list[int]:
        """The days that have most to do first: they choose who goes, the others follow."""
        sizes = self._sizes()
        return sorted(sizes, key=lambda d: (-sizes[d], d))

    def room_of(self, d: int) -> dict[str, float]:
        """Seconds that each carer has left of her week for this day."""
        spent = Counter()
        for other, own in self.hours.items():
            if other != d:
                spent.update(own)
        return {c: most - spent[c] for c, most in self.most.items()}

    def plan_day(self, d: int, k: int) -> None:
        """Plan a day; a plan it has already gives way only to a better one."""
        day = day_problem(self.week, self.days, d)
        used = carers_of_persons(self.week, {o: p for o, p in self.plans.items() if o != d})
        problem = priced(self.week, day, used, self.meant, self._busy() if k else None)
        fresh = self._search(problem, d, k)
        old = self.plans.get(d)
        # A plan whose days were changed in between was timed afresh as it stood: it counts only if that broke nothing.
        if old is None or fresh.cost.total < cost(problem, old).total or not check(day, old).sound:
            self.keep(d, day, fresh)
        self.progress(1 - (1 - CHOOSING) * sum(self.to_do) / self.all)

    def _busy(self) -> dict[str, float]:
        """Carer -> how much of her week she works beyond her share of all work, as a share of it; the day itself counts as planned."""
        spent = Counter()
        for own in self.hours.values():
            spent.update(own)
        limits = {c.id: limit for c in self.week.carers if (limit := _limit(c, self.week.days))}
        mean = sum(spent.values()) / max(1, sum(limits.values()))
        return {c: spent[c] / limit - mean for c, limit in limits.items()}

    def keep(self, d: int, day: Problem, plan: Plan) -> None:
        """Put a plan down, at the cost that it has by the problem alone."""
        self.plans[d] = replace(plan, cost=cost(day, plan))
        self.hours[d] = worked(day, plan)

    def _search(self, problem: Problem, d: int, k: int) -> Plan:
        """A plan of the day in which nobody has more hours than are left of her week."""
        left = self.room_of(d)
        share = self.to_do.pop(0)
        rest = share + sum(self.to_do)
        if self.budget.moves is not None:
            limit = {"moves": max(200, int(self.budget.moves * share / self.all))}
        else:
            limit = {"seconds": max(0.15, (self.budget.seconds - (time.perf_counter() - self.begun)) * share / rest)}
        most: dict[str, int] = {}
        for n in range(TRIES):
            plan = solve(limited(problem, left, most), seed=self.seed * 100 + k * 10 + d, first=self.plans.get(d), **limit)
            spent, sizes = worked(problem, plan), {r.carer: sum(s.visit is not None for s in r.stops) for r in plan.rounds}
            over = {c: spent[c] - left[c] for c in spent if c in left and spent[c] > left[c]}
            if not over:
                break
            for c, seconds in over.items():
                # As many visits fewer as the hours are too many; the last time none, so that the rule holds in any case.
                fewer = -(-seconds * sizes[c] // max(1, spent[c])) + n
                most[c] = max(0, int(sizes[c] - fewer)) if n < TRIES - 2 else 0
            limit = {name: value / 2 if name == "seconds" else value // 2 for name, value in limit.items()}
        return plan

    def move_unserved(self) -> None:
        """Patterns with a visit that nobody gives get other days, if their rules allow: the fewest changes, the least busy day."""
        failed: dict[str, set[int]] = {}
        for d, plan in self.plans.items():
            for v in plan.unserved:
                failed.setdefault(v, set()).add(d)
        if not failed:
            return
        spare = {d: self._spare(d) for d in self.week.days}
        before, touched = dict(self.days), set()
        for pattern in self.week.patterns:
            bad = failed.get(pattern.id, set()) - set(pattern.fixed)
            ways = [w for w in choices(pattern, self.week.days) if not bad & set(w)] if bad else []
            if ways:
                now = set(before[pattern.id])
                self.days[pattern.id] = best = min(ways, key=lambda w: (len(now - set(w)), -min(spare.get(d, 0) for d in set(w) - now), w))
                touched |= now ^ set(best)
        for d in sorted(touched & set(self.plans)):
            day = day_problem(self.week, self.days, d)
            ours = {v.id for v in day.visits}
            walks = {c: [v for v in walk if v in ours] for c, walk in visits_by_carer(self.plans[d]).items()}
            self.keep(d, day, timed(day, {c: walk for c, walk in walks.items() if walk}))

    def _spare(self, d: int) -> float:
        """Seconds of duty that day which nobody needs."""
        return sum(w.end - w.start for c in self.week.carers for w in c.shifts[d - 1]) - sum(self.hours.get(d, {}).values())


def _limit(carer: WeekCarer, days: tuple[int, ...]) -> int:
    """Seconds that she could work in the week."""
    duty = sum(hours(carer.shifts[d - 1]) for d in days)
    return duty if carer.most is None else min(duty, carer.most)
