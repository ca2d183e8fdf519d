"""A finished plan laid out on a board again, so that more can be tried on it.

What the plan already breaks (an officer insisted, a visit began late) may stay as it is: the hours of such a stop, or
of the way home, reach as far as the plan stretches them, and no further.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from ..board import Board
from ..facts import Facts
from ..fitness import may_fill
from ..plan import Plan, Round
from ..problem import FOREVER, Problem, Visit, owed_breaks


def board_on(facts: Facts, plan: Plan) -> Board:
    """The plan's rounds in their order, with earliest and latest times. Carers who stay at home have their breaks only."""
    board = Board(facts)
    problem = facts.problem
    visits = {v.id: i for i, v in enumerate(problem.visits)}
    for r in plan.rounds:
        board.route[facts.number[r.carer]] = _items(facts, r, visits)
    for v, who in _carers_of(problem, plan).items():
        i = visits[v]
        board.who[i] = tuple(facts.number[c] for c in who)
        board.out.discard(i)
        for c in board.who[i]:
            board.load[c] += 1
    for c, rests in enumerate(facts.rests):
        if not board.load[c]:
            board.route[c] = sorted(rests, key=lambda i: facts.windows[i][0])
        for i in board.route[c]:
            if i >= facts.n:
                board.who[i] = (c,)
    everybody = list(range(len(board.route)))
    board.settle(everybody)
    for c in everybody:
        _forgive(board, c)
    board.settle(everybody)
    return board


def home_of(board: Board, c: int) -> int:
    """When a carer is home (0 for an empty round)."""
    if not board.route[c]:
        return 0
    last, f = board.route[c][-1], board.f
    leg = f.legs[c][board.place[last]][f.back[c]] if f.back[c] >= 0 else 0
    return board.begin_of(last, c) + f.duration[last] + leg


def way_of(board: Board, c: int) -> int:
    """Seconds of way of a round, 0 for a carer who stays at home."""
    if not board.load[c]:
        return 0
    f = board.f
    path = [f.home[c], *(board.place[i] for i in board.route[c]), *([f.back[c]] if f.back[c] >= 0 else [])]
    return sum(f.legs[c][a][b] for a, b in pairwise(path))


def _items(facts: Facts, r: Round, visits: dict[str, int]) -> list[int]:
    """A round as item numbers. Breaks beyond those owed are left out."""
    c = facts.number[r.carer]
    breaks = len(owed_breaks(facts.problem.carers[c]))
    rests = {"break": facts.rests[c][:breaks], "pause": facts.rests[c][breaks:]}
    seen: Counter[str] = Counter()
    route = []
    for s in r.stops:
        if s.visit is not None:
            route.append(visits[s.visit])
            continue
        if seen[s.kind] < len(rests.get(s.kind, ())):
            route.append(rests[s.kind][seen[s.kind]])
        seen[s.kind] += 1
    return route


def _carers_of(problem: Problem, plan: Plan) -> dict[str, list[str]]:
    """Visit -> its carers in the order of its needs: by start where one comes after the other, else as they fit."""
    begun: dict[str, list[tuple[int, str]]] = {}
    for r in plan.rounds:
        for s in r.stops:
            if s.visit is not None:
                begun.setdefault(s.visit, []).append((s.start, r.carer))
    visits = {v.id: v for v in problem.visits}
    carers = {c.id: c for c in problem.carers}

    def ordered(visit: Visit, given: list[tuple[int, str]]) -> list[str]:
        names = [who for _, who in given]
        if len(names) != 2 or len(visit.needs) != 2:
            return names[:2]
        if visit.gap[0] > 0:
            return [who for _, who in sorted(given, key=lambda g: g[0])]
        fits = lambda order: sum(may_fill(visit, side, carers[n]) for side, n in enumerate(order))
        return names if fits(names) >= fits(names[::-1]) else names[::-1]

    return {v: ordered(visits[v], given) for v, given in begun.items()}


def _forgive(board: Board, c: int) -> None:
    """Widen what this round already overruns, and what an officer waived for one of its visits."""
    f = board.f
    waived = {code for i in board.route[c] if i < f.n for code in f.problem.visits[i].waived}
    for i in board.route[c]:
        opens, ends = f.windows[i][-1]
        free = i >= f.n and f.steps[i].kind == "break" and "break" in waived
        f.windows[i] = (*f.windows[i][:-1], (opens, FOREVER if free else max(ends, board.start[i])))
    f.closes[c] = FOREVER if "shift" in waived else max(f.closes[c], home_of(board, c) if board.load[c] else 0)
    if "load" in waived:
        f.most[c] = FOREVER
