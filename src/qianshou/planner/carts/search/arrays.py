"""A problem as arrays, and the best order of its trips back."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ...annealing.dice import seeded
from ..problem import CartProblem
from ..ways import Roads
from .layout import CART, FACT, FORBIDDEN, LOG, OUT, STOP, TRIP, WORK
from .loop import set_up

NEIGHBOURS = 200   # doors near each door that may be taken out with it
MOST_TRIPS = 40    # of one cart
UNLIMITED = 10**12


@dataclass
class Arrays:
    """What the compiled functions take, in their order."""

    facts: np.ndarray
    stops: np.ndarray
    trips: np.ndarray
    carts: np.ndarray
    prices: np.ndarray
    near: np.ndarray
    metres: np.ndarray
    to: np.ndarray       # the other way round: a row has the ways *to* a door side by side
    seconds: np.ndarray
    work: np.ndarray
    log: np.ndarray
    stops2: np.ndarray
    trips2: np.ndarray
    carts2: np.ndarray
    best: np.ndarray


def lay_out(problem: CartProblem, seed: int, orders: dict[str, list[list[str]]]) -> Arrays:
    """The arrays of a problem, with these trips driven already (cart → doors of its trips; they must keep every rule).

    ValueError where they do not.
    """
    roads, count = Roads(problem), len(problem.doors)
    places = _places(problem, roads, orders)
    gates = len(problem.carts) * places
    facts = _facts(problem, gates)
    sites = [*(roads.index[d.site] for d in problem.doors), roads.kitchen]
    metres, seconds = (np.array(rows, np.int32)[np.ix_(sites, sites)] for rows in (roads.metres, roads.seconds))
    facts.chain[:count] = _chain(metres)
    stops, trips = _rec(count + gates, STOP), _rec(gates, TRIP)
    stops.trip[:count] = OUT
    for p in range(gates):
        stops[count + p].trip, stops[count + p].next, stops[count + p].prev = p, count + p, count + p
    _link(problem, stops, orders, places)
    carts = _rec(len(problem.carts), CART)
    carts.boxes = [c.boxes for c in problem.carts]
    carts.range = [UNLIMITED if c.range is None else c.range for c in problem.carts]
    log = _rec(count + len(problem.carts) + 1, LOG)
    log.seen = -1
    work = _work(problem, seed, places)
    arrays = Arrays(facts, stops, trips, carts, _prices(problem), _near(metres), metres, np.ascontiguousarray(metres.T),
                    seconds, work, log, stops, trips, carts, np.full(count + gates, -1, np.int32))  # fmt: skip
    if not set_up(facts, stops, trips, carts, arrays.prices, metres, seconds, work[0]):
        raise ValueError("the trips to begin with break a rule")
    work[0].best = work[0].cost
    arrays.best[:] = np.where(stops.trip >= 0, stops.next, -1)
    arrays.stops2, arrays.trips2, arrays.carts2 = stops.copy(), trips.copy(), carts.copy()
    return arrays


def order_of(problem: CartProblem, arrays: Arrays) -> dict[str, list[list[str]]]:
    """The best plan found: cart → its trips in order, each as its doors in order."""
    count, places = len(problem.doors), int(arrays.work[0].places)
    found: dict[str, list[list[str]]] = {}
    for p in range(len(arrays.trips)):
        order, s = [], int(arrays.best[count + p])
        while s < count:
            order.append(problem.doors[s].id)
            s = int(arrays.best[s])
        if order:
            found.setdefault(problem.carts[p // places].id, []).append(order)
    return found


def _rec(size: int, kind: np.dtype) -> np.ndarray:
    return np.zeros(size, kind).view(np.recarray)


def _places(problem: CartProblem, roads: Roads, orders: dict[str, list[list[str]]]) -> int:
    """Trips that one cart may have: twice as many as boxes and heat ask for, if there is time for them; and room to move one of those that it has."""
    kitchen, sites = roads.kitchen, [roads.index[d.site] for d in problem.doors]
    shortest = min(d.service + roads.seconds[kitchen][s] + roads.seconds[s][kitchen] for d, s in zip(problem.doors, sites, strict=True))
    span = max(d.window.end for d in problem.doors) + shortest - problem.load_from
    by_boxes = sum(d.boxes for d in problem.doors) / max(1, sum(c.boxes for c in problem.carts))
    by_heat = sum(d.service for d in problem.doors) / max(1, problem.hot_limit * len(problem.carts))
    usual = min(2 + 2 * math.ceil(max(by_boxes, by_heat)), span // max(1, problem.load_time + shortest), MOST_TRIPS)
    return max(1, usual, 1 + max(map(len, orders.values()), default=0))


def _facts(problem: CartProblem, gates: int) -> np.ndarray:
    facts = _rec(len(problem.doors) + gates, FACT)
    ranks = {r: k for k, r in enumerate(sorted({d.pinned_rank for d in problem.doors if d.pinned_rank is not None}), 1)}
    for x, door in enumerate(problem.doors):
        facts[x].boxes, facts[x].stay = door.boxes, door.service
        facts[x].open, facts[x].shut = door.window.start, door.window.end
        facts[x].rank = ranks.get(door.pinned_rank, 0)
        facts[x].missing = problem.weights.unserved
    return facts


def _prices(problem: CartProblem) -> np.ndarray:
    """What giving a door to a cart costs beside its way."""
    prices = np.zeros((len(problem.carts), max(1, len(problem.doors))))
    for x, door in enumerate(problem.doors):
        known = problem.known.get(door.id)
        for c, cart in enumerate(problem.carts):
            if door.pinned is not None and door.pinned != cart.id:
                prices[c, x] = FORBIDDEN
            elif known is not None and known != cart.id:
                prices[c, x] = problem.weights.change
    return prices


def _near(metres: np.ndarray) -> np.ndarray:
    """For each door the doors near it, itself first."""
    there_and_back = (metres + metres.T)[:-1, :-1].astype(np.int64)
    np.fill_diagonal(there_and_back, -1)
    return np.argsort(there_and_back, axis=1, kind="stable")[:, :NEIGHBOURS].astype(np.int32)


def _chain(metres: np.ndarray) -> np.ndarray:
    """The place of each door in a chain from the door farthest from the kitchen to the nearest one that is left, and so on."""
    left = metres[:-1, :-1].astype(np.int64)
    chain = np.zeros(len(left))
    here = int(metres[-1, :-1].argmax())
    for k in range(len(left)):
        chain[here] = k
        left[:, here] = np.iinfo(np.int64).max
        here = int(left[here].argmin())
    return chain


def _link(problem: CartProblem, stops: np.ndarray, orders: dict[str, list[list[str]]], places: int) -> None:
    numbers = {d.id: x for x, d in enumerate(problem.doors)}
    for c, cart in enumerate(problem.carts):
        for k, order in enumerate(orders.get(cart.id, [])):
            gate = len(problem.doors) + c * places + k
            ring = [gate, *(numbers[d] for d in order), gate]
            for a, b in pairwise(ring):
                stops[a].next, stops[b].prev, stops[b].trip = b, a, c * places + k


def _work(problem: CartProblem, seed: int, places: int) -> np.ndarray:
    work = _rec(1, WORK)
    w = work[0]
    w.dice, w.doors, w.carts, w.places = seeded(seed), len(problem.doors), len(problem.carts), places
    w.ranked = any(d.pinned_rank is not None for d in problem.doors)
    w.load_from, w.load_time, w.hot_limit = problem.load_from, problem.load_time, problem.hot_limit
    w.per_metre, w.per_box = problem.weights.metre, problem.weights.box_second
    return work
