"""Room made by moving one other visit: it goes from her to somebody who can take it, then she serves the one left out."""

from __future__ import annotations

from ..spots import Spots, best_single
from .explain import Blocked
from .laid import way_of
from .room import Room

TRIES = 12  # most promising ones, tried in full for one visit


def moves(room: Room, blocked: Blocked, item: int, most: int) -> list[tuple[str, int, int, dict]]:
    """(carer, cost, start, params) of at most so many moves, cheapest first. The visit needs one carer.

    The cost is all that changes: way of both rounds and what sending the carers costs; it may be less than nothing.
    """
    f, weight = room.facts, room.facts.problem.weights.travel
    tries = []
    for c in range(len(room.problem.carers)):
        if room.standing[item, 0][c] or not room.board.load[c]:
            continue
        for way, gone, _position in blocked.instead(item, 0, c):
            cost, spots = _elsewhere(room, blocked, gone, c)
            if spots:
                tries.append((weight * way + f.price[item][c] + cost - f.price[gone][c], c, gone, spots))
    found: list[tuple[str, int, int, dict]] = []
    for _, c, gone, spots in sorted(tries)[:TRIES]:
        done = _tried(room, item, c, gone, spots)
        if done:
            found.append(done)
        if len(found) == most:
            break
    return found


def _elsewhere(room: Room, blocked: Blocked, gone: int, c: int) -> tuple[float, Spots]:
    """The cheapest place for a visit of hers in somebody else's round as it is."""
    known = blocked.elsewhere
    if gone not in known:
        visit = room.problem.visits[gone]
        free = [k for k, codes in enumerate(room.standing_of(gone)) if k != c and not set(codes) - {"pinned"}]
        known[gone] = best_single(room.board, gone, free) if visit.pinned_rank is None else (0.0, ())
    return known[gone]


def _tried(room: Room, item: int, c: int, gone: int, spots: Spots) -> tuple[str, int, int, dict] | None:
    """Move the one, put the other; None if anything breaks."""
    board, f, ((to, _),) = room.board, room.facts, spots
    before = way_of(board, c) + way_of(board, to)
    board.begin()
    board.take(gone)
    board.put(gone, spots)
    _, place = best_single(board, item, (c,))
    if place:
        board.put(item, place)
    good, start = bool(place) and board.fits(), board.start[item]
    way = way_of(board, c) + way_of(board, to) - before
    board.undo()
    if not good:
        return None
    cost = f.problem.weights.travel * way + f.price[item][c] + f.price[gone][to] - f.price[gone][c]
    ids, visit = [k.id for k in room.problem.carers], room.problem.visits[gone]
    params = {"other": visit.id, "from": ids[c], "to": ids[to]}
    return ids[c], round(cost), start, params | ({"released": 1} if visit.pinned else {})
