"""A street's day of home visits: our planner beside OR-Tools routing, on the same day, in the same run, judged by the same checker.

    python benchmarks/plan_day.py [--seconds 1 10] [--peer-seconds 30] [--seeds 1 2] [--no-peer]

How OR-Tools is given the day: every need of a visit is a node; the two nodes of a double visit both begin in the middle of its window, so
that two carers come at one time (as a constraint between two nodes its first solution left most visits out); lunch is a node of each carer at the station; carers who may not give a need are excluded; travel
is the arc cost by mode; what knowing a person is worth is a second dimension whose span is paid; unserved is a penalty.
"""

import argparse
import gzip
import json
import sys
from collections import Counter
from os import getloadavg
from pathlib import Path
from statistics import median
from time import perf_counter

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "src"))

from qianshou.planner import check, solve  # noqa: E402
from qianshou.planner.formats.street import read_street, read_street_plan  # noqa: E402

DAY = HERE / "data" / "street-visits-0.json.gz"
PENALTY = 100_000


def main() -> int:
    """Run, print the table, write results/plan_day.json."""
    args = arguments()
    day = json.loads(gzip.decompress(DAY.read_bytes()))
    problem = read_street(day)
    rows = [first_plan(problem)]
    best = {}
    for seconds in args.seconds:
        plans = [solve(problem, seconds=seconds, seed=seed) for seed in args.seeds]
        assert all(check(problem, p).sound for p in plans), "our own checker finds fault"
        best[seconds] = median(p.cost.total for p in plans)
        moves = median(p.made["moves"] for p in plans)
        unserved = max(len(p.unserved) for p in plans)
        rows.append({"what": f"cost after {seconds:g} s ({len(plans)} seeds, median; {unserved} unserved at most; {moves:,.0f} moves)", "value": round(best[seconds]), "unit": ""})
        print(f"ours {seconds:g} s: {best[seconds]:,.0f} ({unserved} unserved, {moves:,.0f} moves)", flush=True)
    notes = [" ".join(__doc__[__doc__.index("How OR-Tools"):].split()), f"Load of the machine when it ran (2 cores): {getloadavg()[0]:.1f}."]
    if not args.no_peer:
        cost, unserved, sound = peer(day, problem, args.peer_seconds)
        print(f"OR-Tools {args.peer_seconds:g} s: {cost:,.0f} ({unserved} unserved, {'sound' if sound else 'NOT SOUND'})", flush=True)
        for row, seconds in zip(rows[1:], args.seconds, strict=True):
            row |= {"peer": f"OR-Tools {args.peer_seconds:g} s", "peer_value": round(cost), "ratio": round(best[seconds] / cost, 3)}
        notes.append(f"OR-Tools left {unserved} visits unserved; its plan is {'sound' if sound else 'not sound'} by our checker. One thread each.")
    print(*(f"{r['what']:<72} {r['value']:>12,} {r.get('ratio', '')}" for r in rows), sep="\n")
    result = {"title": "A street's day of home visits (60 carers, 570 visits, 30 double, lunch, continuity)",
              "command": "python benchmarks/plan_day.py " + " ".join(sys.argv[1:]), "rows": rows, "notes": notes}  # fmt: skip
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / "plan_day.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, nargs="+", default=[1, 10])
    parser.add_argument("--peer-seconds", type=float, default=30)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--no-peer", action="store_true")
    return parser.parse_args()


def first_plan(problem) -> dict:
    """How long the plan by insertion alone takes; median of five."""
    times = []
    for _ in range(5):
        begun = perf_counter()
        solve(problem, moves=0)
        times.append(perf_counter() - begun)
    return {"what": "first plan, by insertion", "value": round(median(times) * 1000), "unit": "ms", "target": "≤ 200 ms"}


