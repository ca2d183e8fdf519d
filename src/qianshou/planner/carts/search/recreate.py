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
    """The doors that are out, in one of four orders: by lot, long service first, far ones first, near ones first."""
    roll = pick(w, 11)
    for k in range(w.n_out):
        x = log[k].out
        far = metres[w.doors, x] + throw(w)
        if roll < 4:
            log[k].key = throw(w)
        elif roll < 8:
            log[k].key = throw(w) - facts[x].stay
        elif roll < 10:
            log[k].key = -far
        else:
            log[k].key = far
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


@jit
def find(facts, stops, trips, carts, prices, near, metres, to, seconds, w, x):
    """The cheapest place for door x, as the stop behind which it would stand: `w.after`, or -1.

    Looked for beside the doors near it and at both ends of all trips; anywhere if there is none.
    """
    w.price, w.after = FORBIDDEN / 2, -1
    for k in range(min(BESIDE, near.shape[1])):
        a = near[x, k]
        if stops[a].trip != OUT:
            look_at(facts, stops, trips, carts, prices, metres, to, seconds, w, x, a)
            look_at(facts, stops, trips, carts, prices, metres, to, seconds, w, x, stops[a].prev)
    for c in range(w.carts):
        seen_empty = False
        for p in range(c * w.places, (c + 1) * w.places):
            if trips[p].doors > 0 or not seen_empty:
                look_at(facts, stops, trips, carts, prices, metres, to, seconds, w, x, w.doors + p)
            if trips[p].doors > 0:
                look_at(facts, stops, trips, carts, prices, metres, to, seconds, w, x, stops[w.doors + p].prev)
            else:
                seen_empty = True
    if w.after < 0:
        for a in range(w.doors):
            if stops[a].trip != OUT:
                look_at(facts, stops, trips, carts, prices, metres, to, seconds, w, x, a)


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
