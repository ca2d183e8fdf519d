"""A street's day that goes on: a carer drops out, one more visit is asked for, somebody runs late. Times, and what stays as it was.

    python benchmarks/replan_day.py [--days 0 1 2] [--carers 10] [--seconds 1.5] [--plan-moves 8000000] [--afresh 2000000] [--seed 1]

Each day of 60 carers and 570 visits is first planned by `solve`. Then ten carers, spread evenly over the list, drop out one by one,
each from the same plan; beside it the day without her is solved afresh with some million moves, which is what cost can be reached if
everybody may change. Fifty visits are added one by one (every fifth for two carers), each a copy of one of the day's; fifty times a carer
starts one of her visits 30 minutes late, with a rescue looked for at each visit in danger. Every plan is judged by the checker.
Wall and CPU time are both told: other programs ran beside it.
"""

import argparse
import gzip
import json
import random
import sys
from dataclasses import replace
from os import getloadavg
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "src"))

from qianshou.planner import check, places_for, running_late, solve, without  # noqa: E402
from qianshou.planner.formats.street import read_street  # noqa: E402

ADDED, LATE = 50, 50


def main() -> int:
    """Run, print the table, write results/replan_day.json."""
    args = arguments()
    rows = []
    for k in args.days:
        problem = read_street(json.loads(gzip.decompress((HERE / "data" / f"street-visits-{k}.json.gz").read_bytes())))
        plan = solve(problem, moves=args.plan_moves, seed=args.seed)
        assert check(problem, plan).sound, "our own checker finds fault"
        print(f"day {k}: {plan.cost.total:,.0f}, {len(plan.unserved)} unserved", flush=True)
        for row in (*ill(problem, plan, args), *added(problem, plan, args.seed), *late(problem, plan, args.seed)):
            rows.append({**row, "what": f"day {k}, {row['what']}"})
            print(f"{rows[-1]['what']:<88} {row['value']:>10,} {row['unit']:<3} {row.get('peer_value', '')}", flush=True)
    result = {
        "title": "A street's day that goes on (60 carers, 570 visits)",
        "command": "python benchmarks/replan_day.py " + " ".join(sys.argv[1:]), "rows": rows,
        "notes": [" ".join(__doc__[__doc__.index("Each day"):].split()), f"Load of the machine when it ran (2 cores): {getloadavg()[0]:.1f}."],
    }  # fmt: skip
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / "replan_day.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--days", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--carers", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=1.5)
    parser.add_argument("--plan-moves", type=int, default=8_000_000)
    parser.add_argument("--afresh", type=int, default=2_000_000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


class Watch:
    """Wall and CPU seconds of each call."""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.cpu: list[float] = []

    def run(self, call, *args, **more):
        wall, cpu = perf_counter(), process_time()
        answer = call(*args, **more)
        self.wall.append(perf_counter() - wall)
        self.cpu.append(process_time() - cpu)
        return answer

    def rows(self, what: str, target: str, scale: int, unit: str) -> list[dict]:
        digits = 2 if unit == "s" else 0
        return [
            {"what": f"{what}, {name}", "value": round(found * scale, digits), "unit": unit, **({"target": target} if "wall" in name else {})}
            for name, found in (
                ("wall, median", median(self.wall)), ("wall, most", max(self.wall)), ("CPU, median", median(self.cpu)), ("CPU, most", max(self.cpu)),
            )
        ]  # fmt: skip


def ill(problem, plan, args) -> list[dict]:
    """One carer after the other drops out."""
    watch, share, extra, afresh, unserved, unserved_afresh, changed, moved = Watch(), [], [], [], [], [], [], []
    first = Watch()
    chosen = [plan.rounds[round(k * len(plan.rounds) / args.carers)].carer for k in range(args.carers)]
    for carer in chosen:
        first.run(without, problem, plan, carer, seconds=0, seed=args.seed)
        out = watch.run(without, problem, plan, carer, seconds=args.seconds, seed=args.seed)
        assert check(out.problem, out.plan).sound, "our own checker finds fault"
        share.append(100 * len(out.changed) / out.others)
        changed.append(len(out.changed))
        moved.append(len(out.moved))
        extra.append(out.plan.cost.total - out.plan.cost.unserved - plan.cost.total)
        unserved.append(len(out.unserved))
        again = solve(out.problem, moves=args.afresh, seed=args.seed)
        afresh.append(again.cost.total - again.cost.unserved - plan.cost.total)
        unserved_afresh.append(len(again.unserved))
    peer = {"peer": f"solved afresh, {args.afresh / 1e6:g} million moves"}
    return [
        *watch.rows(f"{args.carers} carers ill in turn", "≤ 2 s", 1, "s"),
        {"what": "the first answer, without improving, CPU, median", "value": round(median(first.cpu), 3), "unit": "s"},
        {"what": "other visits that changed carer, most", "value": round(max(share), 2), "unit": "%", "target": "≤ 2 %"},
        {"what": "other visits that start at another time, median", "value": median(moved), "unit": ""},
        {"what": "cost added (served visits), median", "value": round(median(extra)), "unit": "", **peer, "peer_value": round(median(afresh))},
        {"what": "cost added (served visits), most", "value": round(max(extra)), "unit": "", **peer, "peer_value": round(max(afresh))},
        {"what": f"visits unserved, all {args.carers} together", "value": sum(unserved), "unit": "", **peer, "peer_value": sum(unserved_afresh)},
    ]  # fmt: skip


def added(problem, plan, seed: int) -> list[dict]:
    """One more visit."""
    dice, watch, none = random.Random(seed), Watch(), 0
    two = [v for v in problem.visits if len(v.needs) == 2]
    for k in range(ADDED):
        visit = replace(dice.choice(two if k % 5 == 0 else problem.visits), id="one more")
        places = watch.run(places_for, problem, plan, visit)
        none += not places
        full = replace(problem, visits=(*problem.visits, visit))
        assert all(check(full, p.plan).sound for p in places), "our own checker finds fault"
    return [*watch.rows(f"{ADDED} visits added in turn", "≤ 100 ms", 1000, "ms"), {"what": "visits added that fit nowhere", "value": none, "unit": ""}]


def late(problem, plan, seed: int) -> list[dict]:
    """Somebody runs late."""
    dice, watch, alone = random.Random(seed), Watch(), Watch()
    dangers = rescued = 0
    for _ in range(LATE):
        walk = dice.choice(plan.rounds)
        visit = dice.choice([s.visit for s in walk.stops if s.visit is not None])
        alone.run(running_late, problem, plan, walk.carer, visit, 1800, rescue=False)
        found = watch.run(running_late, problem, plan, walk.carer, visit, 1800)
        dangers += sum(d.over > 0 for d in found.dangers)
        rescued += sum(d.rescue is not None for d in found.dangers)
    return [
        {"what": f"{LATE} carers 30 minutes late, times only, CPU, median", "value": round(median(alone.cpu) * 1000), "unit": "ms"},
        *watch.rows(f"{LATE} carers 30 minutes late, with rescues", "", 1000, "ms"),
        {"what": "visits in danger", "value": dangers, "unit": ""}, {"what": "of these with a rescue", "value": rescued, "unit": ""},
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
