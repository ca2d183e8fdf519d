"""When each stop begins: the longest path through the rounds, mended from the changed stops on.

A stop alone begins when its carer can be there and the window is open. A group (two carers who begin together or with
a gap) waits for all of its carers. So a changed time runs along a round up to the next group; groups that are reached
wait, and the first in the global order is worked out next: nothing before it can change any more, so each is worked out once.
For a fixed order these earliest times are the best for any objective that never gets better by being later.
"""

from __future__ import annotations

from .jit import inline, jit
from .layout import END, NOWHEN, VISIT


@jit
def after_pause(stops, s, time):
    """A start between two windows waits for the next."""
    if stops[s].pause1 < time < stops[s].again1:
        return stops[s].again1
    if stops[s].pause2 < time < stops[s].again2:
        return stops[s].again2
    return time


@jit
def add_lateness(stops, w, s, time, sign):
    """Count the lateness of stop s at this start into the trial (sign 1) or out of it (-1)."""
    over = time - stops[s].close
    if time > stops[s].hard:
        w.d_broken += sign * (time - stops[s].hard)
    if over > 0.0:
        w.d_late += sign * stops[s].late * over
        if stops[s].kind == VISIT:
            if sign > 0.0:
                if over >= w.peak:
                    w.peak = over
                    w.lost = 0
            elif over >= w.peak - 1e-9:
                w.lost = 1


@inline
def set_start(stops, w, log, s, time):
    """Move the start of stop s and remember the old one."""
    old = stops[s].start
    k = w.n_times
    if k >= len(log):
        w.failed = 1
        return
    log[k].timed = s
    log[k].time = old
    w.n_times = k + 1
    if old > stops[s].due:
        add_lateness(stops, w, s, old, -1.0)
    if time > stops[s].due:
        add_lateness(stops, w, s, time, 1.0)
    stops[s].start = time
    stops[s].free = time + stops[s].stay


@inline
def arrival(stops, carers, legs, s):
    """When the carer of stop s can be there."""
    a = stops[s].prev
    return stops[a].free + legs[carers[stops[s].carer].mode, stops[a].site, stops[s].site]


@inline
def wait_for(stops, w, log, s):
    """Put the group of stop s on the list of groups to be worked out, once."""
    head = stops[s].head
    for k in range(w.n_front):
        if log[k].front == head:
            return
    log[w.n_front].front = head
    w.n_front += 1


@inline
def run_on(stops, carers, legs, w, log, s):
    """Carry a change along a round, from stop s to the next group or to where nothing changes."""
    mode = carers[stops[s].carer].mode
    while stops[s].crew < 2:
        a = stops[s].prev
        time = max(stops[a].free + legs[mode, stops[a].site, stops[s].site], stops[s].open)
        if time > stops[s].pause1:
            time = after_pause(stops, s, time)
        if time == stops[s].start:
            return
        set_start(stops, w, log, s, time)
        if stops[s].kind == END or w.failed:
            return
        s = stops[s].next
    wait_for(stops, w, log, s)


@inline
def first_group(stops, w, log):
    """Take from the waiting groups the first in the global order."""
    best = 0
    for k in range(1, w.n_front):
        if stops[log[k].front].key < stops[log[best].front].key:
            best = k
    head = log[best].front
    w.n_front -= 1
    log[best].front = log[w.n_front].front
    return head


@inline
def meet(stops, carers, legs, w, log, head):
    """Work out the starts of a group: each as early as it can be, then those moved back that would be too long before the next."""
    size = stops[head].crew
    time = max(arrival(stops, carers, legs, head), stops[head].open)
    if size == 2:
        b = head + 1
        second = max(max(arrival(stops, carers, legs, b), stops[b].open), time + stops[b].least)
        time = max(time, second - stops[b].most)
        if time > stops[head].pause1:
            time = after_pause(stops, head, time)
            second = max(second, time + stops[b].least)
        move_on(stops, carers, legs, w, log, head, time)
        move_on(stops, carers, legs, w, log, b, second)
        return
    # three or more: forward for the least gaps, backward for the largest
    last = head + size - 1
    for s in range(head + 1, last + 1):
        time = max(max(arrival(stops, carers, legs, s), stops[s].open), time + stops[s].least)
    for s in range(last, head - 1, -1):
        early = earliest_in_group(stops, carers, legs, head, s)
        if s < last:
            early = max(early, time - stops[s + 1].most)
        time = early
        move_on(stops, carers, legs, w, log, s, time)


@jit
def earliest_in_group(stops, carers, legs, head, s):
    """Earliest start of stop s of a group, given the arrivals at it and at those before it."""
    time = max(arrival(stops, carers, legs, head), stops[head].open)
    for t in range(head + 1, s + 1):
        time = max(max(arrival(stops, carers, legs, t), stops[t].open), time + stops[t].least)
    return time


@inline
def move_on(stops, carers, legs, w, log, s, time):
    """Set a start in a group and carry it on, if it has changed."""
    if time != stops[s].start:
        set_start(stops, w, log, s, time)
        run_on(stops, carers, legs, w, log, stops[s].next)


@inline
def settle(stops, carers, legs, w, log):
    """Mend all times after the links have changed."""
    w.n_front = 0
    for k in range(w.n_dirty):
        s = log[k].dirty
        if stops[s].prev >= 0:
            run_on(stops, carers, legs, w, log, s)
        else:
            set_start(stops, w, log, s, NOWHEN)
    while w.n_front > 0 and not w.failed:
        meet(stops, carers, legs, w, log, first_group(stops, w, log))


@inline
def unsettle(stops, w, log):
    """Take back all times of the trial, the last first."""
    for k in range(w.n_times - 1, -1, -1):
        s = log[k].timed
        stops[s].start = log[k].time
        stops[s].free = log[k].time + stops[s].stay


@inline
def worst_lateness(stops, w):
    """The largest lateness of a visit as the times now stand."""
    worst = 0.0
    for s in range(w.visits):
        worst = max(worst, stops[s].start - stops[s].close)
    return worst
