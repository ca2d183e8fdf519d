"""The generated street days with meals (`"kind": "meals"`): seconds from 10:45, site 0 the kitchen, one window for all doors."""

from __future__ import annotations

from typing import Any

from ..carts.plan import CartPlan, Drop, Trip
from ..carts.problem import Cart, CartProblem, Door
from ..carts.ways import Roads
from ..problem import Site, Window

KITCHEN = "0"


def read_street_meals(data: dict[str, Any]) -> CartProblem:
    """A street day -> problem. Its cost is metres, so seconds in the cart weigh next to nothing, and no cart has known doors."""
    window = Window(*data["window"])
    return CartProblem(
        name=data["name"],
        kitchen=KITCHEN,
        sites=tuple(Site(str(i)) for i in range(len(data["doors"]) + 1)),
        carts=tuple(Cart(c["id"], c["boxes"]) for c in data["carts"]),
        doors=tuple(Door(d["id"], str(i), d["boxes"], window, d["service"]) for i, d in enumerate(data["doors"], 1)),
        load_from=data["load_from"], load_time=data["load_time"], hot_limit=data["hot_limit"],
        metres=data["distance"], seconds=data["travel"],
    )  # fmt: skip


def write_street_meals(plan: CartPlan) -> dict[str, Any]:
    """A plan -> the street days' solution."""
    return {
        "trips": [
            {"cart": t.cart, "load": t.load, "leave": t.leave, "doors": [{"door": d.door, "at": d.at} for d in t.drops]} for t in plan.trips
        ]
    }


def read_street_meals_plan(data: dict[str, Any], problem: CartProblem) -> CartPlan:
    """A street day's solution -> plan; when a cart is back follows from the problem."""
    roads, doors = Roads(problem), {d.id: d for d in problem.doors}
    trips = []
    for t in data["trips"]:
        drops = tuple(Drop(s["door"], s["at"]) for s in t["doors"])
        back = t["leave"]
        if drops and (last := doors.get(drops[-1].door)):
            back = drops[-1].at + last.service + roads.seconds[roads.index[last.site]][roads.kitchen]
        trips.append(Trip(t["cart"], t["load"], t["leave"], drops, back))
    served = {d.door for t in trips for d in t.drops}
    return CartPlan(tuple(trips), tuple(d for d in doors if d not in served))
