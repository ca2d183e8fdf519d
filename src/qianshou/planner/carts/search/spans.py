"""Trips as spans of time: joined in a few steps, and worked out afresh along a trip that has changed."""

from __future__ import annotations

from ...annealing.jit import inline, jit
from .layout import FAR


@inline
def spot(w, s):
    """The row and column of a stop in the matrices: every gate is the kitchen, the last."""
    return min(s, w.doors)


@inline
def join(w, takes1, early1, late1, way, takes2, early2, late2):
    """Two spans with `way` seconds between them, into `w.takes, early, late`. False where the second cannot be reached in time."""
    shift = takes1 + way
    if early1 + shift > late2:
        return False
    wait = max(0, early2 - shift - late1)
    w.takes = shift + wait + takes2
    w.early = max(early2 - shift, early1) - wait
    w.late = min(late2 - shift, late1)
    return True


@jit
def measure(facts, stops, trips, prices, metres, seconds, w, p):
    """Work out place p after its ring has changed: spans, sums, cost. It is `broken` where a window is missed or pinned ranks stand wrongly."""
    clear(stops, trips, w, p)
    gate = w.doors + p
    a, b, driven, bought = gate, stops[gate].next, 0, 0.0
    while b != gate:
        way = seconds[spot(w, a), spot(w, b)]
        stops[a].leg = metres[spot(w, a), spot(w, b)]
        if not join(w, stops[a].took, stops[a].early, stops[a].late, way, facts[b].stay, facts[b].open, facts[b].shut):
            trips[p].broken = 1
            return
        stops[b].took, stops[b].early, stops[b].late = w.takes, w.early, w.late
        if facts[b].rank > 0:
            if trips[p].high > facts[b].rank:
                trips[p].broken = 1
            trips[p].high = facts[b].rank
            if trips[p].low == 0:
                trips[p].low = facts[b].rank
        trips[p].doors += 1
        trips[p].boxes += facts[b].boxes
        trips[p].metres += stops[a].leg
        driven += way + facts[b].stay
        bought += prices[p // w.places, b]
        a, b = b, stops[b].next
    if a == gate:
        return
    stops[a].leg = metres[spot(w, a), w.doors]
    trips[p].metres += stops[a].leg
    trips[p].takes, trips[p].early, trips[p].late = stops[a].took, stops[a].early, stops[a].late
    trips[p].home = seconds[spot(w, a), w.doors]
    trips[p].hot = trips[p].takes - facts[a].stay
    look_back(facts, stops, seconds, w, gate)
    warm = warmth(facts, stops, seconds, w, gate, trips[p].early if trips[p].takes > driven else -FAR)
    trips[p].cost = w.per_metre * trips[p].metres + w.per_box * warm + bought


@inline
def clear(stops, trips, w, p):
    """What is known of an empty place."""
    gate = w.doors + p
    stops[gate].leg = stops[gate].load = 0
    stops[gate].took, stops[gate].early, stops[gate].late = 0, -FAR, FAR
    trips[p].doors = trips[p].boxes = trips[p].metres = trips[p].broken = trips[p].low = trips[p].high = 0
    trips[p].takes = trips[p].home = trips[p].hot = 0
    trips[p].early, trips[p].late, trips[p].cost = -FAR, FAR, 0.0


@inline
def look_back(facts, stops, seconds, w, gate):
    """The spans from each stop to the end of its trip, which is known to keep its windows."""
    b = stops[gate].prev
    stops[b].rest, stops[b].soon, stops[b].due, stops[b].load = facts[b].stay, facts[b].open, facts[b].shut, facts[b].boxes
    a = stops[b].prev
    while a != gate:
        way = seconds[spot(w, a), spot(w, b)]
        join(w, facts[a].stay, facts[a].open, facts[a].shut, way, stops[b].rest, stops[b].soon, stops[b].due)
        stops[a].rest, stops[a].soon, stops[a].due = w.takes, w.early, w.late
        stops[a].load = facts[a].boxes + stops[b].load
        a, b = stops[a].prev, a


@inline
def warmth(facts, stops, seconds, w, gate, leave):
    """Seconds that the boxes of a trip are in the cart, added up. Without waiting (`leave` is -FAR) they do not depend on when it leaves."""
    total = 0
    time = leave if leave > -FAR else 0
    begun, a, b = time, gate, stops[gate].next
    while b != gate:
        time += seconds[spot(w, a), spot(w, b)]
        if leave > -FAR:
            time = max(time, facts[b].open)
        total += facts[b].boxes * (time - begun)
        time += facts[b].stay
        a, b = b, stops[b].next
    return total
