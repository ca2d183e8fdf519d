"""The trips of one cart, one after the other: do they fit, and how much may one of them change?"""

from __future__ import annotations

from ...annealing.jit import inline, jit
from .layout import FAR


@jit
def stand(carts, trips, w, c):
    """Work out when cart c is back before each of its places, and must be back from it. False where some rule of the cart is broken."""
    time, way, rank, good = w.load_from, 0, 0, True
    first = c * w.places
    for p in range(first, first + w.places):
        trips[p].since = time
        if trips[p].doors == 0 and not trips[p].broken:
            continue
        ready = time + w.load_time
        if trips[p].broken or ready > trips[p].late or trips[p].hot > w.hot_limit or trips[p].boxes > carts[c].boxes:
            good = False
        if trips[p].low > 0:
            if trips[p].low < rank:
                good = False
            rank = trips[p].high
        time = max(ready, trips[p].early) + trips[p].takes + trips[p].home
        way += trips[p].metres
    carts[c].metres = way
    until = FAR
    for p in range(first + w.places - 1, first - 1, -1):
        trips[p].until = until
        if trips[p].doors > 0:
            until = min(trips[p].late, until - trips[p].takes - trips[p].home) - w.load_time
    return good and way <= carts[c].range


@inline
def fits(trips, w, p, home):
    """May place p become the span in `w.takes, early, late` and `home` seconds, if the other trips of the cart stay as they are?"""
    ready = trips[p].since + w.load_time
    return ready <= w.late and max(ready, w.early) + w.takes + home <= trips[p].until


@inline
def ranks_fit(facts, stops, trips, w, x, a, p):
    """Would pinned door x stand right behind stop a of place p among the pinned doors of its cart?"""
    rank, gate = facts[x].rank, w.doors + p
    first = p // w.places * w.places
    for q in range(first, first + w.places):
        if trips[q].low > 0 and ((q < p and trips[q].high > rank) or (q > p and trips[q].low < rank)):
            return False
    s = a
    while s != gate:
        if facts[s].rank > rank:
            return False
        s = stops[s].prev
    s = stops[a].next
    while s != gate:
        if 0 < facts[s].rank < rank:
            return False
        s = stops[s].next
    return True
