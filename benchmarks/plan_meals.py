"""A meal day: our cart rounds beside two relaxations given to PyVRP (no limit on time in the cart; a cart for every trip) and the nearest door by hand.

    python benchmarks/plan_meals.py [--days 0 1 2 3 4] [--seconds 2 30] [--seeds 1 2 3] [--peer-seconds 30] [--sample]

How each peer is given the day stands in `benchmarks/peers`. What is done is in `results/plan_meals.jsonl` and not done again (`--fresh` forgets it).
`--sample`: the first day, once, 10 seconds each.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter

from harness import DATA, HERE, OUT, PLANNER, RESULTS, Runs, code_of, publish, read, row

sys.path.insert(0, str(HERE.parent / "src"))

from qianshou.planner.carts import Clockwork, check_carts, solve_carts
from qianshou.planner.formats.street_meals import read_street_meals

KEYS = ("code", "day", "who", "seconds", "seed")
ASKED = {30: "≤ 1.10", 2: "≤ 1.25"}  # of the relaxed peer's metres
NO_LIMIT = 1_000_000
PEERS = ("pyvrp_carts", "by_hand", "pyvrp_hot")


def main() -> int:
    """Run what is missing, print the table, write the result."""
    args = arguments()
    runs = Runs(args.out, KEYS, args.fresh)
    rows, loads = compiling(), []
    for k in args.days:
        day = read(DATA / f"street-meals-{k}.json.gz")
        problem = read_street_meals(day)
        us = {"code": code_of(PLANNER / "carts", PLANNER / "annealing" / "dice.py", PLANNER / "annealing" / "jit.py"), "day": k, "who": "ours"}
        ours = {
            seconds: [runs.of({**us, "seconds": seconds, "seed": seed}, lambda run, p=problem: our_plan(p, run)) for seed in args.seeds]
            for seconds in args.seconds
        }
        them = {"code": code_of(HERE / "peers"), "day": k, "seed": 1, "seconds": args.peer_seconds}
        theirs = {name: runs.of({**them, "who": name}, lambda run, d=day, p=problem: their_plan(d, p, run)) for name in PEERS}
        rows += day_rows(k, ours, theirs)
        loads += [run["load"] for run in [*theirs.values(), *(r for found in ours.values() for r in found)]]
    notes = [
        "Every plan of ours passed our checker: all doors served, every rule kept, unless the row says otherwise.",
        *(import_module(f"peers.{name}").GIVEN for name in PEERS),
        f"Load of the machine (2 cores) while it ran: {min(loads)} to {max(loads)}.",
    ]
    publish("Cart rounds of a meal (230 doors, 600 boxes, 7 carts, 45 minutes in the cart)", rows, notes, args.out)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--days", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    parser.add_argument("--seconds", type=float, nargs="+", default=[2, 30])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--peer-seconds", type=float, default=30)
    parser.add_argument("--out", type=Path, default=RESULTS / "plan_meals.jsonl")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--sample", action="store_true")
    args = parser.parse_args()
    if args.sample:
        args.days, args.seconds, args.seeds, args.peer_seconds, args.out, args.fresh = [0], [2, 10], [1], 10, OUT / "plan_meals.jsonl", True
    return args


def our_plan(problem, run: dict) -> dict:
    """Our plan. AssertionError if our own checker finds fault."""
    plan = solve_carts(problem, seconds=run["seconds"], seed=run["seed"])
    verdict = check_carts(problem, plan)
    assert verdict.sound, verdict.complaints
    return {**counted(problem, plan), "turns": plan.made["turns"]}


def their_plan(day: dict, problem, run: dict) -> dict:
    """A peer's plan, timed by us and judged; the relaxed one without the limit on time in the cart."""
    if run["who"] == "pyvrp_carts":
        problem = replace(problem, hot_limit=NO_LIMIT)
    begun = perf_counter()
    if run["who"] == "pyvrp_hot":  # it has more carts than there are: nothing to be judged but its ways
        metres, trips = import_module("peers.pyvrp_hot").solve(day, run["seconds"], run["seed"])
        return {"metres": metres, "trips": trips, "wall": round(perf_counter() - begun, 1)}
    orders = import_module(f"peers.{run['who']}").solve(day, run["seconds"], run["seed"])
    took = perf_counter() - begun
    plan = Clockwork(problem).plan(orders)
    verdict = check_carts(problem, plan)
    assert verdict.sound, verdict.complaints
    return {**counted(problem, plan), "wall": round(took, 1)}


