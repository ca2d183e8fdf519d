"""The planner on public instances and street days: instances x seeds, resumable, judged by the planner's independent checkers.

    python benchmarks/planner_public.py [--sets hhcrsp uhhc street] [--only 100_ i-] [--seconds S | --moves N] [--seeds 1 2 3] [--sa-seconds]
                                        [--every N] [--out FILE] [--sample]

Each run is written to `results/planner_public.jsonl` when it is done; what stands there for the same code, set, instance, budget and seed is not
run again (`--fresh` forgets it). Seconds (10, for UHHC 60) are wall seconds without compiling, with `--cpu` CPU seconds (HHCRSP and UHHC: for
a machine that others use too). HHCRSP: gap to the best published value, in percent. UHHC: at least as good as published, lunches being a rule; with
`--sa-seconds` also against the published annealer's mean, in its own seconds. Street days: the cost itself. Instances: see data/NOTICE.md.
`--sample`: every ninth instance of each set, one seed, 5 seconds.
"""

import argparse
import csv
import sys
from collections import defaultdict
from pathlib import Path
from statistics import mean, median
from time import process_time

from harness import DATA, HERE, OUT, RESULTS, Runs, planner_code, publish, read, row

sys.path.insert(0, str(HERE.parent / "src"))

from qianshou.planner import check, foreign, solve
from qianshou.planner.formats.street import read_street

SETS = {"hhcrsp": 10.0, "uhhc": 60.0, "street": 10.0}  # seconds unless told
TITLES = {
    "hhcrsp": "The planner on HHCRSP, 70 public instances",
    "uhhc": "The planner on UHHC, half of the public instances",
    "street": "The planner on street days",
}
CHECKED = {
    "hhcrsp": "Every plan passed the independent checker.",
    "uhhc": "Every run was judged by the independent checker, with lunches as a rule; one that breaks a rule counts as worse than published.",
    "street": "Every plan passed the independent checker.",
}
KEYS = ("code", "set", "instance", "seed", "seconds", "moves", "cpu", "sa")


def main() -> int:
    """Run what is missing, print the tables, write results/planner_<set>.json."""
    args = arguments()
    log = Runs(args.out, KEYS, args.fresh)
    runs = [log.of(run, one) for run in wanted(args)]
    for kind in args.sets:
        mine = [r for r in runs if r["set"] == kind]
        rows = {"hhcrsp": hhcrsp_rows, "uhhc": uhhc_rows, "street": street_rows}[kind](mine)
        load = f"Load of the machine (2 cores) while it ran: {min(r['load'] for r in mine)} to {max(r['load'] for r in mine)}."
        publish(TITLES[kind], rows, [CHECKED[kind], "One core. " + ("Seconds are CPU seconds." if args.cpu else ""), load], args.out, f"planner_{kind}")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sets", nargs="+", choices=list(SETS), default=list(SETS))
    parser.add_argument("--only", nargs="+", default=[""], help="beginnings of instance names")
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--moves", type=int, help="a fixed number of moves instead of seconds")
    parser.add_argument("--cpu", action="store_true", help="count CPU seconds")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--sa-seconds", action="store_true", help="UHHC also in the published annealer's own seconds")
    parser.add_argument("--every", type=int, default=1, help="every n-th instance of each set only")
    parser.add_argument("--out", type=Path, default=RESULTS / "planner_public.jsonl")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--sample", action="store_true")
    args = parser.parse_args()
    if args.sample:
        args.every, args.seeds, args.seconds, args.out, args.fresh = 9, [1], 5.0, OUT / "planner_public.jsonl", True
    return args


def wanted(args) -> list[dict]:
    """The runs asked for, in order of size."""
    found, code = [], planner_code()
    for kind in args.sets:
        seconds = None if args.moves else args.seconds or SETS[kind]
        for name in [n for n in names(kind) if n.startswith(tuple(args.only))][:: args.every]:
            for seed in args.seeds:
                run = {"code": code, "set": kind, "instance": name, "seed": seed, "seconds": seconds, "moves": args.moves, "cpu": args.cpu}
                found.append(run)
                if args.sa_seconds and kind == "uhhc" and (theirs := annealer().get(name)):
                    found.append({**run, "seconds": theirs["seconds"], "moves": None, "sa": True})
    return found


def names(kind: str) -> list[str]:
    """The instances of a set."""
    if kind == "street":
        return sorted(p.name.removesuffix(".json.gz") for p in DATA.glob("street-visits-*.json.gz"))
    found = [p.name.removesuffix(".json.gz") for p in (DATA / kind).glob("*.json.gz")]
    return sorted(found, key=lambda n: [int(x) for x in n.split("_")]) if kind == "hhcrsp" else sorted(found)


def one(run: dict) -> dict:
    """One run: its cost and moves. AssertionError if a checker finds fault (UHHC: it is counted instead)."""
    how = {"seconds": run["seconds"], "moves": run["moves"], "seed": run["seed"]}
    if run["set"] == "street":
        problem = read_street(read(DATA / f"{run['instance']}.json.gz"))
        plan = solve(problem, **how)
        verdict = check(problem, plan)
        assert verdict.sound and not plan.unserved, verdict.complaints or plan.unserved
        return {"cost": round(verdict.cost.total, 3), "made_moves": plan.made["moves"]}
    data = read(DATA / run["set"] / f"{run['instance']}.json.gz")
    if run["cpu"]:
        how["clock"] = process_time
    if run["set"] == "uhhc":
        _, summary = foreign.solve_uhhc(data, **how)
    else:
        _, summary = foreign.solve_hhcrsp(data, **how)
        assert summary["sound"], summary["broken"]
    found = {"cost": round(summary["objective"], 3), "made_moves": summary["made"]["moves"]}
    return found if summary["sound"] else {**found, "broken": len(summary["broken"]) or 1}


