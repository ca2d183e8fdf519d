"""One day of a week for the day's planner: the few carers of a person are cheap, others dear, those with fair hours cheaper than the busy."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from ..problem import Problem, Visit
from .problem import WeekProblem

LEAST_LEFT = 900  # seconds: with less left of her week nobody is sent out


def priced(
    week: WeekProblem, day: Problem, used: dict[str, Counter[str]], meant: dict[str, tuple[str, ...]], busy: dict[str, float] | None
) -> Problem:
    """The day with what each carer costs each person, given who goes to the person on other days (`used`).

    `busy` is how much more than her share each carer works in the week as planned so far. None: the week has been planned in part
    only; then those `meant` for a person count as used, for later days rely on them.
    """
    person = {p.id: p.person for p in week.patterns}
    wanted = Counter(person[v.id] for v in day.visits for _ in v.needs)
    visits = []
    for v in day.visits:
        who = person[v.id]
        few, first, other = _few(week, used[who], meant.get(who, ()), wanted[who], settled=busy is not None)
        visits.append(_visit(week, day, v, few, first, other, busy or {}))
    return replace(day, visits=tuple(visits))


def _few(week: WeekProblem, used: Counter[str], meant: tuple[str, ...], wanted: int, settled: bool) -> tuple[list[str], str | None, float]:
    """The few carers of a person, the first of them, and what one more costs on a day that wants so many calls at the person."""
    often = [c for c, _ in used.most_common()]
    few = list(dict.fromkeys([*often, *meant] if settled else [*meant, *often]))
    if settled:
        few = [*often, *(c for c in few if c not in often)][: max(2, len(often))]
    first = meant[0] if meant and meant[0] in few else few[0] if few else None
    # Once all days are planned, one more costs nothing but being a second if only one goes on other days and nobody else goes today.
    free = settled and len(often) < 2 and wanted == 1
    return few, first, week.weights.third if few and not free else 2 * week.weights.second


def _visit(week: WeekProblem, day: Problem, visit: Visit, few: list[str], first: str | None, other: float, busy: dict[str, float]) -> Visit:
    scale = week.weights.day.continuity or 1.0
    # What one more minute costs in fairness, from the square of the difference: only differences count, so the least is nothing.
    fair = {c: 2 * week.weights.fairness * share * visit.duration for c, share in busy.items()}
    least = min(fair.values(), default=0.0)
    prices = {}
    for c in day.carers if fair else (c for c in day.carers if c.id in visit.known or c.id in few):
        week_price = other if c.id not in few else 0.0 if c.id == first else week.weights.second
        prices[c.id] = round(visit.known.get(c.id, visit.stranger) + (week_price + fair.get(c.id, least) - least) / scale)
    return replace(visit, known=prices, stranger=round(visit.stranger + other / scale))


def limited(day: Problem, left: dict[str, float], most: dict[str, int]) -> Problem:
    """The day without those who have no hours left in the week, and with at most so many visits for those who have few."""
    carers = []
    for c in day.carers:
        if left.get(c.id, 1e9) < LEAST_LEFT:
            c = replace(c, shifts=())
        elif c.id in most:
            c = replace(c, most_visits=min(most[c.id], c.most_visits if c.most_visits is not None else most[c.id]))
        carers.append(c)
    return replace(day, carers=tuple(carers))
