"""How fast the planner's search is, and what it takes: moves a second over whole runs, memory, compiling, the first plan.

    python benchmarks/planner_speed.py [--seconds 10] [--runs 5] [--sample]

Each figure comes from processes of their own, one core. Moves a second are those of a real run at its own temperatures, from the first
plan to the last move, without compiling; the peer is the same loop interpreted (NUMBA_DISABLE_JIT=1). Memory is the peak of a fresh process that
reads the day, compiles or loads the loop, and plans. `--sample`: 3 seconds, one run each.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from os import getloadavg
from statistics import median
from time import perf_counter

from harness import DATA, HERE, OUT, RESULTS, publish, read, row

sys.path.insert(0, str(HERE.parent / "src"))

PLACES = {  # what stands in the table -> file, and what is asked
    "100 patients (HHCRSP 100_1)": ("hhcrsp/100_1", "≥ 1,500,000"),
    "100 patients (HHCRSP 100_6)": ("hhcrsp/100_6", "≥ 1,500,000"),
    "300 patients (HHCRSP 300_1)": ("hhcrsp/300_1", ""),
    "a street's day, 60 carers, 570 visits": ("street-visits-0", ""),
}
STREET = "street-visits-0"
INTERPRETED = (200, 1000)  # moves of two runs without the compiler: the difference is moves alone, without the first plan


def main() -> int:
    """Run all, print the table, write the result."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        return child(args.child[0], json.loads(args.child[1]))
    if args.sample:
        args.seconds, args.runs = 3, 1
    before = getloadavg()[0]
    rows = [speed(what, *place, args) for what, place in PLACES.items()]
    found = [apart(STREET, {"seconds": args.seconds, "seed": 1}) for _ in range(min(3, args.runs))]
    rows.append(row("peak memory of a process that plans the street's day", max(f["rss"] for f in found), "MB", "≤ 400 MB"))
    rows += compiling(args)
    rows.append(row("first plan of the street's day, by insertion (median of 5)", apart(STREET, {"first": 5})["ms"], "ms", "≤ 200 ms"))
    notes = [
        f"One core; {args.seconds:g} s a run, median of {args.runs} (other seeds).",
        "The interpreted loop makes the same moves with the same dice, in plain Python.",
        f"Load of the machine (2 cores): {before:.1f} before, {getloadavg()[0]:.1f} after.",
    ]
    publish("Speed of the planner's search", rows, notes, (OUT if args.sample else RESULTS) / "planner_speed.jsonl")
    return 0


def speed(what: str, file: str, asked: str, args) -> dict:
    """Moves a second, beside the interpreted loop's."""
    found = [apart(file, {"seconds": args.seconds, "seed": seed + 1}) for seed in range(args.runs)]
    ours = median(f["moves"] / f["seconds"] for f in found)
    few, many = (apart(file, {"moves": moves, "seed": 1}, NUMBA_DISABLE_JIT="1") for moves in INTERPRETED)
    theirs = (many["moves"] - few["moves"]) / (many["seconds"] - few["seconds"])
    print(f"{what}: {ours:,.0f} moves/s", flush=True)
    faster = f"{ours / theirs:,.0f} times faster"
    return row(f"moves a second, {what}", round(ours), "", asked, peer="the same, interpreted", peer_value=round(theirs), ratio=faster)


def compiling(args) -> list[dict]:
    """Seconds until the loop is ready: compiled for the first time, and loaded after that; importing Numba is in it."""
    with tempfile.TemporaryDirectory() as cache:
        cold = apart(None, {}, NUMBA_CACHE_DIR=cache)["ready"]
        warm = median(apart(None, {}, NUMBA_CACHE_DIR=cache)["ready"] for _ in range(min(3, args.runs)))
    return [
        row("the loop ready, first time on a machine (compiled)", round(cold, 1), "s"),
        row("the loop ready, any later time (loaded)", round(warm, 2), "s"),
    ]


def apart(file: str | None, how: dict, **environment: str) -> dict:
    """What a process of its own found."""
    command = [sys.executable, __file__, "--child", file or "-", json.dumps(how)]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def child(file: str, how: dict) -> int:
    """In the process of its own: one run, one first plan, or only getting ready."""
    from qianshou.planner import solve
    from qianshou.planner.foreign import solve_hhcrsp
    from qianshou.planner.formats.street import read_street

    begun = perf_counter()
    if file == "-":
        from qianshou.planner.annealing.search import warm

        warm()
        found = {"ready": perf_counter() - begun}
    elif "first" in how:
        found = {"ms": round(median(first_plan(solve, read_street(read(DATA / f"{file}.json.gz"))) for _ in range(how["first"])) * 1000)}
    elif file.startswith("hhcrsp"):
        found = solve_hhcrsp(read(DATA / f"{file}.json.gz"), **how)[1]["made"]
    else:
        from qianshou.planner.annealing.search import warm

        warm()
        found = solve(read_street(read(DATA / f"{file}.json.gz")), **how).made
    print(json.dumps({**found, "rss": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}))
    return 0


def first_plan(solve, problem) -> float:
    begun = perf_counter()
    solve(problem, moves=0)
    return perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
