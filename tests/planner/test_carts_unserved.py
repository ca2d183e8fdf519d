"""Doors left out: the sum beforehand promises nothing false, each has its reason, and what is called a mend mends."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from qianshou.planner import Window
from qianshou.planner.carts import arithmetic, check_carts, one_more_cart, outlook_carts, solve_carts

from .cart_problems import NOON, meals, noon


def left_out(problem, name: str = "gu"):
    """Plan, and what is said of one door."""
    plan = solve_carts(problem, turns=200)
    ahead = outlook_carts(problem, plan)
    assert name in plan.unserved
    return ahead.reasons[name], ahead.mends[name]


def with_doors(problem, **changed):
    return replace(problem, doors=tuple(replace(d, **changed) if d.id == "gu" else d for d in problem.doors))


def test_too_far_to_be_hot():
    reasons, mends = left_out(replace(noon(), hot_limit=199))
    assert [(r.cart, r.code, r.params) for r in reasons] == [("", "far", {"seconds": 200, "limit": 199})]
    assert (mends[0].code, mends[0].cart, mends[0].params) == ("hot", "east", {"by": 1})


def test_more_boxes_than_a_cart_holds():
    reasons, mends = left_out(with_doors(noon(), boxes=6))
    assert [(r.code, r.params) for r in reasons] == [("boxes", {"boxes": 6, "most": 4})]
    assert (mends[0].code, mends[0].params) == ("boxes", {"by": 2})


def test_no_cart_can_be_there_before_the_window_ends():
    reasons, mends = left_out(with_doors(noon(), window=Window(NOON - 900, NOON - 300)))
    assert [(r.code, r.params) for r in reasons] == [("window", {"earliest": NOON - 220, "end": NOON - 300})]
    assert mends[0].code == "window"


def test_farther_than_a_charge_lasts():
    reasons, _ = left_out(replace(noon(), carts=(replace(noon().carts[0], range=1599),)))
    assert [(r.code, r.params) for r in reasons] == [("range", {"metres": 1600, "most": 1599})]


def test_carts_all_busy():
    """The far door's window ends before a second trip could be there, and boxes do not let it go on the first."""
    problem = replace(noon(), doors=tuple(replace(d, window=Window(NOON, NOON + 240)) for d in noon().doors), carts=(replace(noon().carts[0], boxes=4),))
    reasons, mends = left_out(problem)
    assert [(r.cart, r.code) for r in reasons] == [("east", "window")] and reasons[0].params["by"] > 0
    assert mends[0].trip == 2 or mends[0].trip == 1
    assert one_more_cart(problem, solve_carts(problem, turns=200)) == 1


def test_pinned_to_a_cart_that_is_full():
    problem = noon()
    west = replace(problem.carts[0], id="west", boxes=2)
    reasons, mends = left_out(replace(with_doors(problem, pinned="west"), carts=(*problem.carts, west)))
    assert [(r.cart, r.code) for r in reasons] == [("", "boxes")]
    assert {"pinned", "boxes"} <= {m.code for m in mends}
    assert next(m.cart for m in mends if m.code == "pinned") == "east"


@settings(max_examples=40, deadline=None)
@given(problem=meals(most_doors=8))
def test_what_is_called_a_mend_mends(problem):
    """With the rule given way by as much as is said, a short search from the same plan serves the door, or more doors than before."""
    plan = solve_carts(problem, turns=60)
    ahead = outlook_carts(problem, plan)
    assert set(ahead.reasons) == set(plan.unserved)
    for name, mends in ahead.mends.items():
        for mend in mends:
            assert mend.code != "give" or problem.doors
            eased = _eased(problem, mend)
            if eased is None:
                continue
            better = solve_carts(eased, turns=30, first=plan)
            assert check_carts(eased, better).sound
            assert name not in better.unserved or len(better.unserved) < len(plan.unserved), (mend, better.unserved)


def _eased(problem, mend):
    by = mend.params.get("by", 0)
    if mend.code == "hot":
        return replace(problem, hot_limit=problem.hot_limit + by)
    if mend.code == "window":
        return replace(problem, doors=tuple(replace(d, window=Window(d.window.start, d.window.end + by)) for d in problem.doors))
    if mend.code == "pinned":
        return replace(problem, doors=tuple(replace(d, pinned=None) if d.id == mend.door else d for d in problem.doors))
    if mend.code in ("boxes", "range"):
        return replace(problem, carts=tuple(_larger(c, mend.code, by) if c.id == mend.cart else c for c in problem.carts))
    return None


def _larger(cart, code: str, by: int):
    return replace(cart, boxes=cart.boxes + by) if code == "boxes" else replace(cart, range=cart.range + by)


@settings(max_examples=80, deadline=None)
@given(problem=meals())
def test_the_sum_never_says_too_little_time_where_there_is_enough(problem):
    plan, before = solve_carts(problem, turns=60), arithmetic(problem)
    assert before.boxes == sum(d.boxes for d in problem.doors) and before.needed == before.service + before.driving + before.loading
    if not plan.unserved and plan.trips:
        assert before.short == 0 and before.trips <= len(plan.trips)


def test_the_sum_by_hand():
    before = arithmetic(noon())
    assert (before.doors, before.boxes, before.places, before.trips) == (3, 7, 4, 2)
    assert (before.service, before.driving, before.loading) == (350, 100 + 200 + 2 * 100, 360)
    # one cart: loaded just in time for the first door, home from the last: 380 s before the window, 1800 s in it, 330 s after
    assert before.available == 380 + 1800 + 330 and before.short == 0


@pytest.mark.parametrize("minutes", [6, 9])
def test_too_little_time_is_seen_beforehand(minutes):
    crowd = tuple(replace(d, id=f"{d.id}{k}", window=Window(NOON, NOON + 60 * minutes)) for k in range(8) for d in noon().doors)
    problem = replace(noon(), doors=crowd)
    before = arithmetic(problem)
    assert 0 < before.one_more <= before.short <= len(solve_carts(problem, turns=300).unserved)
