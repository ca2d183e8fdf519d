"""The neighbourhoods. Each changes the links and leaves it to `loop` to judge; False: nothing was tried.

Most aim at a stop that is near in place and time (`near`, as in P. Toth and D. Vigo's granular search, INFORMS J.
Computing 15/4, 2003): next to it the moved stop is put, or the tails are joined there.
"""

from __future__ import annotations

from .dice import pick, throw
from .jit import inline, jit
from .layout import END, OUT, START, VISIT
from .links import REOPENED, note, open_in, put, soil, swap_tails, take
from .times import add_lateness


@inline
def beside(stops, near, w, s):
    """The stop after which s would stand beside one of its near stops; OUT if that cannot be."""
    u = near[s, pick(w, near.shape[1])]
    if u < 0 or stops[u].prev < 0:
        return OUT
    return u if throw(w) < 0.5 else stops[u].prev


@jit
def gap_at(stops, carers, c, time):
    """The last stop in the round of carer c that begins at or before `time`."""
    a = carers[c].first
    while stops[stops[a].next].kind != END and stops[stops[a].next].start <= time:
        a = stops[a].next
    return a


@inline
def someone(stops, able, w, s):
    """A carer who may give stop s; every other time one of those who cost less."""
    n = able[s, 0]
    if stops[s].liked and throw(w) < 0.5:
        n = stops[s].liked
    return able[s, 1 + pick(w, n)]


@jit
def somewhere(stops, carers, able, w, s):
    """A place for stop s with any carer who may give it, at a time within its window or about when it is now."""
    if able[s, 0] == 0:
        return OUT
    c = someone(stops, able, w, s)
    low, high = stops[s].open, stops[s].close
    time = stops[s].start if throw(w) < 0.5 else low + throw(w) * min(high - low, 1e5)
    return gap_at(stops, carers, c, time)


@inline
def target(stops, carers, near, able, w, s):
    """Where to put stop s: mostly beside a near one."""
    if throw(w) < w.wander:
        return somewhere(stops, carers, able, w, s)
    return beside(stops, near, w, s)


@inline
def relocate(stops, carers, legs, price, near, able, w, log, s):
    """Move one stop."""
    a = target(stops, carers, near, able, w, s)
    if a < 0 or a == s or a == stops[s].prev or not price[stops[a].carer, s] < 1e18:
        return False
    take(stops, carers, legs, price, w, log, s)
    put(stops, carers, legs, price, w, log, s, a)
    return True


@jit
def swap(stops, carers, legs, price, w, log, s, t):
    """Two stops change places."""
    if s == t or stops[t].fixed or not price[stops[s].carer, t] < 1e18 or not price[stops[t].carer, s] < 1e18:
        return False
    if stops[t].next == s:
        s, t = t, s
    a, b = stops[s].prev, stops[t].prev
    take(stops, carers, legs, price, w, log, s)
    if b == s:
        put(stops, carers, legs, price, w, log, s, t)
        return True
    take(stops, carers, legs, price, w, log, t)
    put(stops, carers, legs, price, w, log, s, b)
    put(stops, carers, legs, price, w, log, t, a)
    return True


@inline
def swap_near(stops, carers, legs, price, near, able, w, log, s):
    """A stop changes places with one beside which it would like to stand."""
    a = target(stops, carers, near, able, w, s)
    if a < 0:
        return False
    t = stops[a].next
    if stops[t].kind != VISIT or t == s:
        return False
    return swap(stops, carers, legs, price, w, log, s, t)


@inline
def join_tails(stops, carers, legs, price, near, able, w, log, s):
    """Two rounds exchange what follows, so that s comes after (or before) a near stop."""
    a = target(stops, carers, near, able, w, s)
    if a < 0 or stops[a].carer == stops[s].carer:
        return False
    swap_tails(stops, carers, legs, price, w, log, a, stops[s].prev)
    return True


@inline
def move_segment(stops, carers, legs, price, near, able, w, log, s):
    """Move two or three stops that follow each other (I. Or, 1976)."""
    a = target(stops, carers, near, able, w, s)
    if a < 0:
        return False
    n, c = 2 + pick(w, 2), stops[a].carer
    t = s
    for _ in range(n):
        if t == a or stops[t].kind != VISIT or stops[t].fixed or not price[c, t] < 1e18:
            return False
        t = stops[t].next
    if stops[s].prev == a:
        return False
    t = s
    for _ in range(n):
        after = stops[t].next
        take(stops, carers, legs, price, w, log, t)
        put(stops, carers, legs, price, w, log, t, a)
        a, t = t, after
    return True


