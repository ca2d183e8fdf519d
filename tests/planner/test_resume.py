"""A search that goes on from a plan that stands."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from qianshou.planner import check, solve
from qianshou.planner.board import Board
from qianshou.planner.facts import Facts
from qianshou.planner.resume import resume

from .problems import problems, small_day


def orders(plan):
    return {r.carer: [(s.kind, s.visit) for s in r.stops] for r in plan.rounds}


@settings(max_examples=60, deadline=None)
@given(problem=problems())
def test_a_plan_that_still_holds_is_put_back_as_it_stands(problem):
    plan = solve(problem, moves=2000, seed=3)
    again = solve(problem, moves=0, first=plan)
    assert check(problem, again).sound
    assert set(again.unserved) <= set(plan.unserved)
    assert again.cost.total <= plan.cost.total + 1e-6


@settings(max_examples=40, deadline=None)
@given(problem=problems())
def test_whoever_drops_out_leaves_the_others_as_they_are(problem):
    # The board knows one gap between two carers, the least: a pair that stands further apart may be placed afresh.
    problem = replace(problem, visits=tuple(replace(v, gap=(v.gap[0], v.gap[0])) for v in problem.visits))
    plan = solve(problem, moves=0)
    if not plan.rounds:
        return
    ill = plan.rounds[0].carer
    without = replace(problem, carers=tuple(replace(c, shifts=()) if c.id == ill else c for c in problem.carers))
    board = Board(Facts(without))
    resume(board, plan)
    left = solve(without, moves=0, first=plan)
    assert check(without, left).sound
    before, after = plan.carers_of(), left.carers_of()
    for visit, carers in before.items():
        if ill not in carers:
            assert sorted(after[visit]) == sorted(carers)


def test_nothing_to_resume_is_a_first_plan():
    problem = small_day()
    empty = replace(solve(problem, moves=0), rounds=())
    plan = solve(problem, moves=0, first=empty)
    assert check(problem, plan).sound and plan.unserved == ()
