"""OR-Tools, its routing library."""

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from .street import UNSERVED, Node, costs_of, nodes_of, seats, solution_of, travel_of
from .turns import TOLD, in_turns

NAME = "OR-Tools"
GIVEN = (
    "OR-Tools (routing, parallel cheapest insertion, guided local search): a node may only go to carers of the tier; lunch is a node at the "
    "station for each carer; continuity is in the arc costs of each carer: the way, and what the person at its end costs with this carer; "
    "unserved is a penalty. The two nodes of a pair have one fixed start (as a constraint between the two nodes, also tried, the first plan "
    "left most visits out, and a later turn found no better plan). " + TOLD
)


def solve(day: dict, seconds: float, seed: int = 1) -> dict:
    """A plan of the day. Its search has no dice: `seed` changes nothing."""
    return in_turns(day, seconds, (0.5, 0.5), lambda span, times, plan: _turn(day, span, times, plan))


def _turn(day: dict, seconds: float, times: dict[str, int], plan: dict | None) -> dict:
    nodes, carers = nodes_of(day, times), day["carers"]
    lunch = 1 + len(nodes)  # the station, the needs, then a lunch for each carer
    manager = pywrapcp.RoutingIndexManager(lunch + len(carers), len(carers), 0)
    routing = pywrapcp.RoutingModel(manager)
    time = _clock(day, nodes, routing)
    needs = {v["id"]: len(v["needs"]) for v in day["visits"]}
    for j, n in enumerate(nodes, start=1):
        index = manager.NodeToIndex(j)
        time.CumulVar(index).SetRange(n.low, n.high)
        routing.VehicleVar(index).SetValues([-1, *(k for k, c in enumerate(carers) if c["tier"] >= n.tier)])
        routing.AddDisjunction([index], UNSERVED // needs[n.visit])
    for k in range(len(carers)):
        index = manager.NodeToIndex(lunch + k)
        time.CumulVar(index).SetRange(*day["lunch"]["window"])
        routing.VehicleVar(index).SetValues([k])
    search = _search(seconds)
    if plan:
        routing.CloseModelWithParameters(search)
        start = seats(day, nodes, plan)
        walks = [[lunch + k if j is None else j for j in start[c["id"]]] for k, c in enumerate(carers)]
        found = routing.SolveFromAssignmentWithParameters(routing.ReadAssignmentFromRoutes(walks, True), search)
    else:
        found = routing.SolveWithParameters(search)
    return _solution(day, nodes, routing, manager, time, found) if found else {"rounds": []}


def _clock(day: dict, nodes: list[Node], routing):
    """Arc costs for each carer, and the dimension of time."""
    travel, crew = travel_of(day, nodes), len(day["carers"])
    to = np.r_[np.arange(1 + len(nodes)), np.zeros(crew, dtype=int)]
    stay = np.array([0, *(n.stay for n in nodes), *[day["lunch"]["duration"]] * crew])
    spend = {mode: routing.RegisterTransitMatrix((legs[np.ix_(to, to)] + stay[:, None]).tolist()) for mode, legs in travel.items()}
    for k, c in enumerate(day["carers"]):
        routing.SetArcCostEvaluatorOfVehicle(routing.RegisterTransitMatrix(costs_of(day, nodes, c, travel)[np.ix_(to, to)].tolist()), k)
    routing.AddDimensionWithVehicleTransits([spend[c["mode"]] for c in day["carers"]], day["horizon"], day["horizon"], False, "time")
    return routing.GetDimensionOrDie("time")


def _search(seconds: float):
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    search.time_limit.FromMilliseconds(int(seconds * 1000))
    return search


def _solution(day, nodes, routing, manager, time, found) -> dict:
    walks = {}
    for k, c in enumerate(day["carers"]):
        walk, index = [], found.Value(routing.NextVar(routing.Start(k)))
        while not routing.IsEnd(index):
            node = manager.IndexToNode(index)
            walk.append((None if node > len(nodes) else node, found.Min(time.CumulVar(index))))
            index = found.Value(routing.NextVar(index))
        walks[c["id"]] = walk
    return solution_of(nodes, walks)