def hhcrsp_rows(runs: list[dict]) -> list[dict]:
    """Gaps by size and over all."""
    best = published("hhcrsp", "cost")
    gaps = defaultdict(list)
    for r in runs:
        gaps[r["instance"]].append(100 * (r["cost"] / best[r["instance"]] - 1))
    sizes = defaultdict(list)
    for name, found in gaps.items():
        sizes[int(name.split("_")[0])].append(mean(found))
    rows = [
        row(f"HHCRSP, {size} patients (instances: {len(found)}): mean gap", f"{mean(found):.3f}", "%", "≤ 0.8 %")
        for size, found in sorted(sizes.items())
    ]
    rows.append(row(f"HHCRSP, all (instances: {len(gaps)}): mean gap", f"{mean(mean(g) for g in gaps.values()):.3f}", "%", "≤ 0.3 %"))
    worst = max(gaps, key=lambda n: mean(gaps[n]))
    rows.append(row(f"HHCRSP, the worst instance ({worst}), mean of its seeds", f"{mean(gaps[worst]):.3f}", "%", "≤ 3 %"))
    rows.append(row("HHCRSP, the worst single run", f"{max(max(g) for g in gaps.values()):.3f}", "%", ""))
    better = sum(min(best[n] * g / 100 for g in found) < -0.001 for n, found in gaps.items())
    rows.append(row("HHCRSP, instances better than the best published value (best seed)", better, "", "≥ 15 of 70"))
    return rows


def uhhc_rows(runs: list[dict]) -> list[dict]:
    """By family and over all: instances at least as good as published and better (median of the seeds), and runs that broke a rule."""
    theirs, runs = [r for r in runs if r.get("sa")], [r for r in runs if not r.get("sa")]
    best, family = published("uhhc", "objective"), {r["instance"]: r["family"] for r in table("uhhc/best.csv")}
    rows = []
    for name in [*sorted(set(family.values())), None]:
        costs = defaultdict(list)
        for r in runs:
            if name in (None, family[r["instance"]]):
                costs[r["instance"]].append(float("inf") if r.get("broken") else r["cost"])
        if costs:
            rows += share_rows(f"UHHC, {name or 'all'}", {n: median(found) - best[n] for n, found in costs.items()})
    gaps = [100 * (r["cost"] / best[r["instance"]] - 1) for r in runs if not r.get("broken")]
    rows.append(row("UHHC, mean gap to the published objectives", f"{mean(gaps):.2f}" if gaps else None, "%"))
    rows.append(row("UHHC, runs that break a rule (a lunch that is owed is one)", sum("broken" in r for r in runs), "", "0"))
    return [*rows, *annealer_rows(theirs)]


def share_rows(what: str, gaps: dict[str, float]) -> list[dict]:
    """At least as good, and better, of so many instances."""
    many, whole = f"(instances: {len(gaps)})", what.endswith("all")
    good, better = (100 * sum(gap < least for gap in gaps.values()) / len(gaps) for least in (0.001, -0.001))
    return [row(f"{what} {many}: at least as good as published", f"{good:.0f}", "%", "≥ 80 %" if whole else ""),
            row(f"{what} {many}: better", f"{better:.0f}", "%", "≥ 25 %" if whole else "")]  # fmt: skip


def annealer_rows(runs: list[dict]) -> list[dict]:
    """Against the published annealer's mean in its own seconds."""
    theirs, costs = annealer(), defaultdict(list)
    for r in runs:
        costs[r["instance"]].append(float("inf") if r.get("broken") else r["cost"])
    return [
        row(f"UHHC, {name}: mean of {len(found)} seeds in {theirs[name]['seconds']:g} s", round(mean(found), 1), "",
            peer="the published annealer's mean", peer_value=theirs[name]["mean"], ratio=round(mean(found) / theirs[name]["mean"], 3))
        for name, found in costs.items()
    ]  # fmt: skip


def annealer() -> dict[str, dict[str, float]]:
    """What is published of the annealer: mean objective and seconds, where it is."""
    return {r["instance"]: {"mean": float(r["sa_mean"]), "seconds": float(r["sa_seconds"])} for r in table("uhhc/features.csv") if r["sa_mean"]}


def street_rows(runs: list[dict]) -> list[dict]:
    """Mean cost of each day."""
    days = defaultdict(list)
    for r in runs:
        days[r["instance"]].append(r["cost"])
    return [row(f"{day}: mean cost, all served (seeds: {len(costs)})", round(mean(costs))) for day, costs in days.items()]


def published(kind: str, column: str) -> dict[str, float]:
    return {r["instance"]: float(r[column]) for r in table(f"{kind}/best.csv")}


def table(path: str) -> list[dict[str, str]]:
    with (DATA / path).open() as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    sys.exit(main())
