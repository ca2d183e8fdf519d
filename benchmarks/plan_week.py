"""A district's week of home visits: our planner beside what an office does by rule, and beside the planner of days alone, judged by one checker.

    python benchmarks/plan_week.py [--streets 12] [--seconds 300] [--threads 2] [--seed 1] [--no-days]

The district is invented (benchmarks/district/week.py): 12 streets, 450 carers, 3,000 visit patterns, some 8,900 visits a week. The rule:
days dealt in turn among each pattern's evenest ones, persons dealt to carers by the alphabet, each day filled by insertion. "Day by day"
has the same days and the same dealt carers (first 0, second 300, stranger 900 seconds), and our own planner of days searches each street's
day by itself, with as many seconds on as many processes as the week has. Neither knows of the week's hours, so how many carers they send
beyond their contract is told beside.
"""

import argparse
import json
import resource
import sys
from os import getloadavg
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE)]

from district.week import district  # noqa: E402
from district.week_peers import by_rule, day_by_day  # noqa: E402

from qianshou.planner.week import check_week, numbers, solve_week  # noqa: E402

ASKED = {"time": "≤ 10 min on 2 cores", "few": "≥ 90 %"}


def main() -> int:
    """Run, print the table, write results/plan_week.json (results/plan_week_street.json for fewer streets)."""
    args = arguments()
    week = district(streets=args.streets)
    _warm(district(streets=1))
    load, begun, used = getloadavg()[0], perf_counter(), _cpu()
    plan = solve_week(week, seconds=args.seconds, seed=args.seed, threads=args.threads)
    wall, cpu = perf_counter() - begun, _cpu() - used
    ours = _numbers(week, plan)
    assert ours["sound"], ours["complaints"]
    peers = {"by rule": _numbers(week, by_rule(week))}
    if not args.no_days:
        peers["day by day"] = _numbers(week, day_by_day(week, args.seconds, args.threads))
    rows = [
        {"what": f"time of the whole week, wall ({cpu:.0f} s of CPU on {args.threads} processes)", "value": round(wall), "unit": "s", "target": ASKED["time"]},
        {"what": f"checked in full: {ours['served']} of {ours['visits']} visits, spacing of {len(week.patterns)} patterns, hours of {len(week.carers)} carers",
         "value": "sound" if ours["sound"] else "NOT SOUND", "target": "spacing kept"},
    ]  # fmt: skip
    rows += [row for name, theirs in peers.items() for row in _rows(ours, name, theirs)]
    for name, m in {"ours": ours, **peers}.items():
        print(f"{name:10}", *(f"{k} {m[k]}" for k in ("few", "carers", "unserved", "travel", "spread", "over", "sound")), flush=True)
    print(*(f"{r['what']:<100} {r['value']!s:>9} {r.get('peer_value', '')!s:>9} {r.get('ratio', '')}" for r in rows), sep="\n")
    notes = [
        " ".join(__doc__[__doc__.index("The district"):].split()), f"Load of the machine when it began (2 cores): {load:.1f}.",
        *(f"Beyond their contract {name}: {m['over']} of {len(week.carers)} carers; else the week is {'sound' if m['sound'] else 'not sound'} by our checker."
          for name, m in peers.items()),
    ]  # fmt: skip
    name = "plan_week" if args.streets == 12 else "plan_week_street"
    result = {"title": f"A week of home visits ({args.streets} streets, {len(week.carers)} carers, {len(week.patterns):,} patterns)",
              "command": "python benchmarks/plan_week.py " + " ".join(sys.argv[1:]), "rows": rows, "notes": notes}  # fmt: skip
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / f"{name}.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--streets", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-days", action="store_true")
    return parser.parse_args()


def _warm(week) -> None:
    """Compile once, as after an installation: that does not count."""
    from qianshou.planner import solve
    from qianshou.planner.week.areas import day_problem

    solve(day_problem(week, {p.id: (1,) for p in week.patterns}, 1), moves=100)


def _cpu() -> float:
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def _numbers(week, plan) -> dict:
    """What weeks are compared by. Hours beyond the contract are counted apart: the peers do not know the contract."""
    verdict = check_week(week, plan)
    other = [c for c in verdict.complaints if c.code != "hours"]
    found = numbers(week, plan)
    return {
        "sound": not other, "complaints": other[:5], "over": len(verdict.complaints) - len(other), "visits": found["visits"], "served": found["served"],
        "few": round(100 * found["at_most_two"], 1), "carers": found["carers_per_person"], "unserved": len(found["unserved"]),
        "travel": round(found["travel"] / 3600), "spread": round(100 * found["fairness"]["spread"], 1),
    }  # fmt: skip


def _rows(ours: dict, name: str, theirs: dict) -> list[dict]:
    """One line for each number, beside one peer's."""
    kinds = (("few", "persons with at most two carers in the week", "%"), ("carers", "carers for each person, mean", ""), ("unserved", "visits that nobody gives", ""),
             ("travel", "hours of travel in the week", "h"), ("spread", "hours as a share of the contract, standard deviation in points", ""))  # fmt: skip
    return [
        {"what": what, "value": ours[k], "unit": unit, "peer": name, "peer_value": theirs[k], "ratio": round(ours[k] / theirs[k], 3) if theirs[k] else None,
         **({"target": ASKED[k]} if k in ASKED else {})}
        for k, what, unit in kinds
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
