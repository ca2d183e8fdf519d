"""UHHC: our judge agrees with the published values and with cases worked by hand, and says what is broken."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from qianshou.planner import FileError
from qianshou.planner.formats.uhhc import read_uhhc
from qianshou.planner.formats.uhhc_check import check_uhhc

DATA = Path(__file__).parent.parent / "data" / "planner"


def load(name: str) -> dict:
    raw = (DATA / name).read_bytes()
    return json.loads(gzip.decompress(raw) if name.endswith(".gz") else raw)


@pytest.mark.parametrize(
    ("instance", "solution", "objective"),
    [
        ("tiny-1.json", "tiny-1.sol.json", 475),
        ("tiny-2.json", "tiny-2.sol.json", 181),
        ("i-116.json.gz", "i-116.cp-sat.sol.json", 17117),
        ("i-116.json.gz", "i-116.sa.sol.json", 17393),
    ],
)
def test_solutions_are_worth_what_is_said(instance, solution, objective):
    judged = check_uhhc(read_uhhc(load(instance)), load(solution), lunch_hard=True)
    assert judged.broken == [] and judged.objective == objective


def test_each_part_of_the_case_worked_by_hand():
    parts = check_uhhc(read_uhhc(load("tiny-1.json")), load("tiny-1.sol.json")).parts
    assert (parts["travel_time"], parts["total_tardiness"], parts["total_waiting_time"]) == (90, 15, 45)
    assert (parts["total_extra_time"], parts["max_idle_time"], parts["caregiver_preferences"]) == (10, 165, 1)


def _spoil(change) -> list[str]:
    solution = load("i-116.cp-sat.sol.json")
    change([r for r in solution["routes"] if r.get("locations")])
    return check_uhhc(read_uhhc(load("i-116.json.gz")), solution, lunch_hard=True).broken


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda routes: [r.update(locations=[x for x in r["locations"] if x["service"] != "lunch_break"]) for r in routes], "missed"),
        (lambda routes: routes[0]["locations"].pop(), "not visited"),
        (lambda routes: routes[0]["locations"][0].update(arrival_time=0), "before the shift"),
        (lambda routes: routes[0].update(caregiver_id="nobody"), "unknown caregiver"),
    ],
)
def test_what_is_broken_is_said(change, word):
    assert any(word in line for line in _spoil(change))


def test_an_unknown_component_is_refused():
    data = load("tiny-1.json")
    data["metadata"]["cost_components"]["charm"] = 3
    with pytest.raises(FileError, match="charm"):
        read_uhhc(data)
