"""What is counted of a round as a whole: time spent on the way and at visits, waiting, and how much of a shift is left over.

Kept up only where it costs something. It is worked out once the times of a move under trial are settled, for the rounds it touched.
"""

from __future__ import annotations

import math

from .jit import inline, jit
from .layout import PAUSE, START, VISIT

FROM_SHIFT, JUST_IN_TIME, BETWEEN = 0, 1, 2  # values of `late_start`, see `waiting`


@inline
def touch(carers, w, log, c):
    """Remember that the trial touches a round, once."""
    if c >= 0 and carers[c].seen != w.trial:
        carers[c].seen = w.trial
        log[w.n_touched].touched = c
        w.n_touched += 1


@jit
def weigh(stops, carers, legs, w, log):
    """Work out the touched rounds, and how much dearer all rounds are for it."""
    w.trial += 1
    for k in range(w.n_dirty):
        touch(carers, w, log, stops[log[k].dirty].carer)
    for k in range(w.n_times):
        touch(carers, w, log, stops[log[k].timed].carer)
    toils, waits = w.toils, w.waits
    for k in range(w.n_touched):
        c = log[k].touched
        carers[c].old_toil = carers[c].toil
        carers[c].old_wait = carers[c].wait
        carers[c].old_idle = carers[c].idle
        weigh_round(stops, carers, legs, w, c)
        if carers[c].share > 0.0:
            toils += carers[c].toil - carers[c].old_toil
        waits += carers[c].wait - carers[c].old_wait
    w.d_toils = toils - w.toils
    w.d_waits = waits - w.waits
    w.d_rounds = price_rounds(carers, w, toils, waits) - w.rounds


@jit
def unweigh(carers, w, log):
    """Take that back."""
    for k in range(w.n_touched):
        c = log[k].touched
        carers[c].toil = carers[c].old_toil
        carers[c].wait = carers[c].old_wait
        carers[c].idle = carers[c].old_idle
    w.n_touched = 0


@jit
def price_rounds(carers, w, toils, waits):
    """What all rounds cost together: all waiting, the largest part of a shift left over, all differences from fair shares of the work.

    Each difference is rounded up to a whole unit of time, as UHHC has it.
    """
    cost = w.per_wait * waits
    if w.per_idle > 0.0:
        most = 0.0
        for c in range(w.carers):
            most = max(most, carers[c].idle)
        cost += w.per_idle * most
    if w.per_even > 0.0:
        off = 0.0
        for c in range(w.carers):
            if carers[c].share > 0.0:
                off += math.ceil(abs(carers[c].toil - toils * carers[c].share) - 1e-7)
        cost += w.per_even * off
    return cost


@jit
def weigh_round(stops, carers, legs, w, c):
    """One round: its work, its waiting, what is left of the shift."""
    m, a, last = carers[c].mode, carers[c].first, carers[c].last
    toil = rest = 0.0
    while a != last:
        b = stops[a].next
        toil += legs[m, stops[a].site, stops[b].site]
        if stops[b].kind == VISIT:
            toil += stops[b].stay
        else:
            rest += stops[b].stay
        a = b
    carers[c].toil = toil
    if carers[c].length >= 0.0:
        carers[c].idle = carers[c].length - toil - rest + max(0.0, stops[last].start - carers[c].shut)
    carers[c].wait = 0.0
    if w.per_wait > 0.0 and carers[c].load > 0:
        if w.late_start == FROM_SHIFT:
            carers[c].wait = stops[last].start - stops[carers[c].first].start - toil - rest
        elif w.late_start == JUST_IN_TIME:
            carers[c].wait = least_waiting(stops, legs, m, last)
        else:
            carers[c].wait = waiting_between(stops, legs, m, carers[c].first, last)


@jit
def least_waiting(stops, legs, m, last):
    """Waiting of a round whose stops begin as late as they can without anything ending later or being late for it.

    A carer leaves just in time for the first stop. The wait behind a first stop that is a break is not counted (UHHC). Groups stay.
    """
    wait, b, time = 0.0, last, stops[last].start
    while True:
        a = stops[b].prev
        if stops[a].kind == START:
            return wait
        leg = legs[m, stops[a].site, stops[b].site]
        late = later(stops, a, time - leg - stops[a].stay)
        if stops[stops[a].prev].kind == START and stops[a].kind != VISIT:
            return wait
        wait += time - leg - stops[a].stay - late
        b, time = a, late


@inline
def later(stops, a, time):
    """The latest start of stop a up to `time` that makes nothing late."""
    if stops[a].crew > 1:
        return stops[a].start
    return max(stops[a].start, min(time, stops[a].due))


@jit
def waiting_between(stops, legs, m, first, last):
    """Waiting of a round between its first and its last visit, the stops beginning as early as they can. The time beside a pause is her own."""
    wait = pending = 0.0
    a, seen = first, False
    while a != last:
        b = stops[a].next
        if seen and stops[a].kind != PAUSE and stops[b].kind != PAUSE:
            pending += stops[b].start - stops[a].free - legs[m, stops[a].site, stops[b].site]
        if stops[b].kind == VISIT:
            wait += pending
            pending, seen = 0.0, True
        a = b
    return wait