def counted(problem, plan) -> dict:
    """What is compared: metres, doors without a meal, box-minutes, the longest time in a cart (minutes), trips."""
    longest = max((t.drops[-1].at - t.leave for t in plan.trips), default=0)
    return {
        "metres": plan.cost.metres, "unserved": len(plan.unserved), "box_minutes": round(plan.cost.box_seconds / 60),
        "longest": round(longest / 60, 1), "trips": len(plan.trips),
    }  # fmt: skip


def day_rows(k: int, ours: dict[float, list[dict]], theirs: dict[str, dict]) -> list[dict]:
    """Metres for each time beside the relaxed peer; after the longest time also beside the other two, and box-minutes."""
    relaxed, last = theirs["pyvrp_carts"], ours[max(ours)]
    rows = []
    for seconds, found in ours.items():
        out = max(r["unserved"] for r in found)
        what = f"day {k}: metres after {seconds:g} s (seeds: {len(found)}, median; unserved: {out})"
        rows.append(beside(what, found, "metres", "m", theirs, "pyvrp_carts", ASKED.get(seconds, "")))
    rows.append(beside(f"day {k}: metres", last, "metres", "m", theirs, "pyvrp_hot"))
    rows.append(beside(f"day {k}: metres (the peer's unserved: {theirs['by_hand']['unserved']})", last, "metres", "m", theirs, "by_hand"))
    what = f"day {k}: box-minutes in carts (longest {max(r['longest'] for r in last):g} min; the peer's {relaxed['longest']:g} min)"
    rows.append(beside(what, last, "box_minutes", "", theirs, "pyvrp_carts"))
    return rows


def beside(what: str, found: list[dict], key: str, unit: str, theirs: dict[str, dict], who: str, asked: str = "") -> dict:
    """One row: the median of ours beside one peer's."""
    ours, peer = median(r[key] for r in found), theirs[who]
    return row(what, round(ours), unit, asked, peer=import_module(f"peers.{who}").NAME, peer_value=peer[key], ratio=round(ours / peer[key], 3))


def compiling() -> list[dict]:
    """Seconds until the search is ready: compiled for the first time, and loaded after that; importing Numba is in it."""
    code = (
        "import json, sys, time; b = time.perf_counter(); sys.path.insert(0, sys.argv[1])\n"
        "from qianshou.planner.carts import *; from qianshou.planner import Site, Window\n"
        "solve_carts(CartProblem('k', (Site('k'), Site('s')), (Cart('c', 1),), (Door('d', 's', 1, Window(0, 9), 1),), 0, 0, 9, metres=[[0, 1], [1, 0]], "
        "seconds=[[0, 1], [1, 0]]), turns=1); print(json.dumps(time.perf_counter() - b))"
    )
    with tempfile.TemporaryDirectory() as cache:
        command = [sys.executable, "-c", code, str(HERE.parent / "src")]
        cold, warm = (
            json.loads(subprocess.run(command, env={**os.environ, "NUMBA_CACHE_DIR": cache}, capture_output=True, text=True, check=True).stdout)
            for _ in range(2)
        )
    return [
        row("the search ready, first time on a machine (compiled)", round(cold, 1), "s"),
        row("the search ready, any later time (loaded)", round(warm, 2), "s"),
    ]


if __name__ == "__main__":
    sys.exit(main())
