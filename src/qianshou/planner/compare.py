"""Two plans of one day side by side: what each costs, how well people know who comes, how fair the hours are, who goes elsewhere.

Costs and broken rules are the independent judge's (`check`), never those that a plan states of itself. Nothing here says
which plan is the better one: that is for whoever reads the numbers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from .check import check
from .cost import places, travel_of, waiting_of
from .plan import Plan
from .problem import Problem
from .travel import Ways

MOVED = 15 * 60  # a start that moves by more than this many seconds is a change that people notice


@dataclass(frozen=True, slots=True)
class Measures:
    """One plan in numbers. Seconds, except where it says otherwise.

    `primary`, `backup`, `stranger` count carers sent to visits whose person knows somebody: one whom `Visit.known` prices at
    nothing, at something, or does not name. `carers_per_person` is the mean number of different carers that come to a site,
    which is a person's home where each has a site of its own. `least`, `most` and `spread` (mean absolute deviation) are of
    the hours of all carers at work that day: at visits, on the way, waiting between two visits; who stays at home has none.
    """

    travel: int
    waiting: int
    late: int
    overtime: int
    unserved: int
    broken: int
    primary: int
    backup: int
    stranger: int
    carers_per_person: float
    least: int
    most: int
    spread: float
    total: float


@dataclass(frozen=True, slots=True)
class Change:
    """A visit that is not the same in both plans. `before` and `after` are its carers, the starts seconds since midnight (None: unserved)."""

    visit: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    start_before: int | None
    start_after: int | None

    @property
    def hands(self) -> bool:
        """Somebody else goes, or nobody does any more, or somebody does at last."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class CarerChange:
    """What changes for one carer: visits that come to her, that go from her, and hers whose start moves by more than `MOVED`."""

    carer: str
    come: tuple[str, ...]
    go: tuple[str, ...]
    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both plans measured, and what changes on the way from `a` to `b`, in order of the problem's visits and carers."""

    a: Measures
    b: Measures
    visits: tuple[Change, ...]
    carers: tuple[CarerChange, ...]


def compare(problem: Problem, a: Plan, b: Plan) -> Comparison:
    """Measure both plans and list what changes from `a` to `b`. ValueError where a plan names what the problem does not know."""
    return Comparison(measure(problem, a), measure(problem, b), _visits(problem, a, b), _carers(problem, a, b))


def measure(problem: Problem, plan: Plan) -> Measures:
    """One plan in numbers. ValueError where it names a carer or visit that the problem does not know."""
    verdict = check(problem, plan)
    if verdict.cost is None:
        raise ValueError(f"the plan names what the problem does not know: {[c.params or c.carer for c in verdict.complaints]}")
    primary, backup, stranger = _known(problem, plan)
    hours = _hours(problem, plan)
    mean = sum(hours) / len(hours) if hours else 0.0
    served = plan.carers_of()
    return Measures(
        verdict.cost.travel, verdict.cost.waiting, verdict.cost.late, verdict.cost.overtime,
        sum(v.id not in served for v in problem.visits), sum(c.code != "cost" for c in verdict.complaints),
        primary, backup, stranger, _carers_per_person(problem, plan), min(hours, default=0), max(hours, default=0),
        sum(abs(h - mean) for h in hours) / len(hours) if hours else 0.0, verdict.cost.total,
    )  # fmt: skip


def _known(problem: Problem, plan: Plan) -> tuple[int, int, int]:
    """Carers sent who answer for the person, who are the backup, who are strangers."""
    counts = [0, 0, 0]
    served = plan.carers_of()
    for visit in problem.visits:
        for carer in served.get(visit.id, ()) if visit.known else ():
            price = visit.known.get(carer)
            counts[2 if price is None else 1 if price > 0 else 0] += 1
    return counts[0], counts[1], counts[2]


def _carers_per_person(problem: Problem, plan: Plan) -> float:
    sites: dict[str, set[str]] = defaultdict(set)
    where = {v.id: v.site for v in problem.visits}
    for visit, carers in plan.carers_of().items():
        sites[where[visit]].update(carers)
    return sum(map(len, sites.values())) / len(sites) if sites else 0.0


def _hours(problem: Problem, plan: Plan) -> list[int]:
    """Seconds of work of each carer at work that day: at visits, on the way, waiting between two visits."""
    ways, visits = Ways(problem), {v.id: v for v in problem.visits}
    rounds = {r.carer: r for r in plan.rounds}
    found = []
    for carer in problem.carers:
        walk = rounds.get(carer.id)
        if walk is not None:
            sites = places(problem, carer, walk, visits)
            served = sum(s.end - s.start for s in walk.stops if s.visit is not None)
            found.append(served + travel_of(ways, carer, sites) + waiting_of(ways, carer, walk, sites))
        elif carer.shifts:
            found.append(0)
    return found


def _served(plan: Plan) -> dict[str, dict[str, int]]:
    """Visit -> carer -> start."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for r in plan.rounds:
        for s in r.stops:
            if s.visit is not None:
                found[s.visit][r.carer] = s.start
    return found


def _visits(problem: Problem, a: Plan, b: Plan) -> tuple[Change, ...]:
    before, after = _served(a), _served(b)
    found = []
    for visit in problem.visits:
        old, new = before.get(visit.id, {}), after.get(visit.id, {})
        starts = min(old.values(), default=None), min(new.values(), default=None)
        change = Change(visit.id, tuple(sorted(old)), tuple(sorted(new)), *starts)
        if change.hands or (None not in starts and abs(starts[0] - starts[1]) > MOVED):
            found.append(change)
    return tuple(found)


def _carers(problem: Problem, a: Plan, b: Plan) -> tuple[CarerChange, ...]:
    before, after = _served(a), _served(b)
    found = []
    for carer in (c.id for c in problem.carers):
        old = {v.id: before[v.id][carer] for v in problem.visits if carer in before.get(v.id, ())}
        new = {v.id: after[v.id][carer] for v in problem.visits if carer in after.get(v.id, ())}
        come, go = tuple(v for v in new if v not in old), tuple(v for v in old if v not in new)
        moved = tuple(v for v in old if v in new and abs(old[v] - new[v]) > MOVED)
        if come or go or moved:
            found.append(CarerChange(carer, come, go, moved))
    return tuple(found)
