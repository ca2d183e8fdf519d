"""HHCRSP: our judge agrees with the published values, and our answers pass it."""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

import pytest

from qianshou.planner import FileError
from qianshou.planner.cli import add_arguments, handle
from qianshou.planner.foreign import solve_hhcrsp
from qianshou.planner.formats.hhcrsp import check_hhcrsp, read_hhcrsp

DATA = Path(__file__).parent.parent / "data" / "planner"


def load(name: str) -> dict:
    raw = (DATA / name).read_bytes()
    return json.loads(gzip.decompress(raw) if name.endswith(".gz") else raw)


@pytest.mark.parametrize(("instance", "solution", "objective"), [("tiny-3.json", "tiny-3.sol.json", 32.0), ("10_1.json.gz", "10_1.sol.json", 218.199)])
def test_published_solutions_are_worth_what_is_said(instance, solution, objective):
    judged = check_hhcrsp(read_hhcrsp(load(instance)), load(solution))
    assert judged.sound and judged.objective == pytest.approx(objective, abs=1e-3)


def test_the_optimum_of_a_small_instance_is_found():
    _, summary = solve_hhcrsp(load("10_1.json.gz"), moves=200_000, seed=1)
    assert summary["sound"] and summary["objective"] == pytest.approx(218.199, abs=2e-3)


def _spoil(change) -> list[str]:
    solution = load("10_1.sol.json")
    change([r for r in solution["routes"] if r.get("locations")])
    return check_hhcrsp(read_hhcrsp(load("10_1.json.gz")), solution).broken


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda routes: routes[0]["locations"].pop(), "not given"),
        (lambda routes: routes[0]["locations"][-1].update(arrival_time=0, departure_time=14), "too early"),
        (lambda routes: routes[0]["locations"][-1].update(departure_time=9999), "takes"),
        (lambda routes: routes[0].update(caregiver_id="nobody"), "unknown caregiver"),
        (lambda routes: routes.append(routes[0]) or routes[0].update(caregiver_id=routes[1]["caregiver_id"]), "two routes"),
    ],
)
def test_what_is_broken_is_said(change, word):
    assert any(word in line for line in _spoil(change))


def test_services_apart_are_found():
    instance = read_hhcrsp(load("tiny-3.json"))
    solution = load("tiny-3.sol.json")
    for route in solution["routes"]:
        for stop in route["locations"]:
            if stop["patient"] == "p3" and stop["service"] == "s1":
                stop["arrival_time"] += 100
                stop["departure_time"] += 100
    assert any("minutes apart" in line for line in check_hhcrsp(instance, solution).broken)


def test_a_bad_file_is_named():
    with pytest.raises(FileError, match="distances"):
        read_hhcrsp({**load("tiny-3.json"), "distances": [[0]]})
    with pytest.raises(FileError, match="patients"):
        read_hhcrsp({"services": []})


def test_command_line(tmp_path, capsys):
    parser = argparse.ArgumentParser()
    add_arguments(parser.add_subparsers())
    out = tmp_path / "out.json"
    file = str(DATA / "25_1.json.gz")
    assert handle(parser.parse_args(["solve", file, "--format", "hhcrsp", "--moves", "5000", "--out", str(out), "--json"])) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sound"] and told["made"]["moves"] == 5000
    assert handle(parser.parse_args(["check", file, str(out), "--format", "hhcrsp", "--json"])) == 0
    assert json.loads(capsys.readouterr().out)["objective"] == pytest.approx(told["objective"])
    out.write_text('{"routes": []}')
    assert handle(parser.parse_args(["check", file, str(out), "--format", "hhcrsp"])) == 1
