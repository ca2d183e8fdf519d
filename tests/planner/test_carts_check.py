"""The judge of cart rounds catches whatever is spoilt: every rule has its planted fault, found by its own name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qianshou.planner import Window
from qianshou.planner.carts import CartCost, Drop, Trip, check_carts, solve_carts

from .cart_problems import NOON, meals, noon


def codes(problem, plan) -> set[str]:
    return {c.code for c in check_carts(problem, plan).complaints}


def spoilt(plan, k: int, **changed):
    """The plan with trip k changed, stating no cost."""
    trips = list(plan.trips)
    trips[k] = replace(trips[k], **changed)
    return replace(plan, trips=tuple(trips), cost=CartCost())


@pytest.fixture(scope="module")
def day() -> tuple:
    problem = noon()
    return problem, solve_carts(problem, turns=200)


def test_a_sound_plan_has_no_complaint(day):
    assert check_carts(*day).complaints == ()


def test_trips_by_hand(day):
    """Both near doors, then the far one: seconds worked out on paper."""
    problem, _ = day
    drops = (Drop("chen", NOON), Drop("lu", NOON + 100))
    one = Trip("east", NOON - 280, NOON - 100, drops, NOON + 320)
    two = Trip("east", NOON + 320, NOON + 500, (Drop("gu", NOON + 700),), NOON + 1030)
    plan = replace(day[1], trips=(one, two), cost=CartCost(2400, 2 * 100 + 2 * 200 + 3 * 200, 0.0, 0.0, 2400.12))
    assert check_carts(problem, plan).complaints == ()
    later = replace(plan, trips=(one, replace(two, load=NOON + 319)), cost=CartCost())
    assert codes(problem, later) == {"load"}


def test_unknown_and_twice(day):
    problem, plan = day
    assert codes(problem, spoilt(plan, 0, cart="north")) == {"unknown"}
    assert codes(problem, spoilt(plan, 0, drops=(*plan.trips[0].drops, Drop("nobody", NOON)))) == {"unknown"}
    assert codes(problem, spoilt(plan, 0, drops=(*plan.trips[0].drops, plan.trips[0].drops[0]))) == {"twice"}


def test_empty_trip(day):
    problem, plan = day
    assert "empty" in codes(problem, spoilt(plan, 0, drops=()))


def test_loading_too_early_too_short_or_before_the_cart_is_back(day):
    problem, plan = day
    first, second = plan.trips
    assert codes(problem, spoilt(plan, 0, load=problem.load_from - 1)) == {"load"}
    assert codes(problem, spoilt(plan, 0, load=first.leave - 179)) == {"load"}
    assert codes(problem, spoilt(plan, 1, load=first.back - 1)) == {"load"}
    assert codes(problem, spoilt(plan, 1, load=first.load)) == {"load"}
    assert second.load >= first.back


def test_too_many_boxes(day):
    problem, plan = day
    assert codes(replace(problem, carts=(replace(problem.carts[0], boxes=3),)), plan) == {"boxes"}


def test_no_time_for_the_way(day):
    problem, plan = day
    k = next(k for k, t in enumerate(plan.trips) if len(t.drops) == 2)
    a, b = plan.trips[k].drops
    assert codes(problem, spoilt(plan, k, drops=(a, replace(b, at=a.at + 99)))) >= {"travel"}
    assert "travel" in codes(problem, spoilt(plan, 0, leave=plan.trips[0].leave + 1, load=plan.trips[0].load))


def test_outside_the_window(day):
    problem, plan = day
    last = plan.trips[-1].drops[-1]
    doors = tuple(replace(d, window=Window(NOON, last.at - 1)) if d.id == last.door else d for d in problem.doors)
    assert codes(replace(problem, doors=doors), plan) == {"window"}
    doors = tuple(replace(d, window=Window(last.at + 1, NOON + 1800)) if d.id == last.door else d for d in problem.doors)
    assert codes(replace(problem, doors=doors), plan) == {"window"}


def test_cold(day):
    problem, plan = day
    longest = max(t.drops[-1].at - t.leave for t in plan.trips)
    assert codes(replace(problem, hot_limit=longest), plan) == set()
    assert codes(replace(problem, hot_limit=longest - 1), plan) == {"hot"}


def test_back_is_what_the_last_stop_implies(day):
    problem, plan = day
    assert codes(problem, spoilt(plan, 1, back=plan.trips[1].back - 1)) == {"back"}
    # a cart that says it is back earlier than it can be does not load earlier for it
    first = plan.trips[0]
    trips = (replace(first, back=first.back - 50), replace(plan.trips[1], load=first.back - 50))
    assert codes(problem, replace(plan, trips=trips, cost=CartCost())) == {"back", "load"}


def test_farther_than_a_charge_lasts(day):
    problem, plan = day
    cart = problem.carts[0]
    assert codes(replace(problem, carts=(replace(cart, range=2400),)), plan) == set()
    assert codes(replace(problem, carts=(replace(cart, range=2399),)), plan) == {"range"}


def test_pins(day):
    problem, plan = day
    two = replace(problem, carts=(*problem.carts, replace(problem.carts[0], id="west")))
    assert codes(replace(two, doors=(replace(problem.doors[0], pinned="west"), *problem.doors[1:])), plan) == {"pinned"}
    order = [d.door for t in plan.trips for d in t.drops]
    ranks = {door: len(order) - k for k, door in enumerate(order)}
    assert codes(replace(problem, doors=tuple(replace(d, pinned_rank=ranks[d.id]) for d in problem.doors)), plan) == {"pinned_rank"}
    ranks = {door: k for k, door in enumerate(order)}
    assert codes(replace(problem, doors=tuple(replace(d, pinned_rank=ranks[d.id]) for d in problem.doors)), plan) == set()


def test_unserved_must_be_named(day):
    problem, plan = day
    assert codes(problem, replace(plan, unserved=("gu",))) == {"unserved"}
    assert codes(problem, replace(plan, trips=plan.trips[:1], cost=CartCost())) == {"unserved"}


@pytest.mark.parametrize("name", ["metres", "box_seconds", "total"])
def test_cost_is_counted_again(day, name):
    problem, plan = day
    assert codes(problem, replace(plan, cost=replace(plan.cost, **{name: getattr(plan.cost, name) - 1}))) == {"cost"}


@settings(max_examples=80, deadline=None)
@given(problem=meals(), data=st.data())
def test_a_spoilt_plan_of_any_meal_is_found(problem, data):
    """A second, a metre, a box or a door taken from what a sound plan needs to the full."""
    plan = solve_carts(problem, turns=30)
    if not plan.trips:
        return
    k = data.draw(st.integers(0, len(plan.trips) - 1))
    trip = plan.trips[k]
    j = data.draw(st.integers(0, len(trip.drops) - 1))
    drop, carts = trip.drops[j], {c.id: c for c in problem.carts}
    boxes = {d.id: d.boxes for d in problem.doors}
    held = sum(boxes[d.door] for d in trip.drops)
    how = data.draw(st.sampled_from(["late", "dropped", "doubled", "boxes", "hot"]))
    if how == "late":
        changed = spoilt(plan, k, drops=(*trip.drops[:j], replace(drop, at=drop.at + 100_000), *trip.drops[j + 1 :]))
        assert {"window", "hot"} <= codes(problem, changed)
    elif how == "dropped":
        assert "unserved" in codes(problem, spoilt(plan, k, drops=(*trip.drops[:j], *trip.drops[j + 1 :])))
    elif how == "doubled":
        assert "twice" in codes(problem, spoilt(plan, k, drops=(*trip.drops, drop)))
    elif how == "boxes":
        fewer = tuple(replace(c, boxes=held - 1) if c.id == trip.cart else c for c in carts.values())
        assert "boxes" in codes(replace(problem, carts=fewer), plan)
    else:
        spent = trip.drops[-1].at - trip.leave
        assert "hot" in codes(replace(problem, hot_limit=spent - 1), plan)
