"""Trips moved as a whole: to another place, which may be another cart's or earlier in the day, or driven the other way round."""

from __future__ import annotations

from ...annealing.dice import pick
from ...annealing.jit import inline, jit
from .keeping import touch
from .rounds import stand
from .spans import measure


@inline
def trade(stops, w, p, q):
    """Exchange what stands in two places."""
    a, b = w.doors + p, w.doors + q
    first, last = stops[a].next, stops[a].prev
    hang(stops, a, stops[b].next if stops[b].next != b else a, stops[b].prev)
    hang(stops, b, first if first != a else b, last)


@inline
def hang(stops, gate, first, last):
    """Make the row of stops from first to last the ring of this gate; first is the gate itself: an empty one."""
    if first == gate:
        stops[gate].next = stops[gate].prev = gate
        return
    stops[gate].next, stops[gate].prev = first, last
    stops[first].prev, stops[last].next = gate, gate
    s = first
    while s != gate:
        stops[s].trip = stops[gate].trip
        s = stops[s].next


@inline
def turn_round(stops, a, b):
    """Drive the row of stops from a to b the other way round."""
    before, after = stops[a].prev, stops[b].next
    s = a
    while s != after:
        t = stops[s].next
        stops[s].next, stops[s].prev = stops[s].prev, t
        s = t
    stops[before].next, stops[b].prev = b, before
    stops[a].next, stops[after].prev = after, a


@jit
def move_whole(facts, stops, trips, carts, prices, metres, seconds, w, log):
    """One such move, drawn by lot. False where nothing can move or a rule would be broken; then the plan must be taken back."""
    x = pick(w, w.doors)
    p = stops[x].trip
    if p < 0:
        return False
    q = p
    if pick(w, 3) > 0:
        q = pick(w, w.carts * w.places)
        if q == p:
            return False
        trade(stops, w, p, q)
    elif pick(w, 2) == 0:
        turn_round(stops, stops[w.doors + p].next, stops[w.doors + p].prev)
    else:
        last = x
        for _ in range(1 + pick(w, 8)):
            if stops[last].next < w.doors:
                last = stops[last].next
        turn_round(stops, x, last)
    touch(w, log, p // w.places)
    touch(w, log, q // w.places)
    measure(facts, stops, trips, prices, metres, seconds, w, p)
    measure(facts, stops, trips, prices, metres, seconds, w, q)
    good = stand(carts, trips, w, p // w.places)
    return stand(carts, trips, w, q // w.places) and good
