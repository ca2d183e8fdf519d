"""A first plan by insertion: the hardest visits first, each at its cheapest place."""

from __future__ import annotations

from collections.abc import Callable

from .board import Board
from .spots import best_pair, best_single

# Rounds tried for one visit besides those of carers who know the person: enough for a good first plan,
# few enough to have it in a fifth of a second on a street of 60 carers and 600 visits.
TRIED = 16


def construct(board: Board, late: Callable[[], bool] = lambda: False) -> None:
    """Fill an empty board. `late` may end the work early; what is not in by then stays unserved.

    Order: breaks, pinned visits (by rank), then visits that few carers or hours allow.
    """
    for rests in board.f.rests:
        for item in rests:
            _, spots = best_single(board, item, board.f.allowed[item][0])
            if spots:
                board.put(item, spots)
    for item in sorted(range(board.f.n), key=lambda i: _hardness(board, i)):
        if late():
            return
        place(board, item)


def place(board: Board, item: int) -> bool:
    """Put one visit at its cheapest spot, likely carers first. False if there is none."""
    sides = board.f.allowed[item]
    chosen = [_likely(board, item, side) for side in range(len(sides))]
    for carers in (chosen, sides):
        _, spots = best_single(board, item, carers[0]) if len(sides) == 1 else best_pair(board, item, *carers)
        if spots:
            board.put(item, spots)
            return True
    return False


def _hardness(board: Board, item: int) -> tuple:
    """Pinned first, then pairs, then dear, scarce and narrow ones."""
    f = board.f
    visit = f.problem.visits[item]
    width = sum(b - a for a, b in f.windows[item])
    rank = visit.pinned_rank if visit.pinned_rank is not None else 1 << 30
    return (
        not (visit.pinned or visit.pinned_start is not None), rank, -f.missing[item], len(f.allowed[item]) == 1,
        min(len(side) for side in f.allowed[item]) > 3, f.windows[item][-1][1] if width < 7200 else 1 << 30, width, item,
    )


def _likely(board: Board, item: int, side: int) -> list[int]:
    """Carers to try first: the cheapest to send, then those with the fewest visits so far."""
    f = board.f
    price, load = f.price[item], board.load
    ranked = sorted(f.allowed[item][side], key=lambda c: (price[c], load[c], c))
    return ranked[:TRIED]
