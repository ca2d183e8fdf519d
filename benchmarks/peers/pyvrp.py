"""PyVRP."""

from collections import defaultdict
from itertools import product

import numpy as np
import pyvrp
from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment
from pyvrp.search import PerturbationParams
from pyvrp.stop import MaxRuntime

from .pairs import Plan
from .street import NEVER, Node, allowed, costs_of, nodes_of, seats, solution_of, strangers, travel_of
from .turns import TOLD, in_turns

NAME = "PyVRP"
GIVEN = (
    "PyVRP: a stop that just one vehicle must make is not in its model (as a client whom only its carer can reach, or by capacity, both tried, "
    "a third of the visits and more stayed out), so each carer is two vehicles, before and after her lunch; lunch is at 12:00 in the first "
    "turn, later in the middle of what the plan found so far leaves free. In the first turn carers of one mode and tier are one type of "
    "vehicle, for which a visit costs what it costs with the best of them, and the halves are given to them so that it costs least (an "
    "assignment); then each carer has her own profile: its distances are the way and what the person at its end costs with this carer, and a "
    "person whom she may not serve is far away. The two nodes of a pair are clients with one fixed start. All visits are required; those served "
    "late or by too low a tier are taken out. At most 5 perturbations at a time: its usual 25 gave twice the cost. " + TOLD
)
NOON = 14_400  # where lunch begins in the first turn


def solve(day: dict, seconds: float, seed: int = 1) -> dict:
    """A plan of the day."""
    return in_turns(day, seconds, (0.4, 0.3, 0.3), lambda span, times, plan: _turn(day, span, times, plan, seed))


def _turn(day: dict, seconds: float, times: dict[str, int], plan: dict | None, seed: int) -> dict:
    nodes = nodes_of(day, times)
    noon = _noon(day, plan)
    crews = [[c] for c in day["carers"]] if plan else _kinds(day)
    data = _data(day, nodes, crews, noon)
    params = pyvrp.SolveParams(perturbation=PerturbationParams(1, 5))
    start = _start(day, nodes, data, plan) if plan else None
    best = pyvrp.solve(data, MaxRuntime(seconds), seed=seed, collect_stats=False, params=params, initial_solution=start).best
    halves = defaultdict(list)
    for route in best.routes():
        halves[route.vehicle_type()].append([s.idx + 1 for s in route.schedule() if s.is_client()])
    walks = {}
    for k, crew in enumerate(crews):
        before, after = (_shared_out(day, nodes, crew, halves[2 * k + half]) for half in range(2))
        for c in crew:
            lunch = noon[c["id"]]
            morning = _kept(day, nodes, c, before[c["id"]], 0, lunch)
            afternoon = _kept(day, nodes, c, after[c["id"]], lunch + day["lunch"]["duration"], day["horizon"])
            walks[c["id"]] = [*morning, (None, lunch), *afternoon]
    return solution_of(nodes, walks)


def _kinds(day: dict) -> list[list[dict]]:
    """Carers who are alike but for whom they know."""
    kinds = defaultdict(list)
    for c in day["carers"]:
        kinds[c["mode"], c["tier"]].append(c)
    return list(kinds.values())


def _noon(day: dict, plan: dict | None) -> dict[str, int]:
    """When each carer's lunch begins: the middle between the earliest and the latest that her round allows."""
    if plan is None:
        return {c["id"]: NOON for c in day["carers"]}
    whole, noon = Plan(day, plan), {}
    for carer, calls in whole.rounds.items():
        at = next(k for k, call in enumerate(calls) if call.visit is None)
        early, late = whole.span(carer, at)
        noon[carer] = (early + late) // 2
    return noon


def _data(day: dict, nodes: list[Node], crews: list[list[dict]], noon: dict[str, int]) -> pyvrp.ProblemData:
    travel, vehicles, costs, times = travel_of(day, nodes), [], [], []
    for k, crew in enumerate(crews):
        c = crew[0]
        cost = np.minimum.reduce([costs_of(day, nodes, member, travel) for member in crew])
        cost[:, ~allowed(nodes, c)] += NEVER
        np.fill_diagonal(cost, 0)
        costs.append(np.ascontiguousarray(cost))
        times.append(np.ascontiguousarray(travel[c["mode"]]))
        lunch = noon[c["id"]]
        vehicles.append(pyvrp.VehicleType(len(crew), tw_late=lunch, profile=k))
        vehicles.append(pyvrp.VehicleType(len(crew), tw_early=lunch + day["lunch"]["duration"], tw_late=day["horizon"], profile=k))
    clients = [pyvrp.Client(j, service_duration=n.stay, tw_early=n.low, tw_late=n.high) for j, n in enumerate(nodes, start=1)]
    return pyvrp.ProblemData([pyvrp.Location(0, 0)] * (1 + len(nodes)), clients, [pyvrp.Depot(0)], vehicles, costs, times)


def _start(day: dict, nodes: list[Node], data: pyvrp.ProblemData, plan: dict) -> pyvrp.Solution:
    routes, start = [], seats(day, nodes, plan)
    for (k, c), half in product(enumerate(day["carers"]), range(2)):
        walk = start[c["id"]]
        lunch = walk.index(None)
        part = walk[lunch + 1 :] if half else walk[:lunch]
        if part:
            routes.append(pyvrp.Route(data, [j - 1 for j in part], 2 * k + half))
    return pyvrp.Solution(data, routes)


def _kept(day: dict, nodes: list[Node], carer: dict, walk: list[int], free: int, home: int) -> list[tuple[int, int]]:
    """(node, start) of those that she may serve and can, between `free` and being `home`: PyVRP's plan may bend both while it looks for better."""
    travel, at, kept = day["travel"][carer["mode"]], 0, []
    for j in walk:
        n = nodes[j - 1]
        start = max(n.low, free + travel[at][n.site])
        if n.tier <= carer["tier"] and start <= n.high and start + n.stay + travel[n.site][0] <= home:
            kept.append((j, start))
            free, at = start + n.stay, n.site
    return kept


def _shared_out(day: dict, nodes: list[Node], crew: list[dict], walks: list[list[int]]) -> dict[str, list[int]]:
    """Each walk to one of the crew, so that all together cost least for who knows whom."""
    walks = [*walks, *([] for _ in range(len(crew) - len(walks)))]
    match = SimpleLinearSumAssignment()
    for a, c in enumerate(crew):
        price = strangers(day, nodes, c)
        for b, walk in enumerate(walks):
            match.add_arc_with_cost(a, b, int(sum(price[j] for j in walk)))
    assert match.solve() == match.OPTIMAL
    return {c["id"]: walks[match.right_mate(a)] for a, c in enumerate(crew)}
