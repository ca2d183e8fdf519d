"""PyVRP with the limit on time in the cart, but a cart for every trip: the other relaxation, and the tighter one."""

import numpy as np
import pyvrp
from pyvrp.stop import MaxRuntime

NAME = "PyVRP, a cart for every trip"
GIVEN = (
    "PyVRP, a cart for every trip: time in the cart can be said if each trip is a vehicle of its own. Service at a door is put on the ways from it, the way home takes "
    "no time, so a route lasts from leaving to the last hand-over and may last as long as food may be in the cart. There are as many vehicles as it likes, all of the "
    "largest cart's boxes, and no clock of the day: a relaxation again, for seven carts do not go out whenever they are wanted."
)


def solve(day: dict, seconds: float, seed: int = 1) -> tuple[int, int]:
    """Metres and number of trips of its best plan."""
    found = pyvrp.solve(_data(day), MaxRuntime(seconds), seed=seed, collect_stats=False, display=False).best
    assert found.is_feasible(), "PyVRP found no plan"
    routes = [[s.idx + 1 for s in r.schedule() if s.is_client()] for r in found.routes()]
    assert sorted(j for r in routes for j in r) == list(range(1, 1 + len(day["doors"])))
    assert all(_lasts(day, r) <= day["hot_limit"] for r in routes)
    return sum(day["distance"][a][b] for r in routes for a, b in zip([0, *r], [*r, 0], strict=True)), len(routes)


def _lasts(day: dict, route: list[int]) -> int:
    """Seconds from leaving to the last hand-over."""
    service = [0, *(d["service"] for d in day["doors"])]
    return sum(service[a] + day["travel"][a][b] for a, b in zip([0, *route[:-1]], route, strict=True))


def _data(day: dict) -> pyvrp.ProblemData:
    doors = day["doors"]
    lasts = np.array(day["travel"]) + np.array([0, *(d["service"] for d in doors)])[:, None]
    lasts[:, 0] = 0
    np.fill_diagonal(lasts, 0)
    clients = [pyvrp.Client(j, delivery=[d["boxes"]]) for j, d in enumerate(doors, 1)]
    carts = pyvrp.VehicleType(4 * len(day["carts"]), [max(c["boxes"] for c in day["carts"])], shift_duration=day["hot_limit"])
    locations = [pyvrp.Location(0, 0)] * (1 + len(doors))
    return pyvrp.ProblemData(locations, clients, [pyvrp.Depot(0)], [carts], [np.array(day["distance"])], [lasts])
