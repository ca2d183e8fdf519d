"""Changing rounds by hand: times follow, lunch finds its place, what breaks is named by the checker."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qianshou.planner import CrossedPairs, check, moved, solve, timed, visits_by_carer

from .problems import problems, small_day


@settings(max_examples=60, deadline=None)
@given(problem=problems())
def test_timing_a_sound_plan_again_serves_the_same(problem):
    plan = solve(problem, moves=100)
    again = timed(problem, visits_by_carer(plan))
    assert visits_by_carer(again) == visits_by_carer(plan)
    assert again.unserved == plan.unserved


@settings(max_examples=60, deadline=None)
@given(problem=problems(), data=st.data())
def test_after_any_move_ways_pairs_and_costs_are_right(problem, data):
    """A move may break windows, never the clockwork."""
    walks = visits_by_carer(solve(problem, moves=50))
    stops = [(c, v) for c, walk in walks.items() for v in walk]
    if not stops:
        return
    giver, visit = data.draw(st.sampled_from(stops))
    taker = data.draw(st.sampled_from([c.id for c in problem.carers if c.shifts]))
    if taker != giver and visit in walks.get(taker, ()):
        return
    try:
        plan = timed(problem, moved(walks, visit, giver, taker, data.draw(st.integers(0, 6))))
    except CrossedPairs:
        return
    found = {c.code for c in check(problem, plan).complaints}
    assert not found & {"travel", "duration", "twice", "unknown", "home", "cost", "unserved", "count"}


def test_moving_a_visit_to_another_carer():
    problem = small_day()
    walks = visits_by_carer(solve(problem, moves=300))
    giver = next(c for c, walk in walks.items() if "call1" in walk)
    taker = {"tan": "shao", "shao": "tan"}[giver]
    plan = timed(problem, moved(walks, "call1", giver, taker, 0))
    assert plan.carers_of()["call1"] == [taker]
    assert visits_by_carer(plan)[taker][0] == "call1"
    with pytest.raises(ValueError, match="twice"):
        moved(walks, "bath", "tan", "shao")


def test_taking_a_visit_out_leaves_it_unserved():
    problem = small_day()
    walks = visits_by_carer(solve(problem, moves=300))
    giver = next(c for c, walk in walks.items() if "call1" in walk)
    assert timed(problem, moved(walks, "call1", giver, None)).unserved == ("call1",)
