"""Meals as files: out and back the same, matching the published schema; what is wrong is named by its field; the command line knows them."""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given, settings

from qianshou.planner import FileError
from qianshou.planner.carts import (
    read_cart_plan,
    read_cart_problem,
    service_seconds,
    solve_carts,
    write_cart_plan,
    write_cart_problem,
)
from qianshou.planner.carts.files import validate
from qianshou.planner.cli import add_arguments, handle
from qianshou.planner.files import schema

from .cart_problems import meals, noon

DAY = Path(__file__).parents[2] / "benchmarks" / "data" / "street-meals-0.json.gz"


@settings(max_examples=60, deadline=None)
@given(problem=meals())
def test_round_trip_and_schema(problem):
    validate(problem)
    data = json.loads(json.dumps(write_cart_problem(problem)))
    jsonschema_rs.validate(schema("meals"), data)
    assert read_cart_problem(data) == problem
    plan = solve_carts(problem, turns=5)
    data = json.loads(json.dumps(write_cart_plan(plan)))
    jsonschema_rs.validate(schema("meals-plan"), data)
    assert read_cart_plan(data) == plan


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("kind",), "visits", "kind: 'meals' is wanted"),
        (("format",), "other/9", "format:"),
        (("kitchen",), "nowhere", "kitchen: no site 'nowhere'"),
        (("doors", 0, "site"), "nowhere", "doors[0].site: no site 'nowhere'"),
        (("doors", 1, "window"), [9, 8], "doors[1].window: ends (8) before it begins (9)"),
        (("doors", 1, "window"), None, "doors[1].window: missing"),
        (("doors", 0, "id"), "lu", "doors[1].id: 'lu' stands twice"),
        (("doors", 0, "boxes"), 1.5, "doors[0].boxes: a whole number"),
        (("doors", 0, "boxs"), 1, "doors[0].boxs: unknown field"),
        (("doors", 0, "pinned"), "north", "doors[0].pinned: no cart 'north'"),
        (("doors", 0, "lift"), 1, "doors[0].lift: true or false"),
        (("carts", 0, "boxes"), -1, "carts[0].boxes: a whole number from 0"),
        (("known",), {"chen": "north"}, "known.chen: no cart 'north'"),
        (("known",), {"wang": "east"}, "known.wang: no such door"),
        (("metres",), [[0]], "metres: 3 rows of 3"),
        (("seconds",), [], "seconds: both matrices"),
        (("metres", 1), 7, "metres[1]: a list"),
        (("weights",), {"metre": -1}, "weights.metre: a number from 0"),
        (("service_rule",), {"stairs": 1}, "service_rule.stairs: unknown field"),
        (("mode",), {"kmh": 0}, "mode.kmh: a number from 0.1"),
    ],
)
def test_bad_fields_are_named(path, value, message):
    data = json.loads(json.dumps(write_cart_problem(noon())))
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(FileError) as e:
        read_cart_problem(data)
    assert str(e.value).startswith(message)


def test_service_from_boxes_floor_and_lift():
    assert [service_seconds(n) for n in (1, 3)] == [90, 130]
    assert service_seconds(1, floor=4) == 90 + 75 and service_seconds(1, floor=-1) == 115
    assert service_seconds(1, floor=9, lift=True) == 90 + 60 and service_seconds(1, floor=2, lift=True) == 90 + 25
    data = write_cart_problem(noon())
    for door, more in zip(data["doors"], ({"floor": 3}, {"floor": 6, "lift": True}, {"service": 7, "floor": 6}), strict=True):
        del door["service"]
        door |= more
    data["service_rule"] = {"door": 50}
    assert [d.service for d in read_cart_problem(data).doors] == [50 + 40 + 50, 50 + 40 + 60, 7]


def test_ways_from_coordinates():
    data = write_cart_problem(noon())
    del data["metres"], data["seconds"]
    with pytest.raises(FileError, match=r"sites\[0\]: lon and lat"):
        read_cart_problem(data)
    data["sites"] = [{"id": name, "lon": 121.52 + k / 100, "lat": 31.26} for k, name in enumerate(("kitchen", "near", "far"))]
    plan = solve_carts(read_cart_problem(data), turns=50)
    assert not plan.unserved
    straight = 950.5 + 1901  # 0.01° of longitude there is 950.5 m
    assert 2 * 1.35 * straight <= plan.cost.metres + 1 <= 2 * 1.35 * straight + 6  # ways are rounded up, four of them


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_arguments(parser.add_subparsers())
    return handle(parser.parse_args(list(words)))


@pytest.mark.parametrize("form", ["native", "street"])
def test_from_the_command_line(tmp_path, capsys, form):
    file, out = tmp_path / "day.json", tmp_path / "plan.json"
    if form == "street":
        file.write_bytes(gzip.decompress(DAY.read_bytes()))
    else:
        file.write_text(json.dumps(write_cart_problem(noon())))
    assert run("solve", str(file), "--format", form, "--moves", "5", "--out", str(out), "--json") == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["sound"] and summary["unserved"] == {} and summary["arithmetic"]["short"] == 0
    assert run("check", str(file), str(out), "--format", form, "--json") == 0
    assert json.loads(capsys.readouterr().out)["cost"]["metres"] == summary["cost"]["metres"]
    plan = json.loads(out.read_text())
    plan["trips"][0]["leave"] += 1
    out.write_text(json.dumps(plan))
    assert run("check", str(file), str(out), "--format", form) == 1
    assert "NOT SOUND" in capsys.readouterr().err


def test_what_is_left_out_is_told_on_the_terminal(tmp_path, capsys):
    data = write_cart_problem(noon())
    data["hot_limit"] = 199
    file = tmp_path / "day.json"
    file.write_text(json.dumps(data))
    assert run("solve", str(file), "--moves", "20") == 0
    said = capsys.readouterr().err
    assert "unserved" in said and "far {'seconds': 200, 'limit': 199}" in said and "mend: hot {'by': 1}" in said


def test_a_file_that_is_no_street_day(tmp_path, capsys):
    file = tmp_path / "day.json"
    file.write_text('{"kind": "meals"}')
    assert run("solve", str(file), "--format", "street") == 1
    assert "not a street day: KeyError" in capsys.readouterr().err
