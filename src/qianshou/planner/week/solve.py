"""Planning a week: part by part, on as many processes as wanted. The parts have no carer in common, so the answer is the same on one."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from functools import partial

from ..cost import cost
from ..plan import Plan
from .areas import day_problem, parts
from .part import Budget, solve_part
from .problem import WeekPlan, WeekProblem

BEGINNING = 0.95  # share of the seconds that is searched; the rest goes on starting processes and putting parts together


def solve_week(
    problem: WeekProblem, *, seconds: float | None = None, moves: int | None = None, seed: int = 1, threads: int = 1,
    progress: Callable[[float], None] | None = None,
) -> WeekPlan:  # fmt: skip
    """Plan the week. Stops after `moves` of search in all, or after about `seconds` (default 60 if neither is given).

    With `moves` the answer depends on nothing but the problem and the seed, not on `threads`, the number of processes.
    `progress` is told the share done, 0 to 1. Check the answer with `check_week` before using it.
    """
    if seconds is None and moves is None:
        seconds = 60.0
    begun, found = time.perf_counter(), parts(problem)
    sizes = [sum(p.times for p in part.patterns) for part in found]
    threads = max(1, min(threads, len(found)))
    budgets = []
    for size in sizes:
        share = size / max(1, sum(sizes))
        # A part cannot be planned by two at once: more processes than parts shorten nothing.
        budgets.append(
            Budget(moves=int(moves * share)) if moves is not None else Budget(seconds=min(seconds, seconds * threads * share) * BEGINNING)
        )
    jobs = sorted(range(len(found)), key=lambda k: (-sizes[k], k))
    tell = progress or (lambda done: None)
    run = _here if threads == 1 else _side_by_side
    solved = run(found, budgets, jobs, sizes, seed, threads, tell)
    plan = _together(problem, solved)
    tell(1.0)
    made = {"seed": seed, "seconds": round(time.perf_counter() - begun, 3), "parts": len(found), "threads": threads}
    return replace(plan, made=made | ({"moves": moves} if moves is not None else {}))


def _here(found, budgets, jobs, sizes, seed, threads, tell) -> list[WeekPlan]:
    solved: list[WeekPlan | None] = [None] * len(found)
    done, everything = 0, max(1, sum(sizes))
    for k in jobs:
        solved[k] = solve_part(found[k], budgets[k], seed + k, partial(_tell_share, tell, done, sizes[k], everything))
        done += sizes[k]
    return solved


def _tell_share(tell: Callable[[float], None], before: int, size: int, everything: int, share: float) -> None:
    tell((before + share * size) / everything)


def _side_by_side(found, budgets, jobs, sizes, seed, threads, tell) -> list[WeekPlan]:
    solved: list[WeekPlan | None] = [None] * len(found)
    done, everything = 0, max(1, sum(sizes))
    # A fresh process each, not a copy of this one: it may hold a database connection or threads.
    with ProcessPoolExecutor(threads, multiprocessing.get_context("spawn"), _die_with_parent) as pool:
        waiting = {pool.submit(solve_part, found[k], budgets[k], seed + k): k for k in jobs}
        for ready in as_completed(waiting):
            k = waiting[ready]
            solved[k] = ready.result()
            done += sizes[k]
            tell(done / everything)
    return solved


def _die_with_parent() -> None:
    """A process whose parent was killed must not go on searching for nobody."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _together(problem: WeekProblem, solved: list[WeekPlan]) -> WeekPlan:
    """The parts as one week, days and rounds in the order of the problem."""
    days = {k: v for part in solved for k, v in part.days.items()}
    meant = {k: v for part in solved for k, v in part.carers.items()}
    place = {c.id: k for k, c in enumerate(problem.carers)}
    plans = {}
    for d in problem.days:
        rounds = sorted((r for part in solved for r in part.plans[d].rounds), key=lambda r: place[r.carer])
        left = tuple(v for part in solved for v in part.plans[d].unserved)
        plan = Plan(tuple(rounds), left)
        plans[d] = replace(plan, cost=cost(day_problem(problem, days, d), plan))
    return WeekPlan({p.id: days[p.id] for p in problem.patterns}, meant, plans)
