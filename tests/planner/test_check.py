"""The judge must catch whatever is spoilt: each mutation of a sound plan is found, by its own name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qianshou.planner import Cost, Plan, Round, Stop, check, solve

from .problems import HOUR, problems, small_day


def codes(problem, plan) -> set[str]:
    return {c.code for c in check(problem, plan).complaints}


def sound_day() -> tuple:
    problem = small_day()
    return problem, solve(problem, moves=300)


def with_stops(plan: Plan, carer: str, change) -> Plan:
    return replace(
        plan, cost=Cost(),
        rounds=tuple(replace(r, stops=tuple(change(list(r.stops)))) if r.carer == carer else r for r in plan.rounds),
    )


def shifted(stop: Stop, by: int) -> Stop:
    return replace(stop, start=stop.start + by, end=stop.end + by)


def test_a_sound_plan_has_no_complaint():
    problem, plan = sound_day()
    assert check(problem, plan).complaints == ()


def test_pair_apart():
    problem, plan = sound_day()
    plan = with_stops(plan, "tan", lambda stops: [shifted(s, 60) if s.visit == "bath" else s for s in stops])
    assert "apart" in codes(problem, plan)


def test_window_missed():
    problem, plan = sound_day()
    plan = with_stops(plan, "tan", lambda stops: [shifted(s, 8 * HOUR) if s.visit == "talk" else s for s in stops])
    assert "window" in codes(problem, plan)


def test_lunch_left_out_or_cut_short():
    problem, plan = sound_day()
    assert "break" in codes(problem, with_stops(plan, "shao", lambda stops: [s for s in stops if s.kind == "visit"]))
    cut = with_stops(plan, "shao", lambda stops: [replace(s, end=s.end - 1) if s.kind == "break" else s for s in stops])
    assert "break" in codes(problem, cut)


def test_no_time_for_the_way():
    problem = small_day()
    problem = replace(problem, visits=tuple(v for v in problem.visits if v.id in ("talk", "bath")))
    plan = solve(problem, moves=300)
    squeezed = with_stops(plan, "tan", lambda stops: [shifted(stops[0], stops[1].start - stops[0].end), *stops[1:]])
    assert squeezed.rounds[0].stops[0].visit == "talk"
    assert "travel" in codes(problem, squeezed)


def test_visit_dropped_added_or_cut():
    problem, plan = sound_day()
    assert "count" in codes(problem, with_stops(plan, "tan", lambda stops: [s for s in stops if s.visit != "bath"]))
    assert "twice" in codes(problem, with_stops(plan, "tan", lambda stops: [*stops, stops[0]]))
    assert "unknown" in codes(problem, with_stops(plan, "tan", lambda stops: [*stops, Stop("nobody", 1, 2)]))
    short = with_stops(plan, "tan", lambda stops: [replace(s, end=s.end - 60) if s.visit == "bath" else s for s in stops])
    assert "duration" in codes(problem, short)


def test_unserved_must_be_named():
    problem, plan = sound_day()
    gone = {"call1", "call2"}
    rounds = tuple(replace(r, stops=tuple(s for s in r.stops if s.visit not in gone)) for r in plan.rounds)
    assert "unserved" in codes(problem, replace(plan, rounds=rounds, cost=Cost()))


def test_wrong_cost_is_caught():
    problem, plan = sound_day()
    assert codes(problem, replace(plan, cost=replace(plan.cost, total=plan.cost.total - 1))) == {"cost"}


def test_wrong_way_home_is_caught():
    problem, plan = sound_day()
    first = plan.rounds[0]
    plan = replace(plan, cost=Cost(), rounds=(replace(first, home=first.home - 60), *plan.rounds[1:]))
    assert codes(problem, plan) == {"home"}


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("skill", lambda c: replace(c, skills=frozenset())),
        ("absent", lambda c: replace(c, shifts=())),
        ("load", lambda c: replace(c, most_visits=0)),
        ("shift", lambda c: replace(c, shifts=(replace(c.shifts[0], end=9 * HOUR),), breaks=())),
        ("shift", lambda c: replace(c, shifts=(replace(c.shifts[0], start=10 * HOUR),))),
    ],
)
def test_carers_who_may_not(code, change):
    problem, plan = sound_day()
    assert code in codes(replace(problem, carers=tuple(change(c) for c in problem.carers)), plan)


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("refused", {"refused": frozenset({"tan", "shao"})}),
        ("sex", {"sex": "f"}),
        ("pinned_start", {"pinned_start": 16 * HOUR}),
    ],
)
def test_visits_that_do_not_want(code, fields):
    problem, plan = sound_day()
    spoilt = replace(problem, visits=tuple(replace(v, **fields) for v in problem.visits))
    assert code in codes(spoilt, plan)
    waived = frozenset({code} & {"refused", "sex"} or {"window"})
    forgiven = replace(problem, visits=tuple(replace(v, **fields, waived=waived) for v in problem.visits))
    assert code not in codes(forgiven, plan)


def test_pinned_to_another():
    problem, plan = sound_day()
    other = {"tan": "shao", "shao": "tan"}[plan.carers_of()["call1"][0]]
    visits = tuple(replace(v, pinned=(other,)) if v.id == "call1" else v for v in problem.visits)
    assert codes(replace(problem, visits=visits), plan) == {"pinned"}


@settings(max_examples=80, deadline=None)
@given(problem=problems(), data=st.data())
def test_a_stop_moved_early_is_always_caught(problem, data):
    """Every start of ours is the earliest possible: an hour sooner must break something."""
    plan = solve(problem, moves=30)
    stops = [(k, j) for k, r in enumerate(plan.rounds) for j, s in enumerate(r.stops)]
    if not stops:
        return
    k, j = data.draw(st.sampled_from(stops))
    r: Round = plan.rounds[k]
    moved = replace(r, stops=tuple(shifted(s, -3600) if i == j else s for i, s in enumerate(r.stops)))
    assert codes(problem, replace(plan, cost=Cost(), rounds=(*plan.rounds[:k], moved, *plan.rounds[k + 1:])))
