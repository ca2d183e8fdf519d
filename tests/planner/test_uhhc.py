"""UHHC: our judge agrees with the published values and with cases worked by hand, and says what is broken."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from qianshou.planner import FileError
from qianshou.planner.annealing.fresh import renew
from qianshou.planner.annealing.loop import anneal, total
from qianshou.planner.annealing.model import MIX
from qianshou.planner.annealing.state import prepare
from qianshou.planner.foreign import solve_uhhc
from qianshou.planner.formats.uhhc import read_uhhc
from qianshou.planner.formats.uhhc_check import check_uhhc
from qianshou.planner.formats.uhhc_model import model_of

from .uhhc_instances import invented

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


@pytest.mark.parametrize("seed", range(12))
def test_the_search_counts_what_the_judge_counts(seed):
    _, summary = solve_uhhc(invented(seed), moves=30_000, seed=seed)
    assert summary["broken"] == [] and summary["made"]["counted"] == pytest.approx(summary["objective"])


@pytest.mark.parametrize("seed", range(8))
def test_rounds_kept_up_move_by_move_are_those_worked_out_afresh(seed):
    a = prepare(model_of(read_uhhc(invented(seed))), seed)
    w = a.work[0]
    names = ("travel", "price", "late", "broken", "rounds", "toils", "waits", *(("worst",) if w.per_worst else ()))
    for heat in (500.0, 50.0, 5.0):
        anneal(a.stops, a.carers, a.legs, a.price, a.near, a.able, a.spans, w, a.log, np.array(MIX), a.kept, 3000, heat)
        kept, rounds = {name: float(w[name]) for name in names}, a.carers.copy()
        renew(a.stops, a.carers, a.legs, a.price, w, a.log)
        assert {name: float(w[name]) for name in names} == pytest.approx(kept, abs=1e-6)
        for name in ("toil", "wait", "idle"):
            assert a.carers[name].tolist() == pytest.approx(rounds[name].tolist(), abs=1e-6)
    assert total(w) < 1e6


@pytest.mark.parametrize(("name", "published"), [("i-116.json.gz", 17117), ("J7.json.gz", 493), ("tiny-1.json", 475), ("tiny-2.json", 181)])
def test_small_instances_are_solved_at_least_as_well_as_published(name, published):
    solution, summary = solve_uhhc(load(name), moves=8_000_000, seed=2)
    judged = check_uhhc(read_uhhc(load(name)), solution, lunch_hard=True)
    assert judged.broken == [] and judged.objective == summary["objective"] <= published


def test_what_cannot_be_counted_is_refused():
    data = invented(0)
    data["metadata"]["cost_components"] = {"max_waiting_time": 1}
    with pytest.raises(FileError, match="max_waiting_time"):
        solve_uhhc(data, moves=10)


def test_an_instance_that_cannot_be_solved_is_said_to_be_so():
    data = invented(1)
    del data["metadata"]["cost_components"]["caregiver_preferences"]  # now a rule: a patient who knows one carer gets no second service
    _, summary = solve_uhhc(data, moves=20_000)
    assert not summary["sound"] and any("not visited" in line for line in summary["broken"])
