"""A street's day of home visits: our planner beside OR-Tools, PyVRP and VROOM, on the same matrices, in the same run, judged by the same checker.

    python benchmarks/plan_day.py [--days 0 1 2] [--seconds 1 10 30] [--seeds 1 2 3] [--peers or_tools pyvrp vroom] [--peer-seconds 30] [--sample]

How each peer is given the day stands in `benchmarks/peers`. What is done is in `results/plan_day.jsonl` and not done again (`--fresh` forgets it).
`--sample`: the first day, once each, peers for 10 seconds.
"""

import argparse
import sys
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter

from harness import HERE, OUT, RESULTS, Runs, code_of, planner_code, publish, row, street_days

sys.path.insert(0, str(HERE.parent / "src"))

from qianshou.planner import check, solve
from qianshou.planner.formats.street import read_street, read_street_plan

KEYS = ("code", "day", "who", "seconds", "seed")
ASKED = {30: "≤ 0.80", 1: "< 1"}  # of what a peer costs at 30 s
JUDGED = (
    "Every plan passed our checker. Peers run on one thread. A pair of which only one carer comes, and a round without a lunch, are taken out of a "
    "peer's plan; what is taken out or left out counts 100,000 a visit."
)


def main() -> int:
    """Run what is missing, print the table, write the result."""
    args = arguments()
    runs = Runs(args.out, KEYS, args.fresh)
    rows, notes, loads = [], [], []
    for k, day in street_days(args.days):
        problem = read_street(day)
        if k == args.days[0]:
            rows.append(first_plan(problem))
        us = {"code": planner_code(), "day": k, "who": "ours"}
        ours = {
            seconds: [runs.of({**us, "seconds": seconds, "seed": seed}, lambda run, p=problem: our_plan(p, run)) for seed in args.seeds]
            for seconds in args.seconds
        }
        them = {"code": code_of(HERE / "peers"), "day": k, "seconds": args.peer_seconds, "seed": 1}
        theirs = [runs.of({**them, "who": name}, lambda run, d=day, p=problem: their_plan(d, p, run)) for name in args.peers]
        rows += day_rows(k, ours, theirs)
        notes += [unserved_note(k, run) for run in theirs if run["unserved"]]
        loads += [run["load"] for run in [*theirs, *(r for found in ours.values() for r in found)]]
    load = f"Load of the machine (2 cores) while it ran: {min(loads)} to {max(loads)}."
    notes = [JUDGED, *(module(name).GIVEN for name in args.peers), *notes, load]
    publish("A street's day of home visits (60 carers, 570 visits, 30 double, lunch, continuity)", rows, notes, args.out)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--days", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--seconds", type=float, nargs="+", default=[1, 10, 30])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--peers", nargs="*", default=["or_tools", "pyvrp", "vroom"])
    parser.add_argument("--peer-seconds", type=float, default=30)
    parser.add_argument("--out", type=Path, default=RESULTS / "plan_day.jsonl")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--sample", action="store_true")
    args = parser.parse_args()
    if args.sample:
        args.days, args.seconds, args.seeds, args.peer_seconds, args.out, args.fresh = [0], [1, 10], [1], 10, OUT / "plan_day.jsonl", True
    return args


def module(name: str):
    """The peer's module; imported late, as each needs a package of its own."""
    return import_module(f"peers.{name}")


def first_plan(problem) -> dict:
    """How long the plan by insertion alone takes; median of five."""
    times = []
    for _ in range(5):
        begun = perf_counter()
        solve(problem, moves=0)
        times.append(perf_counter() - begun)
    return row("first plan, by insertion (median of 5)", round(median(times) * 1000), "ms", "≤ 200 ms")


def our_plan(problem, run: dict) -> dict:
    """Our plan. AssertionError if our own checker finds fault."""
    plan = solve(problem, seconds=run["seconds"], seed=run["seed"])
    verdict = check(problem, plan)
    assert verdict.sound, verdict.complaints
    return {"cost": round(verdict.cost.total), "unserved": len(plan.unserved), "moves": plan.made["moves"]}


def their_plan(day: dict, problem, run: dict) -> dict:
    """A peer's plan, mended and judged. AssertionError if it is not sound even so."""
    from peers.street import mended

    begun = perf_counter()
    found = module(run["who"]).solve(day, run["seconds"], run["seed"])
    took = perf_counter() - begun
    plan = read_street_plan(mended(day, found), problem)
    verdict = check(problem, plan)
    assert verdict.sound, verdict.complaints
    return {"cost": round(verdict.cost.total), "unserved": len(plan.unserved), "wall": round(took, 1)}


def day_rows(k: int, ours: dict[float, list[dict]], theirs: list[dict]) -> list[dict]:
    """One row for each time of ours and each peer."""
    rows = []
    for seconds, found in ours.items():
        cost, out = median(r["cost"] for r in found), max(r["unserved"] for r in found)
        what = f"day {k}: cost after {seconds:g} s (seeds: {len(found)}, median; unserved: {out})"
        rows += [
            row(what, round(cost), "", ASKED.get(seconds, "") if run["seconds"] == 30 else "", peer=f"{module(run['who']).NAME} {run['seconds']:g} s",
                peer_value=run["cost"], ratio=round(cost / run["cost"], 3))
            for run in theirs
        ] or [row(what, round(cost))]  # fmt: skip
    return rows


def unserved_note(k: int, run: dict) -> str:
    name = module(run["who"]).NAME
    return f"Day {k}: {name} left {run['unserved']} visits unserved; without what they count its cost is {run['cost'] - 100_000 * run['unserved']:,}."


if __name__ == "__main__":
    sys.exit(main())
