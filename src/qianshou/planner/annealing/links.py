"""Taking a stop out of its round, putting it in, exchanging the ends of two rounds; and taking all that back.

Each step adds to `w.d_travel` and `w.d_price`, notes itself in the log and notes the stops whose way has changed.
A step that cannot be (a carer who may not) sets `w.failed`; the move is then undone.
"""

from __future__ import annotations

from .jit import inline, jit
from .layout import END, OUT, VISIT

TOOK, PUT, TAILS, KEYED, REOPENED = 0, 1, 2, 3, 4
FIRST, LAST = -1e18, 1e18


@inline
def begin(w):
    """Start a trial."""
    w.d_travel = w.d_price = w.d_late = w.d_broken = w.d_rounds = w.d_toils = w.d_waits = 0.0
    w.peak = w.worst
    w.lost = w.n_ops = w.n_dirty = w.n_times = w.n_touched = w.failed = 0


@inline
def note(log, w, kind, stop, at):
    """Remember a step, for `undo`."""
    k = w.n_ops
    log[k].kind = kind
    log[k].stop = stop
    log[k].at = at
    w.n_ops = k + 1


@inline
def soil(log, w, stop):
    """Remember a stop whose way has changed."""
    log[w.n_dirty].dirty = stop
    w.n_dirty += 1


@inline
def join(stops, a, b):
    """Make b the stop after a."""
    stops[a].next = b
    stops[b].prev = a


@inline
def take(stops, carers, legs, price, w, log, s):
    """Take stop s out of its round."""
    a, b, c = stops[s].prev, stops[s].next, stops[s].carer
    m, i, here, j = carers[c].mode, stops[a].site, stops[s].site, stops[b].site
    w.d_travel += legs[m, i, j] - legs[m, i, here] - legs[m, here, j]
    w.d_price -= price[c, s]
    join(stops, a, b)
    stops[s].prev = OUT
    if stops[s].kind == VISIT:
        carers[c].load -= 1
        if carers[c].load == 0:
            w.d_price -= carers[c].alone
    note(log, w, TOOK, s, a)
    soil(log, w, b)
    if stops[b].floats == 1 or stops[a].floats == 2:
        float_along(stops, carers, legs, w, log, c, a, b)


@inline
def put(stops, carers, legs, price, w, log, s, a):
    """Put stop s into a round, after stop a."""
    c, b = stops[a].carer, stops[a].next
    if stops[s].floats == 1:
        stops[s].site = stops[a].site
    elif stops[s].floats == 2:
        stops[s].site = stops[b].site
    m, i, here, j = carers[c].mode, stops[a].site, stops[s].site, stops[b].site
    w.d_travel += legs[m, i, here] + legs[m, here, j] - legs[m, i, j]
    p = price[c, s]
    w.d_price += p
    join(stops, a, s)
    join(stops, s, b)
    stops[s].carer = c
    if stops[s].kind == VISIT:
        if carers[c].load == 0:
            w.d_price += carers[c].alone
        carers[c].load += 1
        if carers[c].load > carers[c].most:
            w.failed = 1
    if not p < LAST:
        w.failed = 1
    note(log, w, PUT, s, a)
    soil(log, w, s)
    soil(log, w, b)
    if stops[b].floats == 1 or stops[a].floats == 2:
        float_along(stops, carers, legs, w, log, c, s, s)


@jit
def float_along(stops, carers, legs, w, log, c, a, b):
    """Breaks without a site of their own follow: those after stop a go to its place, those before b to its place."""
    m = carers[c].mode
    at, f = a, stops[a].next
    while stops[f].floats == 1 and stops[f].site != stops[a].site:
        i, old, new, j = stops[at].site, stops[f].site, stops[a].site, stops[stops[f].next].site
        w.d_travel += legs[m, i, new] + legs[m, new, j] - legs[m, i, old] - legs[m, old, j]
        stops[f].site = new
        soil(log, w, f)
        soil(log, w, stops[f].next)
        at, f = f, stops[f].next
    at, f = b, stops[b].prev
    while stops[f].floats == 2 and stops[f].site != stops[b].site:
        i, old, new, j = stops[stops[f].prev].site, stops[f].site, stops[b].site, stops[at].site
        w.d_travel += legs[m, i, new] + legs[m, new, j] - legs[m, i, old] - legs[m, old, j]
        stops[f].site = new
        soil(log, w, f)
        soil(log, w, at)
        at, f = f, stops[f].prev


@jit
def retake(stops, carers, price, w, a, c_from, c_to):
    """Give every stop after a to another carer; the number of breaks among them. Prices and loads follow."""
    s, rests = stops[a].next, 0
    while stops[s].kind != END:
        p = price[c_to, s]
        w.d_price += p - price[c_from, s]
        if not p < LAST:
            w.failed = 1
        stops[s].carer = c_to
        if stops[s].kind == VISIT:
            carers[c_from].load -= 1
            carers[c_to].load += 1
        else:
            rests += 1
        s = stops[s].next
    return rests


