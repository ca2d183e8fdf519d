"""What would mend it is true: with the rule given way the visit fits, with a second less it does not; judged by the checker."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from qianshou.planner import Carer, Cost, Need, Plan, Problem, Visit, Window, check, outlook, solve
from qianshou.planner.fitness import may_fill
from qianshou.planner.unserved.hands import newcomer
from qianshou.planner.unserved.mends import Mend, mended

from .problems import HOUR, MINUTE, crowded_days, problems, small_day
from .trials import insertions, plan_of, sound_plan, walks_of, without

DAY = (Window(8 * HOUR, 17 * HOUR),)


def first_plan(problem: Problem) -> Plan:
    """By insertion alone: it leaves more out than a search would. Mends are promised for sound plans only."""
    plan = solve(problem, moves=0)
    assume(check(problem, plan).sound)
    return plan


def served_after(problem: Problem, plan: Plan, mend: Mend) -> Plan | None:
    """A sound plan with the visit, all other visits in their order, once the rule has given way; None if there is none."""
    changed = mended(problem, mend)
    walks = walks_of(problem, plan)
    if mend.code != "move":
        return sound_plan(changed, walks, mend.visit, mend.carers)
    other = str(mend.params["other"])
    for trial in insertions(changed, without(walks, other), other, (str(mend.params["to"]),)):
        found = sound_plan(changed, trial, mend.visit, mend.carers)
        if found:
            return found
    return None


@pytest.mark.long
@settings(max_examples=120, deadline=None)
@given(problem=problems(most_visits=9) | crowded_days())
def test_every_mend_mends(problem):
    plan = first_plan(problem)
    for visit, found in outlook(problem, plan).mends.items():
        assert [m.cost for m in found] == sorted(m.cost for m in found)
        for mend in found:
            after = served_after(problem, plan, mend)
            assert after is not None, mend
            assert visit not in after.unserved and set(after.unserved) == set(plan.unserved) - {visit}


@pytest.mark.long
@settings(max_examples=120, deadline=None)
@given(problem=problems(most_visits=9) | crowded_days())
def test_a_second_less_does_not_mend(problem):
    plan = first_plan(problem)
    pairs = {v.id for v in problem.visits if len(v.needs) > 1}
    for visit, found in outlook(problem, plan).mends.items():
        for mend in found:
            if "by" in mend.params and visit not in pairs:
                less = replace(mend, params=mend.params | {"by": int(mend.params["by"]) - 1})
                assert served_after(problem, plan, less) is None, mend


@pytest.mark.long
@settings(max_examples=80, deadline=None)
@given(problem=problems(most_visits=12))
def test_one_more_carer_serves_as_many_as_is_said(problem):
    plan = first_plan(problem)
    for hand in outlook(problem, plan).hands:
        more = replace(problem, carers=(*problem.carers, newcomer(problem, hand)))
        assert check(more, replace(plan, cost=Cost())).sound  # one more on duty: another fair share, so another cost
        assert hand.start < hand.end and len(set(hand.serves)) == len(hand.serves) <= hand.of == len(plan.unserved)
        kinds = {v.id: v for v in problem.visits}
        assert all(may_help(kinds[v], more.carers[-1]) for v in hand.serves)
        if len(hand.serves) <= 2 and all(len(kinds[v].needs) == 1 for v in hand.serves):
            walks = put_all(more, walks_of(problem, plan), hand.serves, more.carers[-1].id)
            assert walks is not None and check(more, plan_of(more, walks)).sound


def may_help(visit: Visit, carer: Carer) -> bool:
    return any(may_fill(visit, side, carer) for side in range(len(visit.needs)))


def put_all(problem: Problem, walks, visits, carer: str):
    """All visits into one round, each at some place where the day stays sound (tries all ways; the days are small)."""
    if not visits:
        return walks
    for trial in insertions(problem, walks, visits[0], (carer,)):
        plan = plan_of(problem, trial)
        if plan and check(problem, plan).sound and (done := put_all(problem, trial, visits[1:], carer)):
            return done
    return None


def only(visit: Visit, **carer) -> tuple[Problem, Plan]:
    problem = small_day()
    problem = replace(problem, visits=(visit,), carers=tuple(replace(c, **carer) for c in problem.carers))
    return problem, first_plan(problem)


@pytest.mark.parametrize(
    ("code", "fields", "carer", "params"),
    [
        ("window", {"windows": (Window(8 * HOUR, 8 * HOUR + 100),)}, {}, {"by": 200, "side": "later"}),
        ("shift", {"windows": (Window(16 * HOUR + 3500, 16 * HOUR + 3599),)}, {}, {"by": 1400, "side": "later"}),
        ("shift", {"windows": (Window(8 * HOUR, 8 * HOUR + 100),)}, {}, {"by": 200, "side": "earlier"}),
        ("break", {"windows": (Window(10 * HOUR + 3300, 10 * HOUR + 3300),), "duration": 3 * HOUR}, {}, {"by": 55 * MINUTE, "side": "later"}),
        ("break", {"windows": (Window(11 * HOUR + 1200, 11 * HOUR + 1200),), "duration": 3 * HOUR}, {}, {"by": 1800, "side": "earlier"}),
        ("load", {}, {"most_visits": 0}, {"most": 0}),
        ("waive", {"needs": (Need(skills=frozenset({"nurse"})),)}, {}, {"rules": ["skill"]}),
        ("waive", {"sex": "m", "needs": (Need(tiers=frozenset({"aide"})),)}, {"sex": "f"}, {"rules": ["tier", "sex"]}),
    ],
)
def test_each_kind_by_hand(code, fields, carer, params):
    visit = replace(Visit("v", "lane1", DAY, 1200), **fields)
    problem, plan = only(visit, **carer)
    found = [m for m in outlook(problem, plan).mends["v"] if m.code == code and params.items() <= m.params.items()]
    assert {m.carers for m in found} == {("tan",), ("shao",)}
    assert all(served_after(problem, plan, m) for m in found)


def test_a_pin_released():
    """Pinned to somebody who is absent: with the pin let go the other could."""
    visit = Visit("v", "lane1", DAY, 1200, pinned=("shao",))
    problem, _ = only(visit)
    problem = replace(problem, carers=(problem.carers[0], replace(problem.carers[1], shifts=())))
    plan = first_plan(problem)
    (mend,) = outlook(problem, plan).mends["v"]
    assert (mend.code, mend.carers) == ("pinned", ("tan",))
    assert served_after(problem, plan, mend)


def test_another_visit_makes_room():
    """Tan holds a call that Shao could give; only Tan may bathe, at that very hour."""
    problem = small_day()
    hour = (Window(9 * HOUR, 9 * HOUR),)
    tan, shao = problem.carers[0], replace(problem.carers[1], skills=frozenset())
    visits = (
        Visit("call", "lane1", hour, HOUR, pinned=("tan",)),
        Visit("bath", "lane1", hour, HOUR, needs=(Need(skills=frozenset({"bath"})),)),
    )
    before = first_plan(replace(problem, carers=(tan, shao), visits=visits))
    assert before.unserved == ("bath",)
    for pinned in (("tan",), ()):
        day = replace(problem, carers=(tan, shao), visits=(replace(visits[0], pinned=pinned), visits[1]))
        first = outlook(day, before).mends["bath"][0]
        assert first.code == "move" and first.carers == ("tan",)
        assert first.params == {"other": "call", "from": "tan", "to": "shao"} | ({"released": 1} if pinned else {})
        assert served_after(day, before, first)


def test_one_more_carer_in_the_afternoon():
    """Four afternoon visits that nobody has the skill for: one aide for the afternoon serves them all."""
    problem = small_day()
    skilled = (Need(tiers=frozenset({"aide"}), skills=frozenset({"nurse"})),)
    left = tuple(Visit(f"n{k}", "lane1", (Window(13 * HOUR, 16 * HOUR),), 30 * MINUTE, needs=skilled) for k in range(4))
    problem = replace(problem, visits=(*problem.visits, *left))
    plan = first_plan(problem)
    (hand,) = outlook(problem, plan).hands
    assert (hand.tier, hand.skills, hand.of, set(hand.serves)) == ("aide", ("nurse",), 4, {v.id for v in left})
    assert 12 * HOUR + 45 * MINUTE <= hand.start <= 13 * HOUR and hand.end <= 15 * HOUR + 15 * MINUTE


def test_nothing_left_out_needs_no_mend():
    problem = small_day()
    plan = first_plan(problem)
    assert plan.unserved == ()
    found = outlook(problem, plan)
    assert (found.reasons, found.mends, found.hands) == ({}, {}, [])


def test_plain_data():
    problem, plan = only(Visit("v", "lane1", (Window(0, HOUR),), 1200))
    told = outlook(problem, plan).told()
    assert set(told) == {"reasons", "mends", "more_hands"} and set(told["reasons"]) == {"v"}
