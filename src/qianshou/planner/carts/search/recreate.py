"""Putting doors back, each where it costs least, one after the other (see `ruin` for the source)."""

from __future__ import annotations

from ...annealing.dice import pick, throw
from ...annealing.jit import inline, jit
from .keeping import touch
from .layout import FORBIDDEN, OUT
from .rounds import fits, ranks_fit, stand
from .spans import join, measure, spot

BESIDE = 40    # doors near a door beside which its place is looked for
BLINK = 0.01  # chance that a place is not seen: the same doors in the same order do not always end in the same plan


@jit
def sort_out(facts, metres, w, log):
    """The doors that are out, in one of five orders: by lot, long service first, far ones first, near ones first, along the chain.

    Into an empty plan they go along the chain: a first trip filled by lot would go all over the street.
    """
    roll = pick(w, 12) if w.unserved < w.doors else 11
    for k in range(w.n_out):
        x = log[k].out
        far = metres[w.doors, x] + throw(w)
        if roll < 4:
            log[k].key = throw(w)
        elif roll < 8:
            log[k].key = throw(w) - facts[x].stay
        elif roll < 10:
            log[k].key = -far
        elif roll < 11:
            log[k].key = far
        else:
            log[k].key = facts[x].chain
    for k in range(1, w.n_out):
        x, key, j = log[k].out, log[k].key, k - 1
        while j >= 0 and log[j].key > key:
            log[j + 1].out, log[j + 1].key = log[j].out, log[j].key
            j -= 1
        log[j + 1].out, log[j + 1].key = x, key


@inline
def may_stand(facts, stops, seconds, w, x, a, b):
    """The trip with x between a and b as a span, into `w`; its last stretch home is given back, -1 where it would not do."""
    gate = w.doors + stops[a].trip
    here, there = seconds[spot(w, a), x], seconds[x, spot(w, b)]
    if not join(w, stops[a].took, stops[a].early, stops[a].late, here, facts[x].stay, facts[x].open, facts[x].shut):
        return -1
    if b == gate:
        return there if w.takes - facts[x].stay <= w.hot_limit else -1
    if not join(w, w.takes, w.early, w.late, there, stops[b].rest, stops[b].soon, stops[b].due):
        return -1
    last = stops[gate].prev
    return seconds[last, w.doors] if w.takes - facts[last].stay <= w.hot_limit else -1


@inline
def look_at(facts, stops, trips, carts, prices, metres, to, seconds, w, x, a):
    """If the place behind stop a is the cheapest so far that keeps every rule, it is `w.after`."""
    b, p = stops[a].next, stops[a].trip
    added = to[x, spot(w, a)] + metres[x, spot(w, b)] - stops[a].leg
    price = w.per_metre * added
    if price >= w.price:
        return
    c = p // w.places
    longer = seconds[spot(w, a), x] + facts[x].stay
    warm = facts[x].boxes * (stops[a].took + longer - facts[x].stay)
    if b < w.doors:
        warm += stops[b].load * (longer + seconds[x, spot(w, b)] - seconds[spot(w, a), spot(w, b)])
    price += prices[c, x] + w.per_box * warm
    if price >= w.price or trips[p].boxes + facts[x].boxes > carts[c].boxes or carts[c].metres + added > carts[c].range:
        return
    home = may_stand(facts, stops, seconds, w, x, a, b)
    if home < 0 or not fits(trips, w, p, home):
        return
    if w.ranked and facts[x].rank > 0 and not ranks_fit(facts, stops, trips, w, x, a, p):
        return
    if throw(w) < BLINK:
        return
    w.price, w.after = price, a


@inline
def candidate(stops, trips, near, w, x, k, beside):
    """The k-th stop behind which door x might stand, -1 where there is none: beside the doors near it first, then at both ends of all trips.

    The first empty place behind a trip counts as a trip. With `beside` 0 the doors come one after the other instead.
    """
    n = 2 * beside if beside > 0 else w.doors
    if k < n:
        a = near[x, k // 2] if beside > 0 else k
        if stops[a].trip == OUT:
            return -1
        return stops[a].prev if beside > 0 and k % 2 == 1 else a
    p = (k - n) // 2
    if trips[p].doors > 0:
        return w.doors + p if k % 2 == n % 2 else stops[w.doors + p].prev
    return w.doors + p if k % 2 == n % 2 and (p % w.places == 0 or trips[p - 1].doors > 0) else -1


@jit
def find(facts, stops, trips, carts, prices, near, metres, to, seconds, w, x):
    """The cheapest place for door x, as the stop behind which it would stand: `w.after`, or -1."""
    w.price, w.after = FORBIDDEN / 2, -1
    beside = min(BESIDE, near.shape[1])
    while w.after < 0 and beside >= 0:
        for k in range((2 * beside if beside > 0 else w.doors) + 2 * w.carts * w.places):
            a = candidate(stops, trips, near, w, x, k, beside)
            if a >= 0:
                look_at(facts, stops, trips, carts, prices, metres, to, seconds, w, x, a)
        beside = 0 if beside > 0 else -1


@jit
def recreate(facts, stops, trips, carts, prices, near, metres, to, seconds, w, log):
    """Put back what can be put back. What `w` and the touched carts know is true after it."""
    sort_out(facts, metres, w, log)
    for k in range(w.n_out):
        x = log[k].out
        find(facts, stops, trips, carts, prices, near, metres, to, seconds, w, x)
        if w.after < 0:
            continue
        a = w.after
        p = stops[a].trip
        touch(w, log, p // w.places)
        b = stops[a].next
        stops[a].next, stops[b].prev = x, x
        stops[x].prev, stops[x].next, stops[x].trip = a, b, p
        measure(facts, stops, trips, prices, metres, seconds, w, p)
        stand(carts, trips, w, p // w.places)