@jit
def way_after(stops, carers, legs, a, c):
    """Length of the legs from the stop after a to the last stop before the end, as carer c goes."""
    m, s, way = carers[c].mode, stops[a].next, 0.0
    if stops[s].kind == END:
        return way
    while stops[stops[s].next].kind != END:
        way += legs[m, stops[s].site, stops[stops[s].next].site]
        s = stops[s].next
    return way


@jit
def swap_tails(stops, carers, legs, price, w, log, a, b):
    """What follows a in its round goes to b's carer, and what follows b to a's. Undone by doing it again."""
    c, d = stops[a].carer, stops[b].carer
    end_c, end_d = carers[c].last, carers[d].last
    head_a, head_b, tail_a, tail_b = stops[a].next, stops[b].next, stops[end_c].prev, stops[end_d].prev
    mc, md = carers[c].mode, carers[d].mode
    had = (carers[c].alone if carers[c].load else 0.0) + (carers[d].alone if carers[d].load else 0.0)
    before = legs[mc, stops[a].site, stops[head_a].site] + legs[md, stops[b].site, stops[head_b].site]
    before += legs[mc, stops[tail_a].site, stops[end_c].site] if head_a != end_c else 0.0
    before += legs[md, stops[tail_b].site, stops[end_d].site] if head_b != end_d else 0.0
    if mc != md:
        w.d_travel += way_after(stops, carers, legs, a, d) - way_after(stops, carers, legs, a, c)
        w.d_travel += way_after(stops, carers, legs, b, c) - way_after(stops, carers, legs, b, d)
    if retake(stops, carers, price, w, a, c, d) != retake(stops, carers, price, w, b, d, c):
        w.failed = 1
    if head_b != end_d:
        join(stops, a, head_b)
        join(stops, tail_b, end_c)
    else:
        join(stops, a, end_c)
    if head_a != end_c:
        join(stops, b, head_a)
        join(stops, tail_a, end_d)
    else:
        join(stops, b, end_d)
    after = legs[mc, stops[a].site, stops[stops[a].next].site] + legs[md, stops[b].site, stops[stops[b].next].site]
    after += legs[mc, stops[tail_b].site, stops[end_c].site] if head_b != end_d else 0.0
    after += legs[md, stops[tail_a].site, stops[end_d].site] if head_a != end_c else 0.0
    w.d_travel += after - before
    w.d_price += (carers[c].alone if carers[c].load else 0.0) + (carers[d].alone if carers[d].load else 0.0) - had
    if carers[c].load > carers[c].most or carers[d].load > carers[d].most:
        w.failed = 1
    note(log, w, TAILS, a, b)
    soil_junctions(stops, carers, legs, w, log, a, b)


@jit
def soil_junctions(stops, carers, legs, w, log, a, b):
    """After an exchange of tails: the four places where ways have changed."""
    c, d = stops[a].carer, stops[b].carer
    for s in (stops[a].next, stops[b].next, carers[c].last, carers[d].last):
        soil(log, w, s)
    if carers[c].mode != carers[d].mode:
        soil_rest(stops, log, w, a)
        soil_rest(stops, log, w, b)
    float_along(stops, carers, legs, w, log, c, a, stops[a].next)
    float_along(stops, carers, legs, w, log, d, b, stops[b].next)
    float_along(stops, carers, legs, w, log, c, carers[c].last, carers[c].last)
    float_along(stops, carers, legs, w, log, d, carers[d].last, carers[d].last)


@jit
def soil_rest(stops, log, w, a):
    """All stops after a: another way of going, other times."""
    s = stops[a].next
    while stops[s].kind != END:
        soil(log, w, s)
        s = stops[s].next


@inline
def open_in(stops, spans, s, k):
    """Open stop s in its window number k."""
    stops[s].window = k
    stops[s].open = spans[s, k, 0]
    stops[s].close = spans[s, k, 1]
    stops[s].hard = spans[s, k, 2]
    stops[s].due = min(spans[s, k, 1], spans[s, k, 2])


@inline
def undo(stops, carers, legs, price, spans, w, log):
    """Take back every step of the trial, the last one first."""
    w.n_dirty = 0
    for k in range(w.n_ops - 1, -1, -1):
        kind, s, a = log[k].kind, log[k].stop, log[k].at
        if kind == KEYED:
            for t in range(s, s + stops[s].crew):
                stops[t].key = log[k].key
        elif kind == TAILS:
            swap_tails(stops, carers, legs, price, w, log, s, a)
            w.n_dirty = 0
        elif kind == REOPENED:
            open_in(stops, spans, s, a)
        else:
            c, b = stops[a].carer, stops[a].next
            step = 1
            if kind == TOOK:
                if stops[s].floats == 1:
                    stops[s].site = stops[a].site
                elif stops[s].floats == 2:
                    stops[s].site = stops[b].site
                join(stops, a, s)
                join(stops, s, b)
                stops[s].carer = c
            else:
                b = stops[s].next
                join(stops, a, b)
                stops[s].prev = OUT
                step = -1
            if stops[s].kind == VISIT:
                carers[c].load += step
            if stops[b].floats == 1 or stops[a].floats == 2:
                if kind == TOOK:
                    a = b = s
                float_along(stops, carers, legs, w, log, c, a, b)
                w.n_dirty = 0
