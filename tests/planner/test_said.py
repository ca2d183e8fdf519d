"""What the command says of the visits left out: the same facts as data and as sentences."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from qianshou.__main__ import main
from qianshou.planner import Need, Visit, Window, write_problem
from qianshou.planner.unserved.mends import Mend
from qianshou.planner.unserved.sentences import mend_said

from .problems import HOUR, small_day


def day_file(tmp_path, *visits: Visit) -> str:
    file = tmp_path / "day.json"
    file.write_text(json.dumps(write_problem(replace(small_day(), visits=visits))))
    return str(file)


LATE = Visit("late", "lane1", (Window(16 * HOUR + 3500, 16 * HOUR + 3599),), 1200)
NURSED = Visit("nursed", "lane2", (Window(13 * HOUR, 15 * HOUR),), 1800, needs=(Need(frozenset({"aide"}), frozenset({"nurse"})),))


def test_as_data(tmp_path, capsys):
    main(["plan", "solve", day_file(tmp_path, LATE, NURSED), "--moves", "0", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert {o["code"] for o in told["unserved"]["late"]} == {"shift"}
    first = told["mends"]["late"][0]
    assert (first["code"], first["params"]["by"], first["params"]["side"]) == ("shift", 1400, "later")
    assert told["mends"]["nursed"][0]["params"]["rules"] == ["tier", "skill"]
    (aide,) = [h for h in told["more_hands"] if h["tier"] == "aide"]
    assert (aide["serves"], aide["of"], aide["skills"]) == (["nursed"], 2, ["nurse"])


def test_as_sentences(tmp_path, capsys):
    main(["plan", "solve", day_file(tmp_path, LATE, NURSED), "--moves", "0", "--out", str(tmp_path / "plan.json")])
    said = capsys.readouterr().err
    assert "tan could go at 16:58 by working 24 min longer." in said
    assert "One more aide (nurse) from 13:00 to 14:00 would serve 1 of the 2." in said
    assert "would come home after her working time: tan, shao" in said
    assert "Without the rule of the kind of carer, the skill, tan could go at 13:00." in said


def test_a_gap_that_nobody_can_keep_as_a_sentence(tmp_path, capsys):
    apart = Visit("apart", "lane1", (Window(9 * HOUR, 9 * HOUR + 1200),), 600, needs=(Need(), Need()), gap=(2400, 2400))
    main(["plan", "solve", day_file(tmp_path, apart), "--moves", "0", "--out", str(tmp_path / "plan.json")])
    said = capsys.readouterr().err
    assert said.count("no window is long enough for two carers 40 min apart") == 1
    main(["plan", "solve", day_file(tmp_path, apart), "--moves", "0", "--json"])
    assert json.loads(capsys.readouterr().out)["unserved"]["apart"] == [{"carer": "", "code": "gap", "params": {"least": 2400}}]


@pytest.mark.parametrize("code", ["shift", "break"])
@pytest.mark.parametrize("side", ["earlier", "later"])
def test_one_carer_is_named_once_and_of_two_whose_hours_give_way(code, side):
    alone = mend_said(Mend("v", code, ("tan",), 0, 9 * HOUR, {"carer": "tan", "side": side, "by": 1200}))
    assert alone.startswith("tan could go at 9:00 by ") and alone.count("tan") == 1 and "20 min" in alone
    both = mend_said(Mend("v", code, ("tan", "shao"), 0, 9 * HOUR, {"carer": "shao", "side": side, "by": 1200}))
    assert "tan and shao could go at 9:00" in both and both.count("shao") == 2


def test_who_must_give_up_a_pinned_visit_is_named_once():
    said = mend_said(Mend("v", "move", ("tan",), 0, 9 * HOUR, {"from": "tan", "to": "shao", "other": "w", "released": 1}))
    assert said == "tan could go at 9:00 if shao took w, which is pinned to her."


def test_nothing_is_said_of_a_full_plan(tmp_path, capsys):
    main(["plan", "solve", day_file(tmp_path, replace(LATE, windows=(Window(9 * HOUR, 10 * HOUR),))), "--moves", "0", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert (told["unserved"], told["mends"], told["more_hands"]) == ({}, {}, [])
