"""Where an item fits: positions in rounds that break no rule, and what each adds to the cost.

Only the way and the standing price are counted here; lateness and waiting further down a round are counted
exactly when the item is put in (`Board.settle`).
"""

from __future__ import annotations

from collections.abc import Iterable

from .board import Board
from .facts import first_fit
from .problem import FOREVER

Spots = tuple[tuple[int, int], ...]  # (carer, position) for each need


def best_single(board: Board, item: int, carers: Iterable[int]) -> tuple[float, Spots]:
    """The cheapest spot for an item that needs one of these carers; (inf, ()) if there is none."""
    best, spot = float("inf"), ()
    price, weight = board.f.price[item], board.f.problem.weights.travel
    visit = item < board.f.n
    plain = visit and board.f.plain[item]
    for c in carers:
        if price[c] >= best or (visit and board.load[c] >= board.f.most[c]):
            continue
        if plain:
            added, p = _cheapest(board, item, c, (best - price[c]) / weight if weight else FOREVER)
            if p >= 0:
                best, spot = weight * added + price[c], ((c, p),)
            continue
        for added, p, earliest, last in openings(board, item, c, 0):
            if earliest <= last and weight * added + price[c] < best:
                best, spot = weight * added + price[c], ((c, p),)
    return best, spot


def _cheapest(board: Board, item: int, c: int, below: float) -> tuple[float, int]:
    """The cheapest position in one round that adds less than `below` seconds of way, or (…, -1).

    `openings` again, for the usual item (one window, one carer, a place of its own, no pinned order), where nine
    tenths of the planner's time go: positions are thrown out by the cheapest test first.
    """
    f = board.f
    route, legs, here = board.route[c], f.legs[c], f.site[item]
    ((opens, last_window),) = f.windows[item]
    stay, site, lag, duration = f.duration[item], f.site, f.lag, f.duration
    start, latest, place, row = board.start, board.latest, board.place, legs[f.site[item]]
    at, free, found = f.home[c], f.opens[c], -1
    soonest = opens + stay
    for p, nxt in enumerate(route):
        there = place[nxt]
        if latest[nxt] >= soonest:
            leg = legs[at][here]
            arrive = free + leg
            if arrive > last_window:
                return below, found
            added = leg + row[there] - legs[at][there]
            if added < below:
                begin = arrive if arrive > opens else opens
                if site[nxt] < 0 or lag[nxt]:
                    added, last = _behind(board, c, p, at, here, stay, begin)
                    if added < below and begin <= last:
                        below, found = added, p
                elif begin + stay + row[there] <= latest[nxt]:
                    below, found = added, p
        at = there
        free = start[nxt] + duration[nxt]
        if lag[nxt]:
            free = board.begin_of(nxt, c) + duration[nxt]
    arrive = free + legs[at][here]
    if arrive <= last_window:
        begin = arrive if arrive > opens else opens
        added, last = _behind(board, c, len(route), at, here, stay, begin)
        if added < below and begin <= last:
            below, found = added, len(route)
    return below, found


def openings(board: Board, item: int, c: int, lag: int) -> list[tuple[int, int, int, int]]:
    """Positions of a round where an item might stand: (seconds of way added, position, earliest start, latest start).

    With `lag` the times are those of the item's first carer, `lag` seconds before this one's. Positions that are
    over before the item opens, or begin after it closes, are not listed.
    """
    f = board.f
    route, windows = board.route[c], f.windows[item]
    low, high = rank_bounds(board, item, route)
    last_window = windows[-1][1]
    legs, here, stay = f.legs[c], f.site[item], f.duration[item]
    start, latest, place, duration = board.start, board.latest, board.place, f.duration
    found, n = [], len(route)
    at, free = f.home[c], f.opens[c]
    for p in range(n + 1):
        there = at if here < 0 else here
        arrive = free + legs[at][there] - lag
        if arrive > last_window:
            break
        begin = first_fit(windows, arrive)
        nxt = route[p] if p < n else -1
        if low <= p <= high:
            added, last = _behind(board, c, p, at, there, stay, begin + lag)
            if begin + lag <= last:
                found.append((added, p, begin, min(last - lag, last_window)))
        if nxt >= 0:
            at = place[nxt]
            free = start[nxt] + duration[nxt]
            if f.lag[nxt] and len(board.who[nxt]) == 2 and board.who[nxt][1] == c:
                free += f.lag[nxt]
            if latest[nxt] < start[nxt]:
                break
    return found


