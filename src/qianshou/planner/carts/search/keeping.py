"""What a turn has touched, to take it back or to keep it."""

from __future__ import annotations

from ...annealing.jit import inline, jit


@inline
def touch(w, log, c):
    """Remember that this turn touches cart c, once."""
    if log[c].seen != w.turn:
        log[c].seen = w.turn
        log[w.n_touched].touched = c
        w.n_touched += 1


@jit
def carry(stops, trips, carts, stops2, trips2, carts2, w, log):
    """Make the touched carts and the doors that were out in the second plan what they are in the first."""
    for k in range(w.n_touched):
        c = log[k].touched
        for p in range(c * w.places, (c + 1) * w.places):
            gate = w.doors + p
            s = gate
            while True:
                stops2[s] = stops[s]
                s = stops[s].next
                if s == gate:
                    break
            trips2[p] = trips[p]
        carts2[c].metres = carts[c].metres
    for k in range(w.n_out):
        stops2[log[k].out] = stops[log[k].out]


@inline
def keep(stops, best, w):
    """Copy the order of all trips."""
    for s in range(len(stops)):
        best[s] = stops[s].next if stops[s].trip >= 0 else -1
