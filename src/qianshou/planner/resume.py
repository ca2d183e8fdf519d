"""A plan that stands put back on the board, so that the search goes on from it instead of from nothing.

What is no longer possible (a carer who is away, a visit that is gone, a window that has changed) falls out and is
placed afresh; everything else stays with its carer and in its order.
"""

from __future__ import annotations

from .board import Board
from .construct import place
from .decode import CrossedPairs, Step, one_order, walks_of
from .plan import Plan
from .spots import best_single


def resume(board: Board, plan: Plan) -> None:
    """Fill an empty board with the rounds of `plan`; visits that have no place there are put where they cost least."""
    numbers = {_name(s): i for i, s in enumerate(board.f.steps)}
    for step in _in_order(plan):
        item = numbers.get(_name(step))
        if item is not None:
            _append(board, item, step)
    for c, rests in enumerate(board.f.rests):
        for item in rests:
            if not board.who[item]:
                _make_room(board, c, item)
    for item in sorted(board.out):
        place(board, item)


def _name(step: Step) -> tuple:
    """What a step is called, whoever takes it; breaks are counted for each carer."""
    return step.kind, step.ref, step.carers if step.kind != "visit" else ()


def _in_order(plan: Plan) -> list[Step]:
    """The plan's steps in one global order; by start where two pairs are crossed."""
    walks = walks_of(plan)
    try:
        return one_order(walks)
    except CrossedPairs:
        return list(dict.fromkeys(s for walk in walks.values() for s in walk))


def _append(board: Board, item: int, step: Step) -> None:
    """Put an item at the end of its carers' rounds, unless something there would then be too late."""
    f = board.f
    who = _in_order_of_needs([f.number.get(c) for c in step.carers], f.allowed[item])
    if who is None:
        return
    if item < f.n and any(board.load[c] >= f.most[c] for c in who):
        return
    board.put(item, tuple((c, len(board.route[c])) for c in who))
    if not all(_in_time(board, c) for c in who):
        board.take(item)


def _in_order_of_needs(who: list[int | None], sides: tuple[list[int], ...]) -> list[int] | None:
    """The carers so that each may fill her need; None if they may not. A plan does not say who fills which."""
    for order in (who, who[::-1]):
        if len(order) == len(sides) and all(c in side for c, side in zip(order, sides, strict=True)):
            return order
    return None


def _in_time(board: Board, c: int) -> bool:
    """Does everything in this round keep its window?"""
    return all(board.start[i] <= board.latest[i] for i in board.route[c])


def _make_room(board: Board, c: int, rest: int) -> None:
    """Put a break into a round; visits are taken out from its end until the break fits."""
    while True:
        _, spots = best_single(board, rest, [c])
        if spots:
            board.put(rest, spots)
            return
        visits = [i for i in board.route[c] if i < board.f.n]
        if not visits:
            return
        board.take(visits[-1])
