"""A plan that stands, as far as it keeps the rules of the problem as it is now."""

from __future__ import annotations

from dataclasses import replace

from .check import check_carts
from .plan import CartPlan, doors_by_trip
from .times import Clockwork


def standing(clock: Clockwork, plan: CartPlan) -> dict[str, list[list[str]]]:
    """cart → the doors of its trips, without carts and doors that are no more, and without doors that would now break a rule.

    A trip that does not fit behind those before it is built up door by door, in the order in which it was driven; what does not fit stays out.
    """
    carts, seen, found = {c.id for c in clock.problem.carts}, set(), {}
    for cart, trips in doors_by_trip(plan).items():
        kept: list[list[str]] = []
        for trip in trips if cart in carts else []:
            left = [d for d in dict.fromkeys(trip) if d in clock.doors and d not in seen]
            now = left if left and _sound(clock, cart, [*kept, left]) else _as_much(clock, cart, kept, left)
            seen.update(now)
            kept += [now] if now else []
        if kept:
            found[cart] = kept
    return found


def _as_much(clock: Clockwork, cart: str, before: list[list[str]], doors: list[str]) -> list[str]:
    kept: list[str] = []
    for door in doors:
        if _sound(clock, cart, [*before, [*kept, door]]):
            kept.append(door)
    return kept


def _sound(clock: Clockwork, cart: str, orders: list[list[str]]) -> bool:
    """Do these trips of one cart keep every rule, whatever the others do?"""
    trips = clock.round(cart, orders)
    served = {d.door for t in trips for d in t.drops}
    alone = replace(clock.problem, doors=tuple(d for d in clock.problem.doors if d.id in served))
    return check_carts(alone, CartPlan(tuple(trips)), clock.roads).sound
