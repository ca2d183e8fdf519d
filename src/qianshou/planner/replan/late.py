"""Somebody is running late: what that pushes, which hours are in danger, who could help out.

Everybody keeps order and carer; nobody comes earlier than was said. Times are pushed along the round, and through visits of two
into the rounds of partners.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..cost import cost
from ..decode import decode, one_order
from ..plan import Plan
from ..problem import Carer, Problem, Visit, Window, owed_breaks
from .adding import Place, Shift, places_for
from .standing import not_before, started, steps_of

NEAR = 600  # seconds before the end of its hours from which on a pushed visit counts as near it
RESCUES = 6  # visits for which help is looked for: a carer who makes so many people wait needs another remedy


@dataclass(frozen=True, slots=True)
class Danger:
    """A pushed visit that starts after its hours (`over` > 0 seconds), or within ten minutes of their end (`over` ≤ 0).

    `rescue` is the cheapest place with somebody else, None if there is none or the visit only comes near.
    """

    visit: str
    carers: tuple[str, ...]
    start: int
    over: int
    rescue: Place | None = None


@dataclass(frozen=True, slots=True)
class Overrun:
    """A lunch that starts after its hours ("break"), or a way home after the shift ("shift"), by so many seconds."""

    carer: str
    kind: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Late:
    """The day as it is now. `problem` is the day by which `plan` is judged: a visit that takes longer does so there.

    `pushed` are all visits that start later, in order of time; `dangers` those among them to worry about, the most late first.
    """

    problem: Problem
    plan: Plan
    pushed: tuple[Shift, ...]
    dangers: tuple[Danger, ...]
    overruns: tuple[Overrun, ...]


def running_late(
    problem: Problem, plan: Plan, carer_id: str, visit_id: str | None, seconds: int, *, stays: bool = False, from_: int | None = None,
    rescue: bool = True,
) -> Late:  # fmt: skip
    """A carer starts a visit so many seconds later than planned; with `stays` she leaves it so much later; without a visit she sets out
    so much later.

    Help is to begin at `from_` or later. ValueError for a visit that is not on her round, or one begun and over that cannot be late
    any more; KeyError for an unknown carer.
    """
    carers = {c.id: c for c in problem.carers}
    stops = next((r.stops for r in plan.rounds if r.carer == carer_id), ())
    if visit_id is not None and all(s.visit != visit_id for s in stops):
        raise ValueError("not on her round")
    judged = problem
    if visit_id is not None and stays:
        judged = replace(problem, visits=tuple(_longer(v, seconds) if v.id == visit_id else v for v in problem.visits))
    floors = started(plan)
    if visit_id is not None and not stays:
        floors[visit_id] += seconds
    day = not_before(judged, floors)
    if visit_id is None:
        leave = next(r.leave for r in plan.rounds if r.carer == carer_id)
        late = later_shift(carers[carer_id], leave + seconds)
        day = replace(day, carers=tuple(late if c.id == carer_id else c for c in day.carers))
    rounds = decode(day, one_order(steps_of(problem, plan)))
    now = Plan(rounds, plan.unserved)
    now = replace(now, cost=cost(judged, now))
    pushed = _pushed(plan, now)
    dangers = _dangers(judged, now, [s.visit for s in pushed])
    if rescue:
        helped = [_helped(judged, now, d, carer_id, from_) for d in dangers if d.over > 0][:RESCUES]
        dangers = helped + dangers[len(helped):]
    return Late(judged, now, pushed, tuple(dangers), tuple(_overruns(problem, plan, now)))


def later_shift(carer: Carer, begins: int) -> Carer:
    """The carer who sets out at `begins` at the earliest. A lunch she was to have she still has, later if need be."""
    if not carer.shifts:
        return carer
    first = carer.shifts[0]
    begins = max(first.start, min(begins, first.end))
    breaks = tuple(_later_break(b, begins) if first.start <= b.window.start else b for b in owed_breaks(carer))
    return replace(carer, shifts=(Window(begins, first.end), *carer.shifts[1:]), breaks=breaks)


def _later_break(rest, begins: int):
    start = max(rest.window.start, begins)
    return replace(rest, window=Window(start, max(start, rest.window.end)))


def _longer(visit: Visit, seconds: int) -> Visit:
    return replace(visit, duration=visit.duration + seconds)


def _pushed(before: Plan, now: Plan) -> tuple[Shift, ...]:
    was, is_ = started(before), started(now)
    return tuple(Shift(v, is_[v] - was[v]) for v in sorted(is_, key=lambda v: (is_[v], v)) if is_[v] != was[v])


def _dangers(problem: Problem, now: Plan, pushed: list[str]) -> list[Danger]:
    """Pushed visits that start too late or nearly so."""
    visits = {v.id: v for v in problem.visits}
    start, who = started(now), now.carers_of()
    found = []
    for name in pushed:
        visit = visits[name]
        if "window" in visit.waived:
            continue
        last = visit.pinned_start if visit.pinned_start is not None else visit.windows[-1].end + visit.late
        over = start[name] - last
        # The second of two who come in turn has the same hours.
        over = max([over, *(s.start - last for r in now.rounds for s in r.stops if s.visit == name)]) if visit.gap[1] else over
        if over > -NEAR:
            found.append(Danger(name, tuple(who[name]), start[name], over))
    return sorted(found, key=lambda d: -d.over)


def _helped(problem: Problem, now: Plan, danger: Danger, carer_id: str, from_: int | None) -> Danger:
    """The danger with the cheapest place for the visit at somebody else's round; all other visits stay as they are now."""
    floors = started(now)
    floors.pop(danger.visit)
    day = not_before(problem, floors)
    visit = next(v for v in day.visits if v.id == danger.visit)
    free = replace(visit, pinned=(), pinned_start=None, pinned_rank=None)
    day = replace(day, visits=tuple(free if v is visit else v for v in day.visits))
    but = {carer_id} if carer_id in danger.carers else set(danger.carers) if len(danger.carers) == 1 else set()
    places = places_for(day, now, free, best=2, from_=from_, but=but)
    places = [p for p in places if set(p.carers) != set(danger.carers)]
    if not places:
        return danger
    plan = places[0].plan
    return replace(danger, rescue=replace(places[0], plan=replace(plan, cost=cost(problem, plan))))


def _overruns(problem: Problem, before: Plan, now: Plan) -> list[Overrun]:
    """Lunches and ways home that the delay pushes past their hours, or further past."""
    carers = {c.id: c for c in problem.carers}
    then = {r.carer: r for r in before.rounds}
    found = []
    for r in now.rounds:
        carer, was = carers[r.carer], then[r.carer]
        rests = zip(owed_breaks(carer), _breaks(r), _breaks(was), strict=False)
        found += [Overrun(carer.id, "break", s.start - b.window.end) for b, s, old in rests if s.start > max(b.window.end, old.start)]
        ends = carer.shifts[-1].end + carer.overtime
        if r.home > max(ends, was.home):
            found.append(Overrun(carer.id, "shift", r.home - ends))
    return found


def _breaks(walk):
    return [s for s in walk.stops if s.kind == "break"]
