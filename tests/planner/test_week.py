"""Plan a week: every rule kept, few carers for a person, hours within contracts, the same answer however many processes."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

import jsonschema_rs
import pytest
from hypothesis import given, settings

from qianshou.planner import FileError, Need
from qianshou.planner.cli import add_arguments, handle
from qianshou.planner.files import schema
from qianshou.planner.week import WeekPlan, check_week, numbers, read_week, read_week_plan, solve_week, write_week, write_week_plan
from qianshou.planner.week.areas import day_problem, parts
from qianshou.planner.week.count import carers_of_persons
from qianshou.planner.week.files import CARERS_OWN, PATTERNS_OWN

from .weeks import HOUR, small_week, weeks

MOVES = 30_000


@pytest.fixture(scope="module")
def small() -> tuple:
    week = small_week()
    return week, solve_week(week, moves=MOVES, seed=1)


def test_a_small_week_is_served_by_few(small):
    week, plan = small
    assert check_week(week, plan).complaints == ()
    counts = numbers(week, plan)
    assert counts["unserved"] == [] and counts["visits"] == 14 and counts["more_than_two"] == []
    seen = carers_of_persons(week, plan.plans)
    assert set(seen["shen"]) in ({"tan", "shao"}, {"shao", "lin"})  # nobody is there all seven days: these two, or those, cover them
    assert set(seen["wu"]) == {"mu"} and plan.days["shop"] == (5,)
    assert plan.carers["wu"] == ("mu",)


@settings(max_examples=25, deadline=None)
@given(week=weeks())
def test_whatever_the_week_its_plan_is_sound(week):
    plan = solve_week(week, moves=400, seed=1)
    assert check_week(week, plan).complaints == ()
    for d, one in plan.plans.items():
        served = set(one.carers_of())
        assert served | set(one.unserved) == {p.id for p in week.patterns if d in plan.days[p.id]} and not served & set(one.unserved)


def test_the_answer_depends_on_the_seed_and_the_moves_alone(small):
    week, plan = small
    again, aside = (solve_week(week, moves=MOVES, seed=1, threads=n) for n in (1, 2))
    assert again.plans == aside.plans and again.days == aside.days and again.carers == aside.carers
    assert {d: replace(p, made={}) for d, p in plan.plans.items()} == {d: replace(p, made={}) for d, p in again.plans.items()}


def test_contract_hours_are_kept_even_if_visits_stay_undone(small):
    week, plan = small
    short = replace(week, carers=tuple(replace(c, most=2 * HOUR) for c in week.carers))
    tight = solve_week(short, moves=MOVES, seed=1)
    assert check_week(short, tight).sound
    assert numbers(short, tight)["unserved"] and max(numbers(short, tight)["hours"].values()) <= 2 * HOUR
    assert any(c.code == "hours" for c in check_week(short, plan).complaints)


def test_only_the_days_asked_for_are_planned(small):
    week, _ = small
    rest = replace(week, days=(3, 4, 5, 6, 7), patterns=tuple(
        replace(p, fixed=(1, 2)) if p.id == "call" else replace(p, fixed=(1,)) if p.id == "bath" else p for p in week.patterns
    ))  # fmt: skip
    plan = solve_week(rest, moves=MOVES, seed=1)
    assert check_week(rest, plan).sound and set(plan.plans) == {3, 4, 5, 6, 7}
    assert plan.days["bath"] == (1, 3, 5) and all(d > 2 for d in plan.days["talk"])


def test_a_visit_that_nobody_can_give_is_named_with_its_reasons(small):
    week, _ = small
    odd = replace(week.patterns[4], visit=replace(week.patterns[4].visit, needs=(Need(frozenset({"doctor"})),)))
    lacking = replace(week, patterns=(*week.patterns[:4], odd))
    (left,) = numbers(lacking, solve_week(lacking, moves=MOVES, seed=1))["unserved"]
    assert left == {"visit": "shop", "person": "wu", "day": 5, "reasons": {"tier": 1}}


def test_areas_without_common_carers_are_planned_apart():
    week = small_week()
    assert [p.name for p in parts(week)] == ["east", "west"]
    everywhere = replace(week, carers=(replace(week.carers[0], areas=frozenset()), *week.carers[1:]))
    assert len(parts(everywhere)) == 1
    day = day_problem(everywhere, {p.id: (5,) for p in week.patterns}, 5)
    assert next(v for v in day.visits if v.id == "shop").refused == {"shao", "lin"}


@settings(max_examples=40, deadline=None)
@given(week=weeks())
def test_files_round_trip_and_match_the_schema(week):
    data = json.loads(json.dumps(write_week(week)))
    jsonschema_rs.validate(schema("week"), data)
    assert read_week(data) == week


def test_what_a_week_shares_with_a_day_has_one_schema():
    """The week's files repeat the day's: a field that a day gains must be known here too."""
    week, day = schema("week")["properties"], schema("problem")["properties"]
    for name, theirs, own in (("carers", "carers", CARERS_OWN), ("patterns", "visits", PATTERNS_OWN)):
        shared = {k: v for k, v in week[name]["items"]["properties"].items() if k not in own}
        assert shared == {k: v for k, v in day[theirs]["items"]["properties"].items() if k not in own}
    assert {k: week[k] for k in ("sites", "modes", "matrix")} == {k: day[k] for k in ("sites", "modes", "matrix")}
    assert week["weights"]["properties"]["day"] == day["weights"]
    plan = {k: v for k, v in schema("plan").items() if k not in ("$schema", "title")}
    assert schema("week-plan")["properties"]["plans"]["additionalProperties"] == plan


def test_a_plan_goes_out_and_comes_back(small):
    _, plan = small
    data = json.loads(json.dumps(write_week_plan(plan)))
    jsonschema_rs.validate(schema("week-plan"), data)
    assert read_week_plan(data) == plan


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("patterns", 0, "site"), "nowhere", "patterns[0].site: no site 'nowhere'"),
        (("patterns", 2, "tmes"), 2, "patterns[2].tmes: unknown field"),
        (("patterns", 2, "times"), 8, "patterns[2].times: at most 7"),
        (("patterns", 2, "days"), [1, 2], "patterns[2].days: no 2 of these days are 3 days apart"),
        (("patterns", 2, "days"), [1, 8], "patterns[2].days: weekdays from 1 (Monday) to 7"),
        (("patterns", 4, "fixed"), [4, 5], "patterns[4].fixed: 2 days are fixed, but it is owed 1 times"),
        (("carers", 1, "shifts"), [[]], "carers[1].shifts: seven lists"),
        (("carers", 1, "shifts"), [[[9, 8]], [], [], [], [], [], []], "carers[1].shifts[0][0]: ends (8) before it begins (9)"),
        (("carers", 1, "most"), -1, "carers[1].most: a whole number"),
        (("weights", "third"), -1, "weights.third: a number from 0"),
        (("weights", "day"), {"travel": -1}, "weights.day.travel: a number from 0"),
        (("format",), "qianshou-week/9", "format: 'qianshou-week/1' is wanted"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(path, value, message):
    data = json.loads(json.dumps(write_week(small_week())))
    data.setdefault("weights", {})
    at = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(FileError) as e:
        read_week(data)
    assert str(e.value).startswith(message)


def test_the_command_plans_and_checks(small, tmp_path, capsys):
    week, plan = small
    file, out = tmp_path / "week.json", tmp_path / "plan.json"
    file.write_text(json.dumps(write_week(week)))
    parser = argparse.ArgumentParser()
    add_arguments(parser.add_subparsers())
    assert handle(parser.parse_args(["week", str(file), "--moves", str(MOVES), "--out", str(out), "--json"])) == 0
    assert json.loads(capsys.readouterr().out)["numbers"]["served"] == 14
    assert handle(parser.parse_args(["check", str(file), str(out), "--format", "week"])) == 0
    assert "sound: 14 of 14 visits; at most two carers for 100.0% of 4 persons" in capsys.readouterr().err
    wrong = WeekPlan({**plan.days, "talk": (1, 2)}, plan.carers, plan.plans)
    out.write_text(json.dumps(write_week_plan(wrong)))
    assert handle(parser.parse_args(["check", str(file), str(out), "--format", "week"])) == 1
    assert "spacing" in capsys.readouterr().err
