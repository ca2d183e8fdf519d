"""The places of one round: where a visit might stand, how early she can be there, how late what follows allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..board import Board

# In which order they are named where they cost the same; `room` says what each means.
WAYS_TO_GIVE = ("free", "break_later", "break_earlier", "shift_later", "window_later", "window_earlier", "shift_earlier")


@dataclass(frozen=True, slots=True)
class Fit:
    """One place for a visit: in `route` (a carer's items, her lunch perhaps elsewhere) at `position`, by giving way `by`
    seconds. `way` is the way added, `start` the start of the visit's first carer, `span` which of its windows."""

    kind: str
    by: int
    way: int
    carer: int
    side: int
    route: tuple[int, ...]
    position: int
    start: int
    span: int


@dataclass(slots=True)
class Gap:
    """A place in a round: where and from when she is free, and what stands behind (`site` -1: nothing, `limit` its latest start)."""

    position: int
    at: int
    free: int
    site: int
    limit: int
    rests: tuple[tuple[int, int, int], ...]  # breaks held wherever she is: opens, ends, duration


def reach(gap: Gap, legs, here: int, stay: int, lag: int) -> tuple[int, int, int]:
    """For a visit at `here` in this place: earliest and latest start of its first carer (`lag` before hers), way added.

    Nothing fits where the earliest is after the latest.
    """
    way = legs[gap.at][here]
    early, late = gap.free + way - lag, gap.limit
    if gap.site >= 0:
        row = legs[here]
        late -= row[gap.site]
        way += row[gap.site] - legs[gap.at][gap.site]
    for opens, ends, duration in reversed(gap.rests):
        late -= duration
        if late > ends:
            late = ends
        if late < opens:
            return early, early - 1, way
    return early, late - stay - lag, way


def gaps_of(board: Board, c: int) -> list[Gap]:
    """All places of a round, first to last."""
    f, route, n = board.f, board.route[c], len(board.route[c])
    behind: list[tuple[int, int, tuple]] = [(f.back[c], f.closes[c], ())] * (n + 1)
    site, limit, rests = behind[n]
    for p in range(n - 1, -1, -1):
        i = route[p]
        if f.site[i] < 0:
            rests = ((*f.windows[i][0], f.duration[i]), *rests)
        else:
            site, limit, rests = f.site[i], board.latest[i] + _lag(board, i, c), ()
        behind[p] = (site, limit, rests)
    found = [Gap(0, f.home[c], f.opens[c], *behind[0])]
    for p, i in enumerate(route):
        found.append(Gap(p + 1, board.place[i], board.begin_of(i, c) + f.duration[i], *behind[p + 1]))
    return found


def _lag(board: Board, item: int, c: int) -> int:
    who = board.who[item]
    return board.f.lag[item] if len(who) == 2 and who[1] == c else 0


def layouts_of(route: list[int], n: int) -> Iterator[list[int]]:
    """The round as it is, then with each break moved to every other place among its visits (breaks keep their order)."""
    yield list(route)
    for k, item in enumerate(route):
        if item < n:
            continue
        others = [*route[:k], *route[k + 1:]]
        rests = [j for j, other in enumerate(others) if other >= n]
        low = max((j + 1 for j in rests if j < k), default=0)
        high = min((j for j in rests if j >= k), default=len(others))
        for p in range(low, high + 1):
            if p != k:
                yield [*others[:p], item, *others[p:]]


def room_in(spans: tuple[tuple[int, int], ...], early: int, late: int) -> int:
    """Which window has a start from `early` to `late`: the first, -1 if none has."""
    for k, (opens, ends) in enumerate(spans):
        if (early if early > opens else opens) <= (late if late < ends else ends):
            return k
    return -1


def beside(spans, early: int, late: int, c: int, side: int, position: int, way: int, route: tuple[int, ...]) -> Iterator[Fit]:
    """Starts nearest to the windows where none lies inside: by how much a window must open earlier or close later."""
    for k, (opens, ends) in enumerate(spans):
        if ends < early:
            yield Fit("window_later", early - ends, way, c, side, route, position, early, k)
        elif opens > late:
            yield Fit("window_earlier", opens - late, way, c, side, route, position, late, k)
