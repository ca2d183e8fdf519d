"""Two plans compared: the numbers are the judge's, the changes are those a plain reading finds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qianshou.planner import Cost, CrossedPairs, check, moved, solve, timed, visits_by_carer
from qianshou.planner.compare import MOVED, compare, measure

from .problems import problems, small_day


def pairs(plan) -> set[tuple[str, str]]:
    """(visit, carer) as a plan says it."""
    return {(s.visit, r.carer) for r in plan.rounds for s in r.stops if s.visit}


def starts(plan) -> dict[tuple[str, str], int]:
    return {(s.visit, r.carer): s.start for r in plan.rounds for s in r.stops if s.visit}


@settings(max_examples=60, deadline=None)
@given(problem=problems(), seed=st.integers(1, 3))
def test_what_changes_is_what_a_plain_reading_finds(problem, seed):
    a, b = solve(problem, moves=0), solve(problem, moves=200, seed=seed)
    found = compare(problem, a, b)
    assert {(v, c.carer) for c in found.carers for v in c.come} == pairs(b) - pairs(a)
    assert {(v, c.carer) for c in found.carers for v in c.go} == pairs(a) - pairs(b)
    both = pairs(a) & pairs(b)
    assert {(v, c.carer) for c in found.carers for v in c.moved} == {p for p in both if abs(starts(a)[p] - starts(b)[p]) > MOVED}
    assert {c.visit for c in found.visits if c.hands} == {v for v, _ in pairs(a) ^ pairs(b)}


@settings(max_examples=60, deadline=None)
@given(problem=problems())
def test_the_numbers_are_the_judges_whatever_the_plan_says_of_itself(problem):
    plan = solve(problem, moves=100)
    lied = replace(plan, cost=Cost(travel=1, total=1))
    found, real = measure(problem, lied), check(problem, plan).cost
    assert (found.travel, found.waiting, found.late, found.overtime, found.total) == (
        real.travel, real.waiting, real.late, real.overtime, real.total)  # fmt: skip
    assert found == measure(problem, plan) and found.broken == 0
    assert found.unserved == len(plan.unserved)
    linked = [v for v in problem.visits if v.known]
    assert found.primary + found.backup + found.stranger == sum(len(plan.carers_of().get(v.id, ())) for v in linked)
    assert found.least <= found.most and 0 <= found.spread <= found.most
    shifts = sum(w.end - w.start for c in problem.carers for w in c.shifts)
    assert found.most <= shifts + max((c.overtime for c in problem.carers), default=0)


@settings(max_examples=40, deadline=None)
@given(problem=problems())
def test_a_plan_does_not_differ_from_itself_and_the_way_back_is_the_way_there(problem):
    a, b = solve(problem, moves=0), solve(problem, moves=200)
    same = compare(problem, a, a)
    assert same.a == same.b and not same.visits and not same.carers
    there, back = compare(problem, a, b), compare(problem, b, a)
    assert (there.a, there.b) == (back.b, back.a)
    assert [(c.visit, c.before, c.after) for c in there.visits] == [(c.visit, c.after, c.before) for c in back.visits]
    assert [(c.carer, c.come, c.go) for c in there.carers] == [(c.carer, c.go, c.come) for c in back.carers]


@settings(max_examples=40, deadline=None)
@given(problem=problems(), data=st.data())
def test_a_move_by_hand_shows_as_one_come_and_one_gone(problem, data):
    plan = solve(problem, moves=100)
    stops = sorted(pairs(plan))
    takers = [c.id for c in problem.carers if c.shifts]
    if not stops:
        return
    visit, giver = data.draw(st.sampled_from(stops))
    taker = data.draw(st.sampled_from(takers))
    if (visit, taker) in stops:
        return
    try:
        other = timed(problem, moved(visits_by_carer(plan), visit, giver, taker))
    except CrossedPairs:
        return
    found = compare(problem, plan, other)
    assert [(c.carer, c.go) for c in found.carers if c.go] == [(giver, (visit,))]
    assert [(c.carer, c.come) for c in found.carers if c.come] == [(taker, (visit,))]


def test_continuity_and_hours_by_hand():
    problem = small_day()
    plan = timed(problem, {"tan": ["bath", "call1"], "shao": ["talk", "bath", "call2"]})
    found = measure(problem, plan)
    assert (found.primary, found.backup, found.stranger) == (0, 0, 1)  # Tan knows the person, Shao was sent
    assert measure(problem, timed(problem, {"tan": ["talk", "bath"], "shao": ["bath"]})).primary == 1
    # lane1: Tan and Shao for the bath, Tan for the call; lane2: Shao alone.
    assert found.carers_per_person == 1.5
    alone = measure(problem, timed(problem, {"tan": ["talk"], "shao": []}))
    # Ten minutes there, twenty of talk, ten back; lunch is no work, and Shao stays at home.
    assert (alone.least, alone.most, alone.unserved) == (0, 2400, 3) and alone.spread == 1200


def test_broken_rules_are_counted_and_strangers_to_the_problem_refused():
    problem = small_day()
    plan = timed(problem, {"tan": ["bath", "talk"], "shao": ["bath"]})  # the talk comes after its window
    assert measure(problem, plan).broken == 1
    with pytest.raises(ValueError, match="does not know"):
        measure(replace(problem, visits=problem.visits[1:]), plan)
