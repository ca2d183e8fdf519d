"""Who goes with whom: the assignment of least cost, exactly, with its proof.

Successive shortest paths with potentials (Kuhn 1955; Jonker and Volgenant 1987), whole numbers only, so that "least" means least. One row is given one
place of a column at most; a column has so many places; a row that nothing fits stays alone at a cost of its own.

    found = assign(costs, places=[2, 1], alone=[100, 100, 100])
    found.columns     # row → column, or None: stays alone
    assert proves(found, costs, places, alone)   # the prices make every other assignment dearer or equal
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

IMPOSSIBLE = np.int64(2**40)  # a pair that must not be; far above any cost, far below overflow when added up
FAR = int(np.iinfo(np.int64).max // 4)  # farther than any path
MOST = 2**30  # the largest cost of a pair, either sign


@dataclass(frozen=True, slots=True)
class Assignment:
    """`columns[i]` is the column of row i, None where it stays alone; `cost` the sum; `row_prices`, `column_prices` the certificate."""

    columns: tuple[int | None, ...]
    cost: int
    row_prices: tuple[int, ...]
    column_prices: tuple[int, ...]


def assign(costs: np.ndarray, places: Sequence[int], alone: Sequence[int]) -> Assignment:
    """The cheapest assignment. `costs` (rows, columns) int64, IMPOSSIBLE for a pair that must not be; `places` of each column, 0 or more;
    `alone` what each row costs without one. ValueError for shapes that do not fit or costs beyond MOST.

    Rows are added one after the other, each along the cheapest path of changes: rows² × columns steps at most, mostly far fewer.
    """
    costs = np.asarray(costs, dtype=np.int64)
    rows, columns = costs.shape if costs.ndim == 2 else (0, 0)
    _check(costs, places, alone, rows, columns)
    # Each place is a column of its own, and each row may take the last one, which has room for all: staying alone.
    owner = np.repeat(np.arange(columns), places)
    wide = costs[:, owner] if rows else np.zeros((0, len(owner)), dtype=np.int64)
    v = np.zeros(len(owner), dtype=np.int64)  # prices of places; never above 0
    taken = np.full(len(owner), -1)  # place → row
    u = np.zeros(rows, dtype=np.int64)
    given = np.full(rows, -1)  # row → place; -1: alone
    for row in range(rows):
        _give(row, wide, alone, u, v, taken, given)
    chosen = tuple(int(owner[at]) if at >= 0 else None for at in given)
    cost = sum(int(costs[i, j]) if j is not None else int(alone[i]) for i, j in enumerate(chosen))
    by_column = [0] * columns
    for at, column in enumerate(owner):
        by_column[column] = min(by_column[column], int(v[at]))
    return Assignment(chosen, cost, tuple(int(x) for x in u), tuple(by_column))


def _give(start: int, wide: np.ndarray, alone: Sequence[int], u: np.ndarray, v: np.ndarray, taken: np.ndarray, given: np.ndarray) -> None:
    """Give one row a place, moving others along the cheapest path; somebody on the path may stay alone instead."""
    reach = np.full(len(v), FAR)  # cost of reaching each place that was not gone through yet
    before = np.full(len(v), -1)  # from which row it was reached
    unseen = np.ones(len(v), dtype=bool)
    row, so_far, end = start, 0, None
    least, stays = FAR, start  # what it costs that a row on the way stays alone, and which
    rows_gone, places_gone = [], []  # on the way, with the cost at which each was reached
    while True:
        rows_gone.append((row, so_far))
        staying = so_far + int(alone[row]) - int(u[row])
        if staying < least:
            least, stays = staying, row
        if not len(v):
            break
        nearer = wide[row] - v
        nearer += so_far - u[row]
        better = nearer < reach
        better &= unseen
        np.copyto(reach, nearer, where=better)
        np.copyto(before, row, where=better)
        at = int(reach.argmin())
        if reach[at] >= least:
            break
        so_far = int(reach[at])
        if taken[at] < 0:
            end, least = at, so_far
            break
        places_gone.append((at, so_far))
        unseen[at], reach[at] = False, FAR
        row = int(taken[at])
    for one, cost in rows_gone:
        u[one] += least - cost
    for at, cost in places_gone:
        v[at] -= least - cost
    if end is None:
        end = int(given[stays])
        given[stays] = -1
        if stays == start:
            return
        taken[end] = -1
    _walk_back(end, start, before, taken, given)


def _walk_back(end: int, start: int, before: np.ndarray, taken: np.ndarray, given: np.ndarray) -> None:
    """Move everybody on the path one place on."""
    at = end
    while True:
        row = int(before[at])
        left = int(given[row])
        taken[at], given[row] = row, at
        if row == start:
            return
        at = left


def _check(costs: np.ndarray, places: Sequence[int], alone: Sequence[int], rows: int, columns: int) -> None:
    if costs.ndim != 2 or len(places) != columns or len(alone) != rows:
        raise ValueError(f"costs of {costs.shape} need {columns} places and {rows} costs of staying alone")
    if any(n < 0 for n in places) or any(abs(c) > MOST for c in alone):
        raise ValueError("places must not be negative, and costs at most 2**30")
    possible = costs[costs < IMPOSSIBLE]
    if possible.size and np.abs(possible).max() > MOST:
        raise ValueError("costs at most 2**30, or IMPOSSIBLE")


def proves(found: Assignment, costs: np.ndarray, places: Sequence[int], alone: Sequence[int]) -> bool:
    """Whether the prices prove that nothing is cheaper: no pair below its prices, every chosen pair at them, unused places free of charge.

    By weak duality that is enough, whatever way the assignment was found.
    """
    costs, u, v = np.asarray(costs, dtype=np.int64), np.array(found.row_prices, dtype=np.int64), np.array(found.column_prices, dtype=np.int64)
    if len(u) and ((costs.size and (costs - u[:, None] - v[None, :] < 0)[:, np.array(places) > 0].any()) or (np.array(alone) < u).any()):
        return False
    used = [0] * len(places)
    for row, column in enumerate(found.columns):
        at = int(alone[row]) if column is None else int(costs[row, column] - v[column])
        if at != u[row] or (column is not None and costs[row, column] >= IMPOSSIBLE):
            return False
        if column is not None:
            used[column] += 1
    return all(n <= most and (n == most or v[column] == 0) for column, (n, most) in enumerate(zip(used, places, strict=True))) and (v <= 0).all()
