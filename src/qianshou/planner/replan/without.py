"""A carer drops out: her visits go to others at the cheapest places, all else stays as it is.

Her visits are put into the rounds as they stand, the one with most to lose first, then taken out by ones to fours and put in afresh as
long as there is time. Nobody else's visit changes carer but where that serves a visit which nobody could serve otherwise, and then
at most so many as `SHARE` allows. Others may start at another minute of their hours; nothing that has begun moves.
"""

from __future__ import annotations

import random
import time
from collections.abc import Collection
from dataclasses import dataclass, replace

from ..plan import Plan
from ..problem import Carer, Problem, Visit, owed_breaks
from .refill import Refill
from .standing import Standing, crews, started

SHARE = 0.02  # of the visits that were not hers, so many may change carer at most
ROUNDS, BETWEEN = 5, 40  # room is made so often at most, with so many tries of putting in afresh between


@dataclass(frozen=True, slots=True)
class Replanned:
    """The day after a carer dropped out.

    `problem` is the day without her, in which `plan` is sound. `hers` are the visits that were hers and had not begun, with whoever
    makes them now (empty: nobody), `changed` the visits of others that somebody else makes now, `others` how many visits of others
    there are, `moved` the visits of others that start at another time, with by how many seconds.
    """

    problem: Problem
    plan: Plan
    hers: dict[str, tuple[str, ...]]
    changed: tuple[str, ...]
    others: int
    moved: dict[str, int]

    @property
    def unserved(self) -> tuple[str, ...]:
        """Her visits that nobody makes now."""
        return tuple(v for v, who in self.hers.items() if not who)


def without(
    problem: Problem, plan: Plan, carer_id: str, *, seconds: float = 1.5, seed: int = 1, from_: int | None = None, tries: int | None = None,
    stays: Collection[str] | None = None,
) -> Replanned:  # fmt: skip
    """The day without a carer, or without her from a moment on (`from_`, seconds since midnight): what she has begun by then stays.

    With `stays` she is away for part of the day only, `problem` has the hours that are left to her, and these visits remain hers.

    One who has no shift in `problem` any more has begun nothing: all that `plan` gives her goes to others, at `from_` or later. `plan` is the day as it stands, sound in `problem`; a visit for two that has lost its second carer already counts as hers. With
    `tries` instead of the clock the answer is the same on every machine. KeyError for a carer that the problem does not know.
    """
    begun = time.perf_counter()
    kept, hers = _split(problem, plan, carer_id, from_, frozenset(stays or ()))
    day = _gone(problem, plan, carer_id, kept, partly=stays is not None)
    crew = crews(problem, plan)
    standing = Standing(day, _less(plan, carer_id, hers), from_)
    number = standing.facts.number
    items = {standing.item[v] for v in hers}
    keeps = {standing.item[v]: {number[c] for c in crew.get(v, ()) if c != carer_id} for v in hers}

    def late() -> bool:
        return tries is None and time.perf_counter() - begun > seconds

    refill, dice = Refill(standing, items, keeps), random.Random(seed)
    refill.fill(items)
    others = [v for v in crew if v not in hers and carer_id not in crew[v]]
    free = {standing.item[v] for v in others if not _fast(standing.problem.visits[standing.item[v]])}
    left = tries
    for _ in range(ROUNDS):
        if not refill.unserved or late():
            break
        refill.make_room(free.__contains__, int(SHARE * len(others)), late, dice)
        done = refill.improve(late, dice, BETWEEN if left is None else min(left, BETWEEN))
        left = None if left is None else left - done
    refill.improve(late, dice, left)
    found = standing.plan()
    return _told(day, replace(found, made={"by": "without", "seed": seed, "seconds": round(time.perf_counter() - begun, 3)}), plan, hers, others)


def _split(problem: Problem, plan: Plan, carer_id: str, from_: int | None, stays: frozenset[str]) -> tuple[set[str], list[str]]:
    """Her visits that have begun or stay hers, and those that are to be given away (with visits that lack one of two carers)."""
    start, crew = started(plan), crews(problem, plan)
    here = any(c.id == carer_id and c.shifts for c in problem.carers)
    kept, hers = set(), []
    for v in problem.visits:
        who = crew.get(v.id, ())
        short = 0 < len(who) < len(v.needs)
        if here and carer_id in who and (v.id in stays or v.pinned_start is not None or (from_ is not None and start[v.id] < from_)):
            kept.add(v.id)
        elif carer_id in who or short:
            hers.append(v.id)
    return kept, hers


def _gone(problem: Problem, plan: Plan, carer_id: str, kept: set[str], *, partly: bool) -> Problem:
    """The day without her: no shift at all, or one that ends with what she has begun; `partly`: the hours that she has. Pins to her are let go."""
    if all(c.id != carer_id for c in problem.carers):
        raise KeyError(carer_id)

    def visit(v: Visit) -> Visit:
        return replace(v, pinned=(), pinned_rank=None) if carer_id in v.pinned and v.id not in kept else v

    def carer(c: Carer) -> Carer:
        if c.id != carer_id or partly:
            return c
        return _until(c, plan, kept) if kept else replace(c, shifts=())

    return replace(problem, carers=tuple(map(carer, problem.carers)), visits=tuple(map(visit, problem.visits)))


def _until(carer: Carer, plan: Plan, kept: set[str]) -> Carer:
    """Her day up to the last visit she has begun, and no visit more."""
    stops = next(r for r in plan.rounds if r.carer == carer.id).stops
    last = max(k for k, s in enumerate(stops) if s.visit in kept)
    rests = [s for s in stops[:last] if s.kind == "break"]
    pauses = sum(s.kind == "pause" for s in stops[:last])
    shifts = carer.shifts[:pauses + 1]
    # The breaks she has had are still owed only while the shift runs through them; those that would come are not hers any more.
    return replace(carer, shifts=shifts, breaks=tuple(owed_breaks(carer)[:len(rests)]), most_visits=len(kept))


def _less(plan: Plan, carer_id: str, hers: list[str]) -> Plan:
    """The plan without the visits that are to be given away, and without what of her round follows the last visit left."""
    gone, rounds = set(hers), []
    for r in plan.rounds:
        stops = [s for s in r.stops if s.visit not in gone]
        if r.carer == carer_id:
            while stops and stops[-1].visit is None:
                stops.pop()
        if any(s.visit is not None for s in stops) or (stops and r.carer != carer_id):
            rounds.append(replace(r, stops=tuple(stops)))
    return replace(plan, rounds=tuple(rounds))


def _fast(visit: Visit) -> bool:
    return bool(visit.pinned) or visit.pinned_start is not None or visit.pinned_rank is not None


def _told(day: Problem, plan: Plan, before: Plan, hers: list[str], others: list[str]) -> Replanned:
    """What became of everybody's visits."""
    then, now = before.carers_of(), plan.carers_of()
    was, is_ = started(before), started(plan)
    return Replanned(
        day, plan, {v: tuple(now.get(v, ())) for v in hers}, tuple(v for v in others if set(now.get(v, ())) != set(then[v])), len(others),
        {v: is_[v] - was[v] for v in others if v in is_ and is_[v] != was[v]},
    )  # fmt: skip
