"""Why nobody goes: each carer is named with what stands in her way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from qianshou.planner import Need, Plan, Visit, Window, check, explain, outlook, solve

from .problems import HOUR, crowded_days, problems, small_day
from .trials import insertions, plan_of, sound_plan, walks_of

STANDING = {"tier", "skill", "refused", "sex", "pinned"}


def reasons(visit: Visit, **carer) -> set[str]:
    problem = small_day()
    problem = replace(problem, visits=(visit,), carers=tuple(replace(c, **carer) for c in problem.carers))
    plan = solve(problem, moves=20)
    assert plan.unserved == (visit.id,)
    return {o.code for o in explain(problem, plan, visit.id)}


DAY = (Window(8 * HOUR, 17 * HOUR),)


@pytest.mark.parametrize(
    ("code", "fields", "carer"),
    [
        ("skill", {"needs": (Need(skills=frozenset({"nurse"})),)}, {}),
        ("tier", {"needs": (Need(tiers=frozenset({"aide"})),)}, {}),
        ("refused", {"refused": frozenset({"tan", "shao"})}, {}),
        ("sex", {"sex": "m"}, {"sex": "f"}),
        ("absent", {}, {"shifts": ()}),
        ("load", {}, {"most_visits": 0}),
        ("window", {"windows": (Window(0, HOUR),)}, {}),
        ("shift", {"windows": (Window(16 * HOUR + 3500, 16 * HOUR + 3599),)}, {}),
        ("break", {"windows": (Window(10 * HOUR + 3300, 10 * HOUR + 3300),), "duration": 3 * HOUR}, {}),
    ],
)
def test_each_reason_is_named(code, fields, carer):
    visit = replace(Visit("v", "lane1", DAY, 1200), **fields)
    assert reasons(visit, **carer) == {code}


def narrow() -> Visit:
    """Two carers 40 minutes apart in a window of 20."""
    return Visit("narrow", "lane1", (Window(9 * HOUR, 9 * HOUR + 1200),), 600, needs=(Need(), Need()), gap=(2400, 2400))


def test_a_gap_that_nobody_can_keep_is_said_once_and_of_the_visit():
    problem = replace(small_day(), visits=(narrow(),))
    plan = solve(problem, moves=20)
    assert plan.unserved == ("narrow",)
    found = explain(problem, plan, "narrow")
    assert [(o.carer, o.code, o.params) for o in found] == [("", "gap", {"least": 2400})]
    tired = replace(problem, carers=tuple(replace(c, shifts=()) for c in problem.carers))
    assert [(o.carer, o.code) for o in explain(tired, plan, "narrow")] == [("", "gap"), *((c.id, "absent") for c in tired.carers)]
    assert outlook(problem, plan).mends["narrow"] == []


def test_a_full_round_names_what_is_blocked():
    problem = small_day()
    tight = tuple(
        Visit(name, "lane1", (Window(9 * HOUR, 9 * HOUR + 60),), HOUR, refused=frozenset({"shao"})) for name in ("one", "two")
    )
    problem = replace(problem, visits=tight)
    plan = solve(problem, moves=20)
    (out,) = plan.unserved
    found = {o.carer: o for o in explain(problem, plan, out)}
    assert found["tan"].code in ("window", "full") and found["shao"].code == "refused"


def test_no_partner():
    problem = small_day()
    pair = Visit("pair", "lane1", DAY, 1200, needs=(Need(), Need()))
    problem = replace(problem, visits=(pair,), carers=problem.carers[:1])
    plan = solve(problem, moves=20)
    assert [o.code for o in explain(problem, plan, "pair")] == ["partner"]


@pytest.mark.long
@settings(max_examples=250, deadline=None)
@given(problem=problems(most_visits=9) | crowded_days())
def test_a_carer_is_named_if_and_only_if_she_cannot_go(problem):
    """The model puts the visit at every place of her round, lunch anywhere, and asks the judge."""
    plan = solve(problem, moves=0)
    assume(check(problem, plan).sound)
    walks = walks_of(problem, plan)
    by_id = {v.id: v for v in problem.visits}
    for visit, found in outlook(problem, plan).reasons.items():
        named = {o.carer for o in found}
        for carer in problem.carers:
            if len(by_id[visit].needs) == 1:
                can = bool(carer.shifts) and sound_plan(problem, walks, visit, (carer.id,)) is not None
                assert (carer.id in named) != can, (visit, carer.id, found)
            else:
                assert carer.id in named or any(o.code == "gap" for o in found)


@settings(max_examples=100, deadline=None)
@given(problem=problems(most_visits=9) | crowded_days())
def test_standing_reasons_are_those_of_the_judge(problem):
    """Who is sent all the same is complained of by just these names, absence apart."""
    plan = solve(problem, moves=0)
    assume(check(problem, plan).sound)
    walks = walks_of(problem, plan)
    by_id = {v.id: v for v in problem.visits}
    for visit, found in outlook(problem, plan).reasons.items():
        for carer in problem.carers:
            codes = {o.code for o in found if o.carer == carer.id}
            if not carer.shifts or len(by_id[visit].needs) > 1 or not codes & STANDING:
                continue
            trial = next(insertions(problem, walks, visit, (carer.id,)))
            forced = plan_of(problem, trial)
            assert forced is not None
            said = {c.code for c in check(problem, forced).complaints if c.visit == visit}
            assert codes == said & STANDING


def test_who_knows_no_more_than_the_clock_is_told_by_how_much():
    problem = small_day()
    late = Visit("v", "lane1", (Window(16 * HOUR + 3500, 16 * HOUR + 3599),), 1200)
    problem = replace(problem, visits=(late,))
    found = explain(problem, solve(problem, moves=0), "v")
    assert [(o.code, o.params["by"], o.params["over"]) for o in found] == [("shift", 1400, 1400)] * 2
    soft = replace(problem, carers=tuple(replace(c, overtime=1300) for c in problem.carers))
    assert [o.params["by"] for o in explain(soft, solve(soft, moves=0), "v")] == [100, 100]


def test_a_waived_rule_is_no_reason():
    problem = small_day()
    tight = Visit("v", "lane1", (Window(16 * HOUR + 3500, 16 * HOUR + 3599),), 1200)
    day = replace(problem, visits=(tight,), carers=tuple(replace(c, most_visits=0) for c in problem.carers))
    plan = Plan((), ("v",))
    for waived, left in ((("shift",), {"load"}), (("load",), {"shift"}), (("shift", "load"), set())):
        visit = replace(tight, waived=frozenset(waived))
        assert {o.code for o in explain(replace(day, visits=(visit,)), plan, "v")} == left


def test_between_two_shifts_nobody_is_asked():
    problem = small_day()
    noon = Visit("v", "lane1", (Window(11 * HOUR, 12 * HOUR),), 1800)
    split = (Window(8 * HOUR, 11 * HOUR), Window(13 * HOUR, 17 * HOUR))
    problem = replace(problem, visits=(noon,), carers=tuple(replace(c, shifts=split, breaks=()) for c in problem.carers))
    found = explain(problem, Plan((), ("v",)), "v")
    assert [(o.carer, o.code, o.params["by"]) for o in found] == [("tan", "window", 1800), ("shao", "window", 1800)]


def test_a_second_carer_who_comes_later():
    """The second of two starts twenty minutes after the first: her hours are asked at her own start."""
    problem = small_day()
    pair = Visit("pair", "lane1", (Window(16 * HOUR, 16 * HOUR + 1200),), 2400, needs=(Need(skills=frozenset({"bath"})), Need()), gap=(1200, 1200))
    tan, shao = problem.carers[0], replace(problem.carers[1], skills=frozenset())
    problem = replace(problem, visits=(pair,), carers=(tan, shao))
    found = {o.carer: o for o in explain(problem, Plan((), ("pair",)), "pair")}
    assert found["tan"].code == "partner" and (found["shao"].code, found["shao"].params["by"]) == ("shift", 300)
