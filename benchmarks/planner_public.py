"""The planner on public instances and street days: instances x seeds, resumable, judged by the planner's independent checkers.

    python benchmarks/planner_public.py [--sets hhcrsp street] [--only 100_ visits-1] [--seconds 10 | --moves N] [--seeds 1 2 3]
                                        [--sample N] [--out FILE]

Each run is written to `results/planner_public.jsonl` when it is done; what stands there for the same set, instance, budget and seed is not
run again (`--fresh` forgets it). Seconds are wall seconds without compiling, with `--cpu` CPU seconds (HHCRSP only: for a machine that others use too). HHCRSP: gap to the best published value, in percent; instances in
`data/hhcrsp` (see data/NOTICE.md). Street days: the cost itself.
"""

import argparse
import csv
import gzip
import json
import sys
from collections import defaultdict
from os import getloadavg
from pathlib import Path
from statistics import mean
from time import process_time

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "src"))

from qianshou.planner import check, solve  # noqa: E402
from qianshou.planner.foreign import solve_hhcrsp  # noqa: E402
from qianshou.planner.formats.street import read_street  # noqa: E402

DATA, RESULTS = HERE / "data", HERE / "results"
LOG = RESULTS / "planner_public.jsonl"


def main() -> int:
    """Run what is missing, print the tables, write results/planner_public.json."""
    args = arguments()
    RESULTS.mkdir(exist_ok=True)
    done = {} if args.fresh or not args.out.exists() else {key(r): r for r in map(json.loads, args.out.read_text().splitlines())}
    runs = []
    with args.out.open("w" if args.fresh else "a") as log:
        for kind, name in chosen(args):
            for seed in args.seeds:
                run = {"set": kind, "instance": name, "seed": seed, "seconds": None if args.moves else args.seconds, "moves": args.moves, "cpu": args.cpu}
                run = done.get(key(run)) or one(run)
                if key(run) not in done:
                    log.write(json.dumps(run) + "\n")
                    log.flush()
                runs.append(run)
    rows = [*hhcrsp_rows([r for r in runs if r["set"] == "hhcrsp"]), *street_rows([r for r in runs if r["set"] == "street"])]
    command = "python benchmarks/planner_public.py " + " ".join(sys.argv[1:])
    notes = ["Every plan passed the independent checker. One core.", f"Load of the machine at the end: {getloadavg()[0]:.1f}."]
    result = {"title": "The planner on public instances", "command": command.strip(), "rows": rows, "notes": notes}
    (RESULTS / "planner_public.json").write_text(json.dumps(result, indent=1) + "\n")
    for row in rows:
        print(f"{row['what']:<70} {row['value']:>12} {row.get('unit', '')}")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sets", nargs="+", choices=("hhcrsp", "street"), default=["hhcrsp", "street"])
    parser.add_argument("--only", nargs="+", default=[""], help="beginnings of instance names")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--moves", type=int, help="a fixed number of moves instead of seconds")
    parser.add_argument("--cpu", action="store_true", help="count CPU seconds")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--sample", type=int, default=1, help="every n-th instance only")
    parser.add_argument("--out", type=Path, default=LOG)
    parser.add_argument("--fresh", action="store_true")
    return parser.parse_args()


def key(run: dict) -> tuple:
    """What makes a run the same run."""
    return run["set"], run["instance"], run["seed"], run["seconds"], run["moves"], run["cpu"]


def chosen(args) -> list[tuple[str, str]]:
    """(set, instance) in order of size."""
    found = []
    if "hhcrsp" in args.sets:
        names = [p.name.removesuffix(".json.gz") for p in (DATA / "hhcrsp").glob("*.json.gz")]
        found += [("hhcrsp", n) for n in sorted(names, key=lambda n: [int(x) for x in n.split("_")])]
    if "street" in args.sets:
        found += [("street", p.name.removesuffix(".json.gz")) for p in sorted(DATA.glob("street-visits-*.json.gz"))]
    return [(k, n) for k, n in found if n.startswith(tuple(args.only))][:: args.sample]


def one(run: dict) -> dict:
    """One run: its cost, moves and seconds. AssertionError if a checker finds fault."""
    how = {"seconds": run["seconds"], "moves": run["moves"], "seed": run["seed"]}
    begun = process_time()
    if run["set"] == "hhcrsp":
        data = json.loads(gzip.decompress((DATA / "hhcrsp" / f"{run['instance']}.json.gz").read_bytes()))
        _, summary = solve_hhcrsp(data, **how, **({"clock": process_time} if run["cpu"] else {}))
        assert summary["sound"], summary["broken"]
        made, cost = summary["made"], summary["objective"]
    else:
        problem = read_street(json.loads(gzip.decompress((DATA / f"{run['instance']}.json.gz").read_bytes())))
        plan = solve(problem, **how)
        verdict = check(problem, plan)
        assert verdict.sound and not plan.unserved, verdict.complaints or plan.unserved
        made, cost = plan.made, plan.cost.total
    run = {**run, "cost": round(cost, 3), "made_moves": made["moves"], "used": round(process_time() - begun, 2)}
    print(f"{run['instance']:<18} seed {run['seed']}  {cost:>12,.3f}  {made['moves']:>12,} moves  {run['used']:>6} s CPU", flush=True)
    return run


def hhcrsp_rows(runs: list[dict]) -> list[dict]:
    """Gaps by size and over all."""
    if not runs:
        return []
    best = {r["instance"]: float(r["cost"]) for r in csv.DictReader((DATA / "hhcrsp" / "best.csv").open())}
    gaps = defaultdict(list)
    for r in runs:
        gaps[r["instance"]].append(100 * (r["cost"] / best[r["instance"]] - 1))
    sizes = defaultdict(list)
    for name, found in gaps.items():
        sizes[int(name.split("_")[0])].append(mean(found))
    rows = [
        row(f"HHCRSP, {size} patients ({len(found)} instances): mean gap", f"{mean(found):.3f}", "%", "≤ 0.8 %")
        for size, found in sorted(sizes.items())
    ]
    rows.append(row(f"HHCRSP, all ({len(gaps)} instances): mean gap", f"{mean(mean(g) for g in gaps.values()):.3f}", "%", "≤ 0.3 %"))
    worst = max(gaps, key=lambda n: mean(gaps[n]))
    rows.append(row(f"HHCRSP, the worst instance ({worst}), mean of its seeds", f"{mean(gaps[worst]):.3f}", "%", "≤ 3 %"))
    rows.append(row("HHCRSP, the worst single run", f"{max(max(g) for g in gaps.values()):.3f}", "%", ""))
    better = sum(min(best[n] * g / 100 for g in found) < -0.001 for n, found in gaps.items())
    rows.append(row("HHCRSP, instances better than the best published value (best seed)", better, "", "≥ 15 of 70"))
    return rows


def street_rows(runs: list[dict]) -> list[dict]:
    """Mean cost of each day."""
    days = defaultdict(list)
    for r in runs:
        days[r["instance"]].append(r["cost"])
    return [row(f"{day}: mean cost of {len(costs)} seeds, all served", round(mean(costs)), "", "") for day, costs in days.items()]


def row(what: str, value, unit: str, target: str) -> dict:
    return {"what": what, "value": value, "unit": unit, "target": target}


if __name__ == "__main__":
    sys.exit(main())