def _behind(board: Board, c: int, p: int, at: int, there: int, stay: int, begin: int) -> tuple[int, int]:
    """Way added by standing at `there` before position p, and the last start that what follows allows."""
    f = board.f
    route, legs, back = board.route[c], f.legs[c], f.back[c]
    rest, slack = 0, FOREVER
    # Breaks without a place of their own are held wherever she is: they move with the item put before them.
    while p < len(route) and f.site[route[p]] < 0:
        nxt = route[p]
        opens, ends = f.windows[nxt][0]
        leave = begin + stay + rest
        slack = min(slack, ends - stay - rest)
        rest += max(0, opens - leave) + f.duration[nxt]
        p += 1
    if p < len(route):
        nxt = route[p]
        leg, old = legs[there][f.site[nxt]], legs[at][f.site[nxt]]
        last = board.latest[nxt]
        if f.lag[nxt] and len(board.who[nxt]) == 2 and board.who[nxt][1] == c:
            last += f.lag[nxt]
    elif back >= 0:
        leg, old, last = legs[there][back], legs[at][back], f.closes[c]
    else:
        leg, old, last = 0, 0, f.closes[c]
    return legs[at][there] + leg - old, min(slack, last - leg - stay - rest)


def rank_bounds(board: Board, item: int, route: list[int]) -> tuple[int, int]:
    """Between which positions a visit of pinned order may stand."""
    visits = board.f.problem.visits
    low, high = 0, len(route)
    if item >= board.f.n or visits[item].pinned_rank is None:
        return low, high
    rank = visits[item].pinned_rank
    for p, other in enumerate(route):
        theirs = visits[other].pinned_rank if other < board.f.n else None
        if theirs is not None and theirs < rank:
            low = p + 1
        elif theirs is not None and theirs > rank:
            high = min(high, p)
    return low, high


def best_pair(board: Board, item: int, first: Iterable[int], second: Iterable[int]) -> tuple[float, Spots]:
    """The cheapest pair of spots for a double visit: two different carers, one start (or `lag` apart)."""
    f, lag = board.f, board.f.lag[item]
    weight, price = f.problem.weights.travel, f.price[item]
    best, spot = float("inf"), ()
    left = {c: openings(board, item, c, 0) for c in first if board.load[c] < f.most[c]}
    right = {c: openings(board, item, c, lag) for c in second if board.load[c] < f.most[c]}
    for a, ours in left.items():
        for b, theirs in right.items():
            if a == b or price[a] + price[b] >= best:
                continue
            for added, p, early, late in ours:
                for more, q, soon, last in theirs:
                    cost = weight * (added + more) + price[a] + price[b]
                    if cost < best and meet(board, item, early, soon, late, last) and not crosses(board, a, p, b, q):
                        best, spot = cost, ((a, p), (b, q))
    return best, spot


def meet(board: Board, item: int, early: int, soon: int, late: int, last: int) -> bool:
    """Is there a start that both carers can keep?"""
    begin = first_fit(board.f.windows[item], max(early, soon))
    return begin <= min(late, last)


def crosses(board: Board, a: int, p: int, b: int, q: int) -> bool:
    """Would a double visit at these positions stand both before and after another? Then no time satisfies both."""
    one, two = board.route[a], board.route[b]
    if board.f.in_turn:
        return _leads(board, one[p:p + 1], two[:q]) or _leads(board, two[q:q + 1], one[:p])
    start = board.start
    # Starts order every chain of visits, so a neighbour that starts later cannot come before.
    return (p < len(one) and q > 0 and start[one[p]] <= start[two[q - 1]]) or (
        q < len(two) and p > 0 and start[two[q]] <= start[one[p - 1]])


def _leads(board: Board, sources: list[int], targets: list[int]) -> bool:
    """Does any chain of rounds and double visits lead from a source to a target?"""
    goal, todo, seen = set(targets), list(sources), set()
    while todo:
        i = todo.pop()
        if i in goal:
            return True
        if i in seen:
            continue
        seen.add(i)
        for c in board.who[i]:
            k = board.route[c].index(i) + 1
            todo.extend(board.route[c][k:k + 1])
    return False
