"""What the command says of the visits left out: the same facts as data and as sentences."""

from __future__ import annotations

import json
from dataclasses import replace

from qianshou.__main__ import main
from qianshou.planner import Need, Visit, Window, write_problem

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
    assert "If the working time of tan were 24 min longer, tan could go at 16:58." in said
    assert "One more aide (nurse) from 13:00 to 14:00 would serve 1 of the 2." in said
    assert "would come home after her working time: tan, shao" in said
    assert "Without the rule of the kind of carer, the skill, tan could go at 13:00." in said


def test_nothing_is_said_of_a_full_plan(tmp_path, capsys):
    main(["plan", "solve", day_file(tmp_path, replace(LATE, windows=(Window(9 * HOUR, 10 * HOUR),))), "--moves", "0", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert (told["unserved"], told["mends"], told["more_hands"]) == ({}, {}, [])
