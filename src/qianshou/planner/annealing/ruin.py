"""Ruin and recreate: some visits near each other, or all of a short round, are taken out and put in again where each costs least.

After G. Schrimpf et al., Record breaking optimization results using the ruin and recreate principle, J. Comput. Phys. 159/2, 2000, and
J. Christiaens and G. Vanden Berghe, Slack induction by string removals, Transp. Sci. 54/2, 2020 (a place is now and then overlooked).
Visits for one carer only; times are settled after each step, so that a place is judged by the times that hold.
"""

from __future__ import annotations

from .dice import pick, throw
from .jit import inline, jit
from .layout import END, OUT, VISIT
from .links import put, take
from .times import settle

MOST = 8          # visits taken out at once
OVERLOOK = 0.05   # chance that a place is overlooked
ASKED = 4         # carers asked besides those with near visits
SHORT = 0.2       # chance that a whole round is emptied, if it is short


@inline
def loose(stops, s):
    """May this stop be taken out by itself?"""
    return stops[s].kind == VISIT and stops[s].team == 1 and not stops[s].fixed and stops[s].prev >= 0


@jit
def ruin(stops, carers, legs, price, near, w, log, s):
    """Take out s and some of its near stops, or the rest of its round; how many are out (they stand first in `log.out`)."""
    n, a = 0, carers[stops[s].carer].first
    if carers[stops[s].carer].load <= MOST and throw(w) < SHORT:
        a = stops[a].next
        while stops[a].kind != END and n < MOST:
            if loose(stops, a):
                log[n].out = a
                n += 1
            a = stops[a].next
    else:
        log[0].out, n = s, 1
        wanted = 2 + pick(w, MOST - 3)
        for k in range(near.shape[1]):
            t = near[s, k]
            if n < wanted and t >= 0 and loose(stops, t) and throw(w) < 0.4:
                log[n].out = t
                n += 1
    for k in range(n):
        take(stops, carers, legs, price, w, log, log[k].out)
    return n


@inline
def cost_after(stops, carers, legs, price, w, s, a):
    """What putting s after stop a would cost: the way, the price, and what it would break there; very much if it cannot be."""
    c, b = stops[a].carer, stops[a].next
    if not price[c, s] < 1e18 or carers[c].load >= carers[c].most or stops[b].floats == 1 or stops[a].floats == 2:
        return 1e18
    m, i, here, j = carers[c].mode, stops[a].site, stops[s].site, stops[b].site
    time = max(stops[a].free + legs[m, i, here], stops[s].open)
    cost = w.per_travel * (legs[m, i, here] + legs[m, here, j] - legs[m, i, j]) + price[c, s]
    if time > stops[s].due:
        cost += (w.per_hard * max(0.0, time - stops[s].hard)) + stops[s].late * max(0.0, time - stops[s].close)
    push = time + stops[s].stay + legs[m, here, j]
    if push > stops[b].due:
        cost += (w.per_hard * max(0.0, push - stops[b].hard)) + stops[b].late * max(0.0, push - stops[b].close)
    return cost


@jit
def best_place(stops, carers, legs, price, near, able, w, s):
    """The stop after which s costs least: beside its near stops, or with some carers at about its time."""
    best, found = 1e17, OUT
    for k in range(near.shape[1]):
        u = near[s, k]
        if u >= 0 and stops[u].prev >= 0:
            for a in (u, stops[u].prev):
                if throw(w) >= OVERLOOK:
                    cost = cost_after(stops, carers, legs, price, w, s, a)
                    if cost < best:
                        best, found = cost, a
    n = able[s, 0]
    for k in range(min(n, stops[s].liked + ASKED)):
        c = able[s, 1 + (k if k < stops[s].liked else pick(w, n))]
        a = carers[c].first
        while stops[a].kind != END:
            b = stops[a].next
            if stops[a].free <= stops[s].due and stops[b].start + stops[b].stay >= stops[s].open and throw(w) >= OVERLOOK:
                cost = cost_after(stops, carers, legs, price, w, s, a)
                if cost < best:
                    best, found = cost, a
            a = b
    return found


@jit
def rebuild(stops, carers, legs, price, near, able, w, log, s):
    """One ruin and recreate, the visits put in again in any order. False if one of them has no place."""
    if not loose(stops, s):
        return False
    n = ruin(stops, carers, legs, price, near, w, log, s)
    settle(stops, carers, legs, w, log)
    for k in range(n):
        j = k + pick(w, n - k)
        t = log[j].out
        log[j].out = log[k].out
        a = best_place(stops, carers, legs, price, near, able, w, t)
        if a < 0 or w.failed:
            return False
        put(stops, carers, legs, price, w, log, t, a)
        settle(stops, carers, legs, w, log)
    return True
