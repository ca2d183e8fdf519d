"""The annealing core: its sums are the real ones, compiled and plain code agree, and what is undone is undone."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numba
import numpy as np
import pytest
from hypothesis import given, settings

from qianshou.planner import check, solve
from qianshou.planner.annealing.fresh import renew
from qianshou.planner.annealing.jit import HOW
from qianshou.planner.annealing.loop import anneal, total
from qianshou.planner.annealing.model import MIX, Call, Job, Model, Rest, Worker
from qianshou.planner.annealing.search import search
from qianshou.planner.annealing.state import prepare, rounds_of
from qianshou.planner.board import Board
from qianshou.planner.construct import construct
from qianshou.planner.cost import cost
from qianshou.planner.decode import decode
from qianshou.planner.engine import model_of, rounds_on
from qianshou.planner.facts import Facts
from qianshou.planner.plan import Plan

from .problems import problems, small_day


def random_model(seed: int, jobs: int = 24, workers: int = 5) -> Model:
    """Jobs in a square, a third of them double, some with a gap, one with three; breaks at, before and after a place."""
    dice = np.random.default_rng(seed)
    points = dice.uniform(0, 60, (jobs + 1, 2))
    legs = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    made = []
    for j in range(jobs):
        size = 3 if j == 0 else 2 if j % 3 == 1 else 1
        low = float(dice.integers(0, 400))
        calls = [Call(j + 1, 10.0 + 5 * k, low, low + 90, np.zeros(workers), low + 200) for k in range(size)]
        gap = (0.0, 0.0) if j % 2 else (15.0, 40.0)
        made.append(Job(calls, [gap] * (size - 1), missing=500.0))
    rests = [Rest(c, 30.0, 150.0, 1e15, 300.0, 0 if c == 0 else -1, (0, 1, 2)[c % 3]) for c in range(workers - 1)]
    modes = [Worker(mode=c % 2, close=600.0, late=1.0) for c in range(workers)]
    return Model(np.array([legs, legs * 0.5]), modes, made, rests, per_worst=1.0)


@pytest.mark.parametrize("seed", range(4))
def test_sums_kept_up_move_by_move_are_those_worked_out_afresh(seed):
    a = prepare(random_model(seed), seed)
    w = a.work[0]
    for heat in (50.0, 5.0, 0.5):
        anneal(a.stops, a.carers, a.legs, a.price, a.near, a.able, a.spans, w, a.log, np.array(MIX), a.kept, 3000, heat)
        kept = {name: float(w[name]) for name in ("travel", "price", "late", "broken", "worst")}
        before = a.stops.copy()
        renew(a.stops, a.carers, a.legs, a.price, w, a.log)
        assert {name: float(w[name]) for name in kept} == pytest.approx(kept, abs=1e-6)
        for field in ("start", "site", "next", "prev"):
            assert a.stops[field].tolist() == pytest.approx(before[field].tolist(), abs=1e-9)


def test_the_best_plan_is_found_again():
    found = search(random_model(1), moves=20_000, seed=5)
    assert found.sound and found.cost == pytest.approx(float(found.arrays.work[0].best))
    assert sum(j >= 0 for walk in rounds_of(found) for j, _, _ in walk) == 34


def test_threads_give_the_same_answer_each_time():
    one, two = (search(random_model(2), threads=2, moves=40_000, seed=3) for _ in range(2))
    assert one.cost == two.cost and rounds_of(one) == rounds_of(two)


@settings(max_examples=40, deadline=None)
@given(problem=problems())
def test_the_annealer_counts_a_day_as_the_judge_does(problem):
    board = Board(Facts(problem))
    construct(board)
    if not problem.visits:
        return
    a = prepare(model_of(board.f), 1, rounds_on(board))
    rounds = decode(problem, board.order())
    served = {s.visit for r in rounds for s in r.stops}
    plan = Plan(rounds, tuple(v.id for v in problem.visits if v.id not in served))
    assert total(a.work[0]) == pytest.approx(cost(problem, plan).total, rel=1e-6)
    assert a.work[0].broken == 0.0


@settings(max_examples=25, deadline=None)
@given(problem=problems())
def test_plans_after_many_moves_pass_the_checker(problem):
    verdict = check(problem, solve(problem, moves=5000, seed=2))
    assert verdict.sound, verdict.complaints


PLAIN = """
import json
from tests.planner.test_annealing import random_model
from qianshou.planner.annealing.search import search
from qianshou.planner.annealing.state import rounds_of
found = search(random_model(3, jobs=8, workers=3), moves=400, seed=2)
print(json.dumps([found.cost, rounds_of(found)]))
"""


def test_plain_python_gives_the_same_answer():
    answers = []
    for plain in ("0", "1"):
        env = {**os.environ, "NUMBA_DISABLE_JIT": plain}
        done = subprocess.run([sys.executable, "-c", PLAIN], env=env, capture_output=True, text=True, check=True)
        answers.append(json.loads(done.stdout))
    assert answers[0] == answers[1]


def test_threads_help_each_other():
    alone = [search(random_model(2), moves=40_000, seed=seed).cost for seed in (3, 1003)]
    together = search(random_model(2), threads=2, moves=40_000, seed=3)
    assert together.moves == 80_000 and together.cost not in alone


def test_a_search_without_limit_ends_when_coolings_bring_nothing():
    found = search(random_model(4, jobs=4, workers=2), patience=2, seed=1)
    assert found.sound and found.moves % 20_000 == 0 and found.moves >= 2 * 130_000 * 7


def test_small_day_with_two_threads():
    problem = small_day()
    plan = solve(problem, moves=500, threads=2)
    assert plan.unserved == () and check(problem, plan).sound


def test_compiled_code_counts_no_references():
    """Counting who holds an array took half of the search's time. The control: Numba counts where it is not told otherwise."""

    def first(stops):
        return stops[0]

    def compiled(wrap) -> str:
        inner = wrap(first)
        outer = wrap(lambda stops: inner(stops) + inner(stops[1:]))
        outer(np.zeros(3))
        return " ".join(outer.inspect_llvm().values())

    assert "NRT_incref" not in compiled(lambda f: numba.njit(**HOW)(f))
    assert "NRT_incref" in compiled(numba.njit)
