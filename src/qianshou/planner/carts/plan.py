"""What comes out: trips with times, the doors that nobody reaches, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Drop:
    """One hand-over: service at `door` starts `at`."""

    door: str
    at: int


@dataclass(frozen=True, slots=True)
class Trip:
    """From the kitchen and back: loading begins at `load`, the cart leaves at `leave` and is `back` at the kitchen."""

    cart: str
    load: int
    leave: int
    drops: tuple[Drop, ...]
    back: int


@dataclass(frozen=True, slots=True)
class CartCost:
    """`metres` and `box_seconds` (seconds each box was in a cart, added up) as they are, the others weighted; `total` in metres."""

    metres: int = 0
    box_seconds: int = 0
    change: float = 0.0
    unserved: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class CartPlan:
    """All trips, those of a cart in the order in which it drives them. `made` says how: seed, turns, seconds."""

    trips: tuple[Trip, ...] = ()
    unserved: tuple[str, ...] = ()
    cost: CartCost = CartCost()
    made: dict[str, float] = field(default_factory=dict)


def doors_by_trip(plan: CartPlan) -> dict[str, list[list[str]]]:
    """cart → its trips in order of leaving, each as its doors in order."""
    found: dict[str, list[list[str]]] = {}
    for trip in sorted(plan.trips, key=lambda t: t.leave):
        found.setdefault(trip.cart, []).append([d.door for d in trip.drops])
    return found
