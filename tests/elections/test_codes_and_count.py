"""Codes, checks and the count, without a database: exact, the same for everybody, and the program of the page is the program of the office."""

import json
import subprocess
import sys
from dataclasses import asdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianshou.__main__ import main
from qianshou.merit.rules import election_count
from qianshou.merit.rules.election_checks import Facts, Rule, findings, may_stand, months_between
from qianshou.merit.rules.election_codes import ALPHABET, BYTES, code_from, normal_code, normal_receipt, receipt_from, shown
from qianshou.merit.rules.election_count import count, digest, judge, problems

chance = st.binary(min_size=BYTES, max_size=BYTES)
SEED = "ab" * 32


def tally(ballots, *, scores=None, places=1, candidates=2, jurors=("甲",), weights=(40, 60)) -> dict:
    """A sound tally of one category."""
    import hashlib

    numbers = range(1, candidates + 1)
    opening = {
        "categories": [{"code": "carers", "name": "十佳", "places": places, "choices": places}],
        "candidates": [{"number": n, "category": "carers", "name": f"候选{n}"} for n in numbers],
        "jurors": list(jurors), "weights": {"jury": weights[0], "public": weights[1]}, "roll": {"voters": len(ballots) + 1, "hash": "x"},
        "seed_hash": hashlib.sha256(bytes.fromhex(SEED)).hexdigest(),
    }  # fmt: skip
    made = {
        "format": election_count.FORMAT, "opening": opening, "opening_hash": digest(opening),
        "scores": scores or [[j, n, 50] for j in range(len(jurors)) for n in numbers], "marked": {"code": len(ballots), "paper": 0},
        "ballots": sorted([receipt_from(n.to_bytes(BYTES)), "code", list(chosen)] for n, chosen in enumerate(ballots, start=1)), "seed": SEED,
    }  # fmt: skip
    return made | {"result": [asdict(line) for line in count(made)]}


@given(chance, st.integers(0, 9), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_always_found(random, at, sign):
    code = code_from(random)
    wrong = code[:at] + sign + code[at + 1 :]
    assert normal_code(wrong) == (code if wrong == code else "")


@given(chance, st.integers(0, 8))
def test_two_signs_that_changed_places_are_always_found(random, at):
    code = code_from(random)
    wrong = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert normal_code(wrong) == (code if wrong == code else "")


@given(chance)
def test_typed_in_any_way_a_code_is_a_code_and_no_receipt(random):
    code, receipt = code_from(random), receipt_from(random)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    assert normal_code(f" {shown(code).lower()} ") == normal_code(wide) == code
    assert normal_receipt(code) == normal_code(receipt) == "" and normal_receipt(shown(receipt)) == receipt


@given(st.lists(st.sets(st.integers(1, 4), max_size=2), max_size=30), st.randoms())
def test_the_order_of_ballots_and_scores_changes_nothing(ballots, random):
    one = tally(ballots, places=2, candidates=4)
    assert judge(one)[0] == []
    mixed = {**one, "scores": random.sample(one["scores"], len(one["scores"]))}
    assert count(mixed) == count(one)
    votes = {n: sum(n in chosen for chosen in ballots) for n in range(1, 5)}
    assert {line.number: line.votes for line in count(one)} == votes


def test_equal_totals_go_to_whom_the_jury_likes_more_and_then_to_the_lot():
    by_jury = tally([{1}, {1}, {2}], scores=[[0, 1, 50], [0, 2, 100]], weights=(50, 50))  # 25 + 50 against 50 + 25
    assert [(line.number, line.total, line.tie) for line in count(by_jury)] == [(2, "75", "jury"), (1, "75", "jury")]
    drawn = tally([{1}, {2}])
    lots = {n: election_count.lot(SEED, digest(drawn["ballots"]), n) for n in (1, 2)}
    assert [line.number for line in count(drawn)] == sorted(lots, key=lots.get) and {line.tie for line in count(drawn)} == {"drawn"}


def test_nobody_is_elected_with_nothing():
    assert not any(line.elected for line in count(tally([], scores=[[0, 1, 0], [0, 2, 0]])))


SPOILT = {
    "a ballot twice": lambda t: t["ballots"].append(t["ballots"][0]),
    "a ballot more": lambda t: t["ballots"].append(["ZZZZZZZZZZ", "code", [1]]),
    "a ballot changed": lambda t: t["ballots"][0].__setitem__(2, [2]),
    "too many choices": lambda t: t["ballots"][0].__setitem__(2, [1, 2]),
    "an unknown name": lambda t: t["ballots"][0].__setitem__(2, [9]),
    "another seed": lambda t: t.__setitem__("seed", "cd" * 32),
    "other weights": lambda t: t["opening"]["weights"].__setitem__("jury", 90),
    "points that were raised": lambda t: t["scores"][0].__setitem__(2, 100),
    "points out of bounds": lambda t: t["scores"][0].__setitem__(2, 101),
    "another result": lambda t: t["result"][0].__setitem__("elected", False),
    "more votes than marks": lambda t: t["marked"].__setitem__("code", 1),
    "another format": lambda t: t.__setitem__("format", "x"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_a_tally_that_was_tampered_with_is_found(what):
    spoilt = tally([{1}, {1}, {2}])
    assert judge(spoilt)[0] == []
    SPOILT[what](spoilt)
    assert judge(spoilt)[0]


def test_papers_handed_out_and_not_put_in_are_no_problem():
    assert problems(tally([{1}]) | {"marked": {"code": 1, "paper": 1}}) == []


def test_the_file_counts_itself_and_the_command_says_the_same(tmp_path, capsys):
    sound, spoilt = tmp_path / "tally.json", tmp_path / "spoilt.json"
    one = tally([{1}, {1}, {2}])
    sound.write_text(json.dumps(one, ensure_ascii=False))
    spoilt.write_text(json.dumps({**one, "seed": "cd" * 32}))
    alone = [subprocess.run([sys.executable, "-I", election_count.__file__, str(f)], capture_output=True, text=True, cwd=tmp_path) for f in (sound, spoilt)]
    assert [done.returncode for done in alone] == [0, 1] and "PROBLEM" in alone[1].stdout
    assert main(["election", "count", str(sound)]) == 0
    assert capsys.readouterr().out.strip() == alone[0].stdout.strip()
    assert main(["election", "count", str(spoilt)]) == 1
    assert main(["election", "count", str(sound), "--json"]) == 0 and '"elected": true' in capsys.readouterr().out


FACTS = Facts(date(2026, 1, 1), date(2026, 11, 24), date(2026, 1, 5), None, 20, 30, 600)


def test_rules_answer_by_what_is_known():
    rules = [Rule("post", "in_post"), Rule("m", "months", 11), Rule("p", "points", 20), Rule("h", "hours", 10), Rule("c", "by_hand")]
    found = {one.code: one for one in findings(rules, FACTS, {})}
    assert [(one.ok, one.found) for one in found.values()] == [(True, 1), (False, 10), (True, 20), (True, 10), (None, None)]
    assert may_stand(found.values()) is False
    assert may_stand(findings(rules, FACTS, {"m": (True, "前一年在邻街道"), "c": (True, "查过")})) is True
    assert may_stand(findings(rules[4:], FACTS, {})) is None


def test_months_are_whole():
    assert months_between(date(2026, 1, 31), date(2026, 2, 28)) == 0 and months_between(date(2025, 11, 24), date(2026, 11, 24)) == 12
    assert months_between(date(2026, 11, 24), date(2026, 1, 1)) == 0
