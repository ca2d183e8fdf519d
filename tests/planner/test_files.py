"""Files go out and come back the same, match the published schema, and what is wrong is named by its field."""

from __future__ import annotations

import argparse
import json

import jsonschema_rs
import pytest
from hypothesis import given, settings

from qianshou.planner import FileError, read_plan, read_problem, solve, write_plan, write_problem
from qianshou.planner.cli import add_arguments, handle
from qianshou.planner.files import schema, validate

from .problems import problems, small_day


@settings(max_examples=60, deadline=None)
@given(problem=problems())
def test_round_trip_and_schema(problem):
    validate(problem)
    data = json.loads(json.dumps(write_problem(problem)))
    jsonschema_rs.validate(schema("problem"), data)
    assert read_problem(data) == problem
    plan = solve(problem, moves=20)
    data = json.loads(json.dumps(write_plan(plan)))
    jsonschema_rs.validate(schema("plan"), data)
    assert read_plan(data) == plan


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("visits", 0, "site"), "nowhere", "visits[0].site: no site 'nowhere'"),
        (("visits", 1, "windows"), [[9, 8]], "visits[1].windows[0]: ends (8) before it begins (9)"),
        (("visits", 1, "windows"), [], "visits[1].windows: at least one window"),
        (("visits", 0, "duration"), 1.5, "visits[0].duration: a whole number"),
        (("visits", 0, "duratoin"), 1, "visits[0].duratoin: unknown field"),
        (("visits", 0, "id"), "talk", "visits[1].id: 'talk' stands twice"),
        (("visits", 0, "needs"), [{}, {}, {}], "visits[0].needs: one or two carers"),
        (("visits", 0, "waived"), ["gravity"], "visits[0].waived: unknown rule 'gravity'"),
        (("visits", 0, "pinned"), ["nobody"], "visits[0].pinned: no carer 'nobody'"),
        (("carers", 0, "mode"), "rocket", "carers[0].mode: no speed"),
        (("carers", 0, "shifts"), [[0, 9], [8, 10]], "carers[0].shifts[1]: must begin after"),
        (("carers", 0, "mode"), "bike", "sites[0]: lon and lat are wanted"),
        (("matrix", "foot"), [[0]], "matrix.foot: 3 rows of 3"),
        (("weights",), {"travel": -1}, "weights.travel: a number from 0"),
        (("kind",), "meals", "kind:"),
        (("format",), "other/9", "format:"),
    ],
)
def test_bad_fields_are_named(path, value, message):
    data = write_problem(small_day())
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(FileError) as e:
        read_problem(data)
    assert message in str(e.value)


def test_not_json():
    with pytest.raises(FileError, match="not JSON"):
        read_problem("{")


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_arguments(parser.add_subparsers(dest="action", required=True))
    return handle(parser.parse_args(list(words)))


def test_solve_and_check_from_the_command_line(tmp_path, capsys):
    day, out = tmp_path / "day.json", tmp_path / "plan.json"
    day.write_text(json.dumps(write_problem(small_day())), "utf-8")
    assert run("solve", str(day), "--moves", "100", "--seed", "2", "--out", str(out), "--json") == 0
    assert json.loads(capsys.readouterr().out)["sound"] is True
    assert run("check", str(day), str(out), "--json") == 0
    spoilt = json.loads(out.read_text("utf-8"))
    spoilt["rounds"][0]["stops"][0]["start"] -= 4 * 3600
    out.write_text(json.dumps(spoilt), "utf-8")
    assert run("check", str(day), str(out)) == 1
    assert "NOT SOUND" in capsys.readouterr().err
    day.write_text("[]", "utf-8")
    assert run("solve", str(day)) == 1
    with pytest.raises(SystemExit) as e:
        run("solve")
    assert e.value.code == 2


def test_street_day_there_and_back(tmp_path, capsys):
    travel = [[0, 300, 500], [300, 0, 200], [500, 200, 0]]
    data = {
        "kind": "visits", "name": "tiny", "horizon": 32400, "lunch": {"at": "station", "duration": 2700, "window": [9000, 17100]},
        "carers": [{"id": "c1", "tier": 1, "mode": "foot"}, {"id": "c2", "tier": 0, "mode": "foot"}],
        "visits": [
            {"id": "v1", "site": 1, "window": [0, 7200], "duration": 1200, "needs": [{"tier": 1}], "stranger_cost": 900,
             "known": {"c1": 0}},
            {"id": "v2", "site": 2, "window": [3600, 7200], "duration": 1200, "needs": [{"tier": 0}, {"tier": 1}],
             "stranger_cost": 900, "known": {}},
        ],
        "travel": {"foot": travel},
    }
    day, out = tmp_path / "day.json", tmp_path / "sol.json"
    day.write_text(json.dumps(data), "utf-8")
    assert run("solve", str(day), "--format", "street", "--moves", "50", "--out", str(out)) == 0
    assert run("check", str(day), str(out), "--format", "street") == 0
    plan = json.loads(out.read_text("utf-8"))
    starts = [s["start"] for r in plan["rounds"] for s in r["stops"] if s.get("visit") == "v2"]
    assert len(starts) == 2 and starts[0] == starts[1]
