"""The week split into parts that have no carer in common, and one day of it as a problem of the day's planner."""

from __future__ import annotations

from dataclasses import replace

from ..problem import Problem, Visit
from .problem import Pattern, WeekCarer, WeekProblem


def serves(carer: WeekCarer, pattern: Pattern) -> bool:
    """Does the carer go to the area of this pattern?"""
    return not carer.areas or pattern.area in carer.areas


def parts(problem: WeekProblem) -> list[WeekProblem]:
    """The areas, or groups of areas that carers link, each a week of its own; in the order of their patterns."""
    root = {p.area: p.area for p in problem.patterns}

    def find(area: str) -> str:
        while root[area] != area:
            area = root[area]
        return area

    for carer in problem.carers:
        own = [a for a in root if not carer.areas or a in carer.areas]
        for other in own[1:]:
            root[find(other)] = find(own[0])
    found = []
    for group in dict.fromkeys(find(p.area) for p in problem.patterns):
        areas = {a for a in root if find(a) == group}
        patterns = tuple(p for p in problem.patterns if p.area in areas)
        carers = tuple(c for c in problem.carers if not c.areas or c.areas & areas)
        found.append(replace(problem, patterns=patterns, carers=carers, name=" ".join(sorted(areas))))
    return found


def day_problem(problem: WeekProblem, days: dict[str, tuple[int, ...]], day: int) -> Problem:
    """What is to be done on one weekday when the patterns fall on these days.

    Carers of other areas count as refused. Costs of `known` carers are the pattern's own: the week's wish for few carers is
    put in by who solves, so that a checker needs to know only the problem.
    """
    if day not in problem.days:
        return Problem((), (), ())
    foreign: dict[str, frozenset[str]] = {}
    visits = []
    for pattern in problem.patterns:
        if day in days.get(pattern.id, ()):
            if pattern.area not in foreign:
                foreign[pattern.area] = frozenset(c.id for c in problem.carers if not serves(c, pattern))
            away, visit = foreign[pattern.area], pattern.visit
            visits.append(replace(visit, refused=visit.refused | away if visit.refused else away) if away else visit)
    carers = tuple(replace(c.carer, shifts=c.shifts[day - 1]) for c in problem.carers)
    return _with_places(problem, carers, tuple(visits))


def _with_places(problem: WeekProblem, carers, visits: tuple[Visit, ...]) -> Problem:
    """The day with only those sites that somebody starts from or goes to: a table of ways grows with their square.

    The first placed site stays in any case: distances are worked out on a map laid round it, and a part must not differ from the
    whole by a second.
    """
    used = {next((s.id for s in problem.sites if s.lat is not None), None), *(v.site for v in visits)}
    for c in carers:
        used |= {c.start, c.end, *(b.site for b in c.breaks)}
    kept = [k for k, s in enumerate(problem.sites) if s.id in used]
    matrix = {mode: [[rows[i][j] for j in kept] for i in kept] for mode, rows in problem.matrix.items()}
    return Problem(
        tuple(problem.sites[k] for k in kept), carers, visits, modes=problem.modes, matrix=matrix, weights=problem.weights.day, name=problem.name,
    )  # fmt: skip
