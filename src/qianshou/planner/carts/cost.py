"""What a plan of cart rounds costs, worked out from its stated trips and times."""

from __future__ import annotations

from itertools import pairwise

from .plan import CartCost, CartPlan, Trip
from .problem import CartProblem
from .ways import Roads


def cost_of(problem: CartProblem, plan: CartPlan, roads: Roads | None = None) -> CartCost:
    """The cost of this plan. KeyError where it names a door that does not exist."""
    roads, weights = roads or Roads(problem), problem.weights
    doors = {d.id: d for d in problem.doors}
    metres = sum(trip_metres(roads, [doors[d.door].site for d in t.drops]) for t in plan.trips)
    warm = sum((d.at - t.leave) * doors[d.door].boxes for t in plan.trips for d in t.drops)
    change = weights.change * sum(is_change(problem, t, d.door) for t in plan.trips for d in t.drops)
    served = {d.door for t in plan.trips for d in t.drops}
    unserved = weights.unserved * (len(doors) - len(served))
    return CartCost(metres, warm, change, unserved, weights.metre * metres + weights.box_second * warm + change + unserved)


def trip_metres(roads: Roads, sites: list[str]) -> int:
    """Kitchen → these sites → kitchen."""
    walk = [roads.kitchen, *(roads.index[s] for s in sites), roads.kitchen]
    return sum(roads.metres[a][b] for a, b in pairwise(walk))


def is_change(problem: CartProblem, trip: Trip, door: str) -> bool:
    """Has this door a known cart, and is this not it?"""
    return problem.known.get(door, trip.cart) != trip.cart
