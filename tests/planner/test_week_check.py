"""Judge a week: every planted fault is found, and a sound plan has none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qianshou.planner import Plan
from qianshou.planner.week import WeekPlan, check_week, solve_week

from .weeks import HOUR, small_week

WEEK = small_week()


@pytest.fixture(scope="module")
def plan() -> WeekPlan:
    return solve_week(WEEK, moves=20_000, seed=1)


def codes(plan: WeekPlan, week=WEEK) -> set[str]:
    return {c.code for c in check_week(week, plan).complaints}


def with_days(plan: WeekPlan, **days) -> WeekPlan:
    return replace(plan, days=plan.days | days)


def with_day(plan: WeekPlan, d: int, **more) -> WeekPlan:
    return replace(plan, plans=plan.plans | {d: replace(plan.plans[d], **more)})


def pattern(name: str, **more):
    """The week with one pattern changed: the plan was made for other rules."""
    return replace(WEEK, patterns=tuple(replace(p, **more) if p.id == name else p for p in WEEK.patterns))


def test_nothing_is_wrong_with_a_sound_plan(plan):
    assert codes(plan) == set()


def test_a_visit_too_many_or_too_few_is_found(plan):
    assert "times" in codes(with_days(plan, talk=plan.days["talk"][:1]))
    assert "times" in codes(with_days(plan, shop=(4, 5)))
    assert "times" in codes(with_days(plan, talk=(plan.days["talk"][0],) * 2))
    assert "missing" in codes(with_days(plan, shop=()))


def test_days_too_near_are_found_also_round_the_seam(plan):
    assert "spacing" in codes(with_days(plan, talk=(2, 4)))
    assert "spacing" in codes(with_days(plan, talk=(1, 7)))
    assert "spacing" in codes(with_days(plan, bath=(1, 2, 4)))
    assert "spacing" not in codes(with_days(plan, talk=(1, 4)))
    assert "spacing" in codes(plan, pattern("talk", spacing=4))


def test_a_day_that_is_not_allowed_or_was_fixed_is_found(plan):
    assert "day" in codes(with_days(plan, bath=(1, 3, 6)))
    assert "fixed" in codes(plan, pattern("shop", fixed=(4,), days=(4, 5)))


def test_a_day_without_plan_and_a_plan_without_day_are_found(plan):
    assert "missing" in codes(replace(plan, plans={d: p for d, p in plan.plans.items() if d != 3}))
    assert "day" in codes(plan, replace(WEEK, days=(1, 2, 3, 4, 5, 6)))


def test_unknown_names_and_a_third_carer_are_found(plan):
    assert "unknown" in codes(with_days(plan, ghost=(1,)))
    assert "unknown" in codes(replace(plan, carers=plan.carers | {"shen": ("ghost",)}))
    assert "unknown" in codes(replace(plan, carers=plan.carers | {"nobody": ("tan",)}))
    assert "carers" in codes(replace(plan, carers=plan.carers | {"shen": ("tan", "shao", "lin")}))


def test_hours_beyond_the_contract_are_found(plan):
    week = replace(WEEK, carers=tuple(replace(c, most=HOUR) for c in WEEK.carers))
    found = [c for c in check_week(week, plan).complaints if c.code == "hours"]
    assert found and all(c.params["over"] > 0 for c in found)


def test_a_carer_of_another_area_is_found(plan):
    """The walk to the west is otherwise in order: only the area forbids it."""
    week = replace(WEEK, carers=tuple(replace(c, areas=frozenset({"east"})) if c.id == "mu" else c for c in WEEK.carers))
    assert codes(plan, week) == {"area", "refused"}


def test_a_visit_that_vanishes_from_a_day_is_found(plan):
    (walk,) = [r for r in plan.plans[5].rounds if r.carer == "mu"]
    others = tuple(r for r in plan.plans[5].rounds if r is not walk)
    assert "unserved" in codes(with_day(plan, 5, rounds=others))
    assert codes(with_day(plan, 5, rounds=others, unserved=("shop",))) == {"cost"}


def test_times_that_cannot_be_are_found_by_the_day(plan):
    walk = plan.plans[5].rounds[0]
    stop = next(k for k, s in enumerate(walk.stops) if s.visit)
    stops = list(walk.stops)
    stops[stop] = replace(stops[stop], start=stops[stop].start + 6 * HOUR, end=stops[stop].end + 6 * HOUR)
    assert "window" in codes(with_day(plan, 5, rounds=(replace(walk, stops=tuple(stops)), *plan.plans[5].rounds[1:])))


def test_a_visit_on_a_day_that_is_not_its_own_is_found(plan):
    moved = with_days(plan, shop=(4,))
    assert "unknown" in {c.code for c in check_week(WEEK, moved).complaints if c.day == 5}


def test_a_stated_cost_that_is_wrong_is_found(plan):
    cost = replace(plan.plans[5].cost, total=plan.plans[5].cost.total - 1000)
    assert codes(with_day(plan, 5, cost=cost)) == {"cost"}


def test_an_empty_plan_is_found_wanting():
    empty = WeekPlan({}, {}, {d: Plan(()) for d in range(1, 8)})
    assert codes(empty) == {"missing"}
