"""Why nobody goes: each carer is named with what stands in her way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from qianshou.planner import Need, Visit, Window, explain, solve

from .problems import HOUR, problems, small_day


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


@settings(max_examples=60, deadline=None)
@given(problem=problems())
def test_who_is_left_out_has_a_reason_from_everybody(problem):
    plan = solve(problem, moves=200)
    for visit in plan.unserved:
        named = {o.carer for o in explain(problem, plan, visit)}
        assert named == {c.id for c in problem.carers}
