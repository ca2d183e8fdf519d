"""Many turns at one temperature: take some doors out and put them back, or move a trip as a whole."""

from __future__ import annotations

import math

from ...annealing.dice import throw
from ...annealing.jit import entry, inline
from .keeping import carry, keep
from .layout import OUT
from .recreate import recreate
from .rounds import stand
from .ruin import ruin
from .spans import measure
from .whole import move_whole

WHOLE = 0.15  # share of turns that move a trip as a whole
TRIED = 20    # doors without a meal that are tried in one turn


@inline
def begin(w):
    """A turn begins."""
    w.turn += 1
    w.n_out = w.n_touched = 0


@inline
def lay_ready(stops, w, log, tried):
    """Put the doors that are in no trip on the list of those to be set in; about `tried` of them, drawn by lot."""
    share = tried / w.unserved
    for x in range(w.doors):
        if stops[x].trip == OUT and (share >= 1.0 or throw(w) < share):
            log[w.n_out].out = x
            w.n_out += 1


@inline
def total(facts, stops, trips, w):
    """What the plan costs; `w.unserved` is counted anew."""
    cost, w.unserved = 0.0, 0
    for p in range(w.carts * w.places):
        cost += trips[p].cost
    for x in range(w.doors):
        if stops[x].trip == OUT:
            cost += facts[x].missing
            w.unserved += 1
    return cost


@inline
def settle(facts, stops, trips, carts, prices, metres, seconds, w, log):
    """Work out the touched carts after doors were lifted out."""
    for k in range(w.n_touched):
        c = log[k].touched
        for p in range(c * w.places, (c + 1) * w.places):
            if trips[p].ruined == w.turn:
                measure(facts, stops, trips, prices, metres, seconds, w, p)
        stand(carts, trips, w, c)


@entry
def improve(facts, stops, trips, carts, prices, near, metres, to, seconds, w, log, stops2, trips2, carts2, best, turns, heat):
    """Set in what is in no trip, then make so many turns. The order of the best plan is in `best`, its cost in `w.best`.

    `stops2, trips2, carts2` hold the plan from which a turn starts, as the first three do between two calls.
    """
    for turn in range(turns + 1):
        begin(w)
        before, good = w.cost, True
        if turn > 0 and throw(w) < WHOLE:
            good = move_whole(facts, stops, trips, carts, prices, metres, seconds, w, log)
        else:
            if w.unserved > 0:
                lay_ready(stops, w, log, TRIED if turn > 0 else w.unserved)
            if turn > 0:
                ruin(stops, trips, near, w, log)
            settle(facts, stops, trips, carts, prices, metres, seconds, w, log)
            recreate(facts, stops, trips, carts, prices, near, metres, to, seconds, w, log)
        cost = total(facts, stops, trips, w) if good else before
        if good and cost < before - heat * math.log(throw(w) + 1e-300):
            w.cost = cost
            carry(stops, trips, carts, stops2, trips2, carts2, w, log)
            if cost < w.best - 1e-6:
                w.best = cost
                keep(stops, best, w)
        else:
            carry(stops2, trips2, carts2, stops, trips, carts, w, log)
            w.cost = before
            w.unserved = missing(stops, w)


@inline
def missing(stops, w):
    """Doors that are in no trip."""
    count = 0
    for x in range(w.doors):
        if stops[x].trip == OUT:
            count += 1
    return count


@entry
def set_up(facts, stops, trips, carts, prices, metres, seconds, w):
    """Work out everything that follows from the order of the trips. False where a rule is broken."""
    good = True
    for c in range(w.carts):
        for p in range(c * w.places, (c + 1) * w.places):
            measure(facts, stops, trips, prices, metres, seconds, w, p)
        good = stand(carts, trips, w, c) and good
    w.cost = total(facts, stops, trips, w)
    return good
