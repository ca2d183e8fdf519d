"""Taking doors out: strings of neighbouring stops out of trips near each other.

J. Christiaens and G. Vanden Berghe, Slack Induction by String Removals for Vehicle Routing Problems, Transportation Science 54 (2), 2020.
"""

from __future__ import annotations

from ...annealing.dice import pick, throw
from ...annealing.jit import inline
from .keeping import touch
from .layout import OUT

LONGEST = 10     # doors in one string
USUAL = 10.0     # doors taken out in a turn, on average
SPLIT = 0.5      # share of strings that leave some doors inside standing
GROW = 0.01      # chance that one more is left standing


@inline
def lift(stops, w, log, x):
    """Take door x out of its trip."""
    a, b = stops[x].prev, stops[x].next
    stops[a].next, stops[b].prev = b, a
    touch(w, log, stops[x].trip // w.places)
    stops[x].trip = OUT
    log[w.n_out].out = x
    w.n_out += 1


@inline
def lift_string(stops, trips, w, log, x, length, spared):
    """Take out `length` doors in a row among which x is, leaving `spared` in a row inside standing."""
    gate = w.doors + stops[x].trip
    size = trips[stops[x].trip].doors
    whole = min(size, length + spared)
    before = 0  # doors before x in its trip
    s = stops[x].prev
    while s != gate:
        before += 1
        s = stops[s].prev
    low = max(0, before + whole - size)
    back = low + pick(w, min(before, whole - 1) - low + 1)
    s = x
    for _ in range(back):
        s = stops[s].prev
    held = whole - length if whole > length else 0
    from_here = pick(w, length + 1) if held else 0
    for k in range(whole):
        t = stops[s].next
        if not (held and from_here <= k < from_here + held):
            lift(stops, w, log, s)
        s = t


@inline
def ruin(stops, trips, near, w, log):
    """Take out about `USUAL` doors round one drawn by lot."""
    seed = pick(w, w.doors)
    used, served = 0, w.doors - w.unserved
    for p in range(w.carts * w.places):
        used += 1 if trips[p].doors > 0 else 0
    if used == 0:
        return
    most = min(float(LONGEST), served / used)
    strings = 1 + int(throw(w) * (4.0 * USUAL / (1.0 + most) - 1.0))
    for k in range(near.shape[1]):
        x = near[seed, k]
        if strings == 0:
            return
        if stops[x].trip == OUT or trips[stops[x].trip].ruined == w.turn:
            continue
        size = trips[stops[x].trip].doors
        length = 1 + int(throw(w) * min(float(size), most))
        length = min(length, size)
        spared = 0
        if length > 1 and length < size and throw(w) < SPLIT:
            spared = 1
            while length + spared < size and throw(w) < GROW:
                spared += 1
        trips[stops[x].trip].ruined = w.turn
        lift_string(stops, trips, w, log, x, length, spared)
        strings -= 1