@inline
def swap_segments(stops, carers, legs, price, near, able, w, log, s):
    """Two short pieces of different rounds change places (E. Taillard et al., CROSS exchange, Transp. Sci. 31/2, 1997)."""
    a = target(stops, carers, near, able, w, s)
    b = stops[s].prev
    if a < 0 or stops[a].carer == stops[b].carer:
        return False
    swap_tails(stops, carers, legs, price, w, log, a, b)
    x, y = b, a
    for _ in range(1 + pick(w, 3)):
        if stops[stops[x].next].kind == END:
            break
        x = stops[x].next
    for _ in range(1 + pick(w, 3)):
        if stops[stops[y].next].kind == END:
            break
        y = stops[y].next
    swap_tails(stops, carers, legs, price, w, log, x, y)
    return True


@inline
def regroup(stops, carers, legs, price, near, able, w, log, s):
    """Move all stops of a group: one beside a near stop, the others to carers about that time."""
    head = stops[s].head
    a = target(stops, carers, near, able, w, s)
    if a < 0 or stops[a].head == head or not price[stops[a].carer, s] < 1e18:
        return False
    time = max(stops[a].free, stops[s].open)
    for t in range(head, head + stops[head].team):
        if t != s:
            take(stops, carers, legs, price, w, log, t)
    take(stops, carers, legs, price, w, log, s)
    put(stops, carers, legs, price, w, log, s, a)
    for t in range(head, head + stops[head].team):
        if t != s:
            b = beside(stops, near, w, t) if throw(w) < 0.5 else OUT
            if b < 0 or stops[b].carer == stops[s].carer:
                if able[t, 0] == 0:
                    return False
                b = gap_at(stops, carers, someone(stops, able, w, t), time)
            if stops[b].head == head:
                b = stops[b].prev
            put(stops, carers, legs, price, w, log, t, b)
    return True


@inline
def exchange_partners(stops, carers, legs, price, w, log, s):
    """The carers of a group change parts."""
    head = stops[s].head
    t = head + (s - head + 1) % stops[head].team
    return swap(stops, carers, legs, price, w, log, s, t)


@inline
def shift_break(stops, carers, legs, price, w, log, s):
    """Move a break some stops up or down its own round."""
    a = stops[s].prev
    if throw(w) < 0.5:
        a = stops[s].next
        if throw(w) < 0.3 and stops[a].kind != END:
            a = stops[a].next
        if stops[a].kind == END:
            return False
    else:
        if throw(w) < 0.3 and stops[a].kind != START:
            a = stops[a].prev
        if stops[a].kind == START:
            return False
        a = stops[a].prev
    take(stops, carers, legs, price, w, log, s)
    put(stops, carers, legs, price, w, log, s, a)
    return True


@jit
def enter(stops, carers, legs, price, near, able, w, log, s):
    """Put in a visit that nobody serves."""
    head = stops[s].head
    a = target(stops, carers, near, able, w, s)
    if a < 0 or not price[stops[a].carer, s] < 1e18:
        return False
    time = max(stops[a].free, stops[s].open)
    put(stops, carers, legs, price, w, log, s, a)
    for t in range(head, head + stops[head].team):
        if t != s:
            if able[t, 0] == 0:
                return False
            b = gap_at(stops, carers, someone(stops, able, w, t), time)
            put(stops, carers, legs, price, w, log, t, stops[b].prev if stops[b].head == head else b)
    w.d_price -= stops[head].missing
    return True


@inline
def reopen(stops, spans, w, log, s):
    """Give a visit in another of its windows, all its stops in the same."""
    head = stops[s].head
    k = (stops[head].window + 1 + pick(w, stops[head].windows - 1)) % stops[head].windows
    for t in range(head, head + stops[head].team):
        note(log, w, REOPENED, t, stops[t].window)
        if stops[t].start > stops[t].due:
            add_lateness(stops, w, t, stops[t].start, -1.0)
        open_in(stops, spans, t, k)
        if stops[t].start > stops[t].due:
            add_lateness(stops, w, t, stops[t].start, 1.0)
        soil(log, w, t)


@jit
def leave(stops, carers, legs, price, w, log, s):
    """Leave a visit out."""
    head = stops[s].head
    for t in range(head, head + stops[head].team):
        take(stops, carers, legs, price, w, log, t)
        soil(log, w, t)
    w.d_price += stops[head].missing
    return True
