"""A plan worked out from nothing but its order: times, totals, sites of floating breaks, loads; and a fresh global order."""

from __future__ import annotations

from .jit import entry, jit
from .layout import END, NOWHEN, VISIT
from .links import FIRST, LAST, begin, put, soil, take
from .times import settle, worst_lateness
from .whole import price_rounds, weigh_round


@entry
def renew(stops, carers, legs, price, w, log):
    """Work out everything that follows from the links and keys."""
    begin(w)
    w.travel = w.price = 0.0
    for s in range(w.stops):
        stops[s].start = stops[s].free = NOWHEN
        if stops[s].kind == VISIT and stops[s].head == s and stops[s].prev < 0:
            w.price += stops[s].missing
    for c in range(w.carers):
        s = carers[c].first
        stops[s].key, stops[carers[c].last].key = FIRST, LAST
        stops[s].start = stops[s].free = stops[s].open
        carers[c].load = 0
        while stops[s].kind != END:
            b = stops[s].next
            if stops[b].floats == 1:
                stops[b].site = stops[s].site
            s = b
            if stops[s].kind == VISIT:
                carers[c].load += 1
            w.price += price[c, s] if stops[s].kind != END else 0.0
        while stops[s].prev >= 0:
            a = stops[s].prev
            if stops[a].floats == 2:
                stops[a].site = stops[s].site
            w.travel += legs[carers[c].mode, stops[a].site, stops[s].site]
            s = a
        if carers[c].load == 0:
            w.price -= carers[c].alone
        soil(log, w, stops[s].next)
    settle(stops, carers, legs, w, log)
    w.late, w.broken, w.worst = w.d_late, w.d_broken, worst_lateness(stops, w)
    if w.by_round:
        w.toils = w.waits = 0.0
        for c in range(w.carers):
            weigh_round(stops, carers, legs, w, c)
            if carers[c].share > 0.0:
                w.toils += carers[c].toil
            w.waits += carers[c].wait
        w.rounds = price_rounds(carers, w, w.toils, w.waits)
    begin(w)


@entry
def rekey(stops, w, log):
    """Number the groups afresh, earliest start first as far as the rounds allow, so that old keys stand in no move's way."""
    n = 0
    for s in range(w.stops):
        if stops[s].crew > 1 and stops[s].head == s and stops[s].prev >= 0:
            log[n].front = s
            n += 1
    done = 0
    while done < n:
        best = -1
        for k in range(done, n):
            if (best < 0 or stops[log[k].front].start < stops[log[best].front].start) and ready(stops, log[k].front, done):
                best = k
        head = log[best].front
        log[best].front = log[done].front
        log[done].front = head
        done += 1
        for s in range(head, head + stops[head].crew):
            stops[s].key = -1e9 + done
    for k in range(n):
        head = log[k].front
        for s in range(head, head + stops[head].crew):
            stops[s].key = float(k + 1)


@jit
def ready(stops, head, done):
    """Have all groups before this one in its rounds been numbered (keys about -1e9)?"""
    for s in range(head, head + stops[head].crew):
        a = stops[s].prev
        while stops[a].crew == 1:
            a = stops[a].prev
        if stops[a].crew > 1 and stops[a].key > -1e8:
            return False
    return True


@entry
def append_all(stops, carers, legs, price, able, order, w, log):
    """A first plan: visits in the given order, each at the end of the round that can begin it first."""
    begin(w)
    key = 1.0
    for k in range(len(order)):
        head = order[k]
        for s in range(head, head + stops[head].team):
            best, soonest = -1, 1e300
            for i in range(able[s, 0]):
                c = able[s, 1 + i]
                a = stops[carers[c].last].prev
                taken = carers[c].load >= carers[c].most
                for t in range(head, s):
                    taken = taken or stops[t].carer == c
                time = stops[a].free + legs[carers[c].mode, stops[a].site, stops[s].site]
                if not taken and max(time, stops[s].open) + 0.01 * time < soonest:
                    best, soonest = c, max(time, stops[s].open) + 0.01 * time
            if best < 0:  # nobody is left for this stop: the visit stays out, to be put in by the search
                for t in range(head, s):
                    w.n_ops = w.n_dirty = 0
                    take(stops, carers, legs, price, w, log, t)
                break
            w.n_ops = w.n_dirty = 0
            put(stops, carers, legs, price, w, log, s, stops[carers[best].last].prev)
            stops[s].key = key
            stops[s].start = max(stops[s].open, stops[stops[s].prev].free + legs[carers[best].mode, stops[stops[s].prev].site, stops[s].site])
            stops[s].free = stops[s].start + stops[s].stay
        key += 1.0
