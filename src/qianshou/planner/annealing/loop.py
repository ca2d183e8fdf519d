"""Many moves at one temperature."""

from __future__ import annotations

import math

from .dice import pick, throw
from .groups import apart, apart_after, fit_key, in_order
from .jit import entry, inline
from .layout import MUST, VISIT
from .links import PUT, TAILS, begin, undo
from .moves import (
    enter,
    exchange_partners,
    join_tails,
    leave,
    move_segment,
    regroup,
    relocate,
    reopen,
    shift_break,
    swap_near,
    swap_segments,
)
from .ruin import rebuild
from .times import settle, unsettle, worst_lateness
from .whole import unweigh, weigh

REOPEN = 0.05  # chance that a move of a visit of several windows chooses another


@inline
def try_move(stops, carers, legs, price, near, able, spans, w, log, mix, s):
    """Change the links by one neighbourhood, chosen by its share in `mix` (summed up)."""
    if stops[s].prev < 0:
        return enter(stops, carers, legs, price, near, able, w, log, s)
    if stops[s].kind != VISIT:
        return shift_break(stops, carers, legs, price, w, log, s)
    roll = throw(w)
    if roll < w.quit and stops[stops[s].head].missing < MUST:
        return leave(stops, carers, legs, price, w, log, s)
    if stops[s].windows > 1 and throw(w) < REOPEN:
        reopen(stops, spans, w, log, s)
        if throw(w) < 0.5:
            return True
    if stops[s].team > 1:
        if roll < mix[5]:
            return regroup(stops, carers, legs, price, near, able, w, log, s)
        if roll < mix[6]:
            return exchange_partners(stops, carers, legs, price, w, log, s)
        roll = throw(w)
    if throw(w) < mix[7]:
        return rebuild(stops, carers, legs, price, near, able, w, log, s)
    if roll < mix[0]:
        return relocate(stops, carers, legs, price, near, able, w, log, s)
    if roll < mix[1]:
        return swap_near(stops, carers, legs, price, near, able, w, log, s)
    if roll < mix[2]:
        return join_tails(stops, carers, legs, price, near, able, w, log, s)
    if roll < mix[3]:
        return move_segment(stops, carers, legs, price, near, able, w, log, s)
    return swap_segments(stops, carers, legs, price, near, able, w, log, s)


@inline
def legal(stops, w, log):
    """Do the groups whose links have changed still have a place in one global order, with different carers?"""
    for k in range(w.n_ops):
        kind, s = log[k].kind, log[k].stop
        if kind == PUT and stops[s].prev >= 0:
            if stops[s].team > 1 and not apart(stops, stops[s].head):
                return False
            if stops[s].crew > 1 and not fit_key(stops, w, log, stops[s].head):
                return False
        elif kind == TAILS:
            a, b = s, log[k].at
            if not (in_order(stops, a, stops[a].next) and in_order(stops, b, stops[b].next)):
                return False
            if w.free_teams and not (apart_after(stops, a) and apart_after(stops, b)):
                return False
    return True


@inline
def change_of_worst(stops, w):
    """How the largest lateness has changed. `peak` is it, unless the stop that had it became earlier and none later than it."""
    return (worst_lateness(stops, w) if w.lost else w.peak) - w.worst


@inline
def judge(stops, carers, legs, price, w, log, limit):
    """Is the plan after this move dearer by no more than `limit`? If not, times are as they were."""
    fixed = w.per_travel * w.d_travel + w.d_price
    if w.failed or fixed - w.late - w.per_hard * w.broken - w.per_worst * w.worst - w.rounds > limit or not legal(stops, w, log):
        unsettle(stops, w, log)
        return False
    settle(stops, carers, legs, w, log)
    worse = fixed + w.d_late + w.per_hard * w.d_broken
    w.d_worst = 0.0
    if w.by_round and not w.failed and worse - w.per_worst * w.worst - w.rounds <= limit:
        weigh(stops, carers, legs, w, log)
        worse += w.d_rounds
    if not w.failed and w.per_worst > 0.0 and worse - w.per_worst * w.worst <= limit:
        w.d_worst = change_of_worst(stops, w)
        worse += w.per_worst * w.d_worst
    w.worse = worse
    if w.failed or worse > limit:
        unsettle(stops, w, log)
        unweigh(carers, w, log)
        return False
    return True


@inline
def accept(w):
    """Take the trial over into the totals."""
    w.travel += w.d_travel
    w.price += w.d_price
    w.late += w.d_late
    w.broken += w.d_broken
    w.worst += w.d_worst
    w.rounds += w.d_rounds
    w.toils += w.d_toils
    w.waits += w.d_waits
    w.taken += 1


@entry
def total(w):
    """Cost of the present plan as the search counts it."""
    return w.per_travel * w.travel + w.price + w.late + w.per_hard * w.broken + w.per_worst * w.worst + w.rounds


@entry
def keep(stops, kept, w):
    """Copy the order of all rounds."""
    for s in range(len(stops)):
        kept[s].next = stops[s].next
        kept[s].prev = stops[s].prev
        kept[s].carer = stops[s].carer
        kept[s].window = stops[s].window
        kept[s].key = stops[s].key
    w.unsaved = 0


@entry
def anneal(stops, carers, legs, price, near, able, spans, w, log, mix, kept, moves, heat):
    """Make so many moves at one temperature. The best plan that breaks no rule is in `kept`, its cost in `w.best`.

    It is copied only when the search is about to leave it for a dearer or a broken one; that one move is given up.
    """
    for _ in range(moves):
        s = pick(w, w.movable)
        begin(w)
        if stops[s].fixed:
            continue
        limit = -heat * math.log(throw(w) + 1e-300)
        tried = try_move(stops, carers, legs, price, near, able, spans, w, log, mix, s)
        if not tried:
            unsettle(stops, w, log)
            undo(stops, carers, legs, price, spans, w, log)
        elif not judge(stops, carers, legs, price, w, log, limit):
            undo(stops, carers, legs, price, spans, w, log)
        elif w.unsaved and (w.worse > 0.0 or w.broken + w.d_broken > 1e-6):
            unsettle(stops, w, log)
            unweigh(carers, w, log)
            undo(stops, carers, legs, price, spans, w, log)
            keep(stops, kept, w)
        else:
            accept(w)
            now = total(w)
            if w.broken < 1e-6 and now < w.best - 1e-9:
                w.best = now
                w.unsaved = 1
    if w.unsaved:
        keep(stops, kept, w)
    w.moves += moves
