"""PyVRP with a meal day, without the limit on time in the cart: a relaxation, so a bound that nobody beats by much."""

import numpy as np
import pyvrp
from pyvrp.stop import MaxRuntime

NAME = "PyVRP, relaxed"
GIVEN = (
    "PyVRP, relaxed: each cart a vehicle that may reload at the kitchen as often as it likes (loading time, boxes and windows as ours), the last "
    "hand-over in the window, no limit on time in the cart, which it cannot say of each trip. All doors required, metres as cost, its usual "
    "settings, one thread. Its trips are timed and judged by our checker without that one rule."
)


def solve(day: dict, seconds: float, seed: int = 1) -> dict[str, list[list[str]]]:
    """cart → its trips, each as its doors in order."""
    found = pyvrp.solve(_data(day), MaxRuntime(seconds), seed=seed, collect_stats=False, display=False).best
    assert found.is_feasible(), "PyVRP found no plan"
    orders = {}
    for route in found.routes():
        trips: list[list[str]] = [[]]
        for stop in route.schedule():
            if stop.is_client():
                trips[-1].append(day["doors"][stop.idx]["id"])
            elif trips[-1]:
                trips.append([])
        orders[day["carts"][route.vehicle_type()]["id"]] = [t for t in trips if t]
    return orders


def _data(day: dict) -> pyvrp.ProblemData:
    """Times are shifted so that loading begins at 0; loading is the kitchen's service time."""
    shift, doors = -day["load_from"], day["doors"]
    opens, shuts = (t + shift for t in day["window"])
    locations = [pyvrp.Location(0, 0)] * (1 + len(doors))
    clients = [
        pyvrp.Client(j, delivery=[d["boxes"]], service_duration=d["service"], tw_early=opens, tw_late=shuts) for j, d in enumerate(doors, 1)
    ]
    carts = [pyvrp.VehicleType(1, [c["boxes"]], reload_depots=[0]) for c in day["carts"]]
    depot = pyvrp.Depot(0, service_duration=day["load_time"])
    return pyvrp.ProblemData(locations, clients, [depot], carts, [np.array(day["distance"])], [np.array(day["travel"])])
