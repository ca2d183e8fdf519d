"""The global order of groups: only stops that wait for each other need a place in it. And who may not be the same carer."""

from __future__ import annotations

from .jit import inline, jit
from .layout import END
from .links import FIRST, KEYED, LAST, note


@jit
def set_key(stops, w, log, head, key):
    """Give a group another place in the global order."""
    log[w.n_ops].key = stops[head].key
    note(log, w, KEYED, head, 0)
    for s in range(head, head + stops[head].crew):
        stops[s].key = key


@inline
def fit_key(stops, w, log, head):
    """Is there a place in the global order of groups for this one, where its stops now stand? Then take it.

    In each of its rounds the group must come after the group before it and before the group after it.
    """
    low, high = FIRST, LAST
    for s in range(head, head + stops[head].crew):
        a = stops[s].prev
        while stops[a].crew == 1:
            a = stops[a].prev
        b = stops[s].next
        while stops[b].crew == 1:
            b = stops[b].next
        low, high = max(low, stops[a].key), min(high, stops[b].key)
    key = stops[head].key
    if low < key < high:
        return True
    middle = 0.5 * (max(low, -1e9) + min(high, 1e9))
    if not low < middle < high:
        return False
    set_key(stops, w, log, head, middle)
    return True


@inline
def in_order(stops, a, b):
    """Does the last group up to stop a come before the first group from stop b on?"""
    while stops[a].crew == 1:
        a = stops[a].prev
    while stops[b].crew == 1:
        b = stops[b].next
    return stops[a].key < stops[b].key


@inline
def apart(stops, head):
    """Are the stops of a visit with different carers?"""
    for s in range(head, head + stops[head].team):
        for t in range(head, s):
            if stops[s].carer == stops[t].carer:
                return False
    return True


@jit
def apart_after(stops, a):
    """Are the visits after stop a, whose carers come when they like, given by different carers?"""
    s = stops[a].next
    while stops[s].kind != END:
        if stops[s].team > stops[s].crew and not apart(stops, stops[s].head):
            return False
        s = stops[s].next
    return True