def peer(day: dict, problem, seconds: float) -> tuple[float, int, bool]:
    """OR-Tools' plan of the day: cost by our checker, visits unserved, whether it is sound."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    carers, visits = day["carers"], day["visits"]
    nodes = [(v, side) for v in visits for side in range(len(v["needs"]))]
    lunch0 = 1 + len(nodes)  # node 0 is the station; then needs; then one lunch for each carer
    site = [0, *(v["site"] for v, _ in nodes), *([0] * len(carers))]
    stay = [0, *(v["duration"] for v, _ in nodes), *([day["lunch"]["duration"]] * len(carers))]
    manager = pywrapcp.RoutingIndexManager(len(site), len(carers), 0)
    routing = pywrapcp.RoutingModel(manager)
    arcs, transits = {}, {}
    for mode, table in day["travel"].items():
        legs = [[table[a][b] for b in site] for a in site]
        arcs[mode] = routing.RegisterTransitMatrix(legs)
        transits[mode] = routing.RegisterTransitMatrix([[leg + stay[a] for leg in row] for a, row in enumerate(legs)])
    for k, c in enumerate(carers):
        routing.SetArcCostEvaluatorOfVehicle(arcs[c["mode"]], k)
    routing.AddDimensionWithVehicleTransits([transits[c["mode"]] for c in carers], day["horizon"], day["horizon"], False, "time")
    time = routing.GetDimensionOrDie("time")
    strange = [routing.RegisterUnaryTransitVector([0, *(v["known"].get(c["id"], v["stranger_cost"]) for v, _ in nodes), *([0] * len(carers))])
               for c in carers]  # fmt: skip
    routing.AddDimensionWithVehicleTransits(strange, 0, 10**7, True, "strange")
    routing.GetDimensionOrDie("strange").SetSpanCostCoefficientForAllVehicles(1)
    for n, (v, side) in enumerate(nodes, start=1):
        index = manager.NodeToIndex(n)
        low, high = v["window"]
        middle = (low + high) // 2
        time.CumulVar(index).SetRange(*((middle, middle) if len(v["needs"]) == 2 else (low, high)))
        able = [k for k, c in enumerate(carers) if c["tier"] >= v["needs"][side]["tier"]]
        routing.VehicleVar(index).SetValues([-1, *able])
        routing.AddDisjunction([index], PENALTY // len(v["needs"]))
    for k in range(len(carers)):
        index = manager.NodeToIndex(lunch0 + k)
        time.CumulVar(index).SetRange(*day["lunch"]["window"])
        routing.VehicleVar(index).SetValues([k])
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    search.time_limit.FromMilliseconds(int(seconds * 1000))
    found = routing.SolveWithParameters(search)
    if found is None:
        return float(PENALTY * len(visits)), len(visits), False
    return judged(day, problem, routing, manager, time, found, nodes, lunch0)


def judged(day, problem, routing, manager, time, found, nodes, lunch0) -> tuple[float, int, bool]:
    """OR-Tools' answer as a plan of ours, so that one checker judges both."""
    rounds = []
    for k, c in enumerate(day["carers"]):
        stops, index = [], found.Value(routing.NextVar(routing.Start(k)))
        while not routing.IsEnd(index):
            node, start = manager.IndexToNode(index), found.Min(time.CumulVar(index))
            stops.append({"lunch": True, "start": start} if node >= lunch0 else {"visit": nodes[node - 1][0]["id"], "start": start})
            index = found.Value(routing.NextVar(index))
        rounds.append({"carer": c["id"], "stops": stops})
    # A double visit that got one carer only counts as unserved, not as a broken rule.
    given = Counter(s["visit"] for r in rounds for s in r["stops"] if "visit" in s)
    short = {v["id"] for v in day["visits"] if 0 < given[v["id"]] < len(v["needs"])}
    for r in rounds:
        r["stops"] = [s for s in r["stops"] if s.get("visit") not in short]
    rounds = [r for r in rounds if any("visit" in s for s in r["stops"])]
    plan = read_street_plan({"rounds": rounds}, problem)
    verdict = check(problem, plan)
    return verdict.cost.total, len(plan.unserved), verdict.sound


if __name__ == "__main__":
    sys.exit(main())
