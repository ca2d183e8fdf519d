"""A plan put on the board just as it stands, with what may not move held fast."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from ..board import Board
from ..cost import cost
from ..decode import Step, decode
from ..facts import Facts
from ..fitness import may_fill
from ..plan import Plan
from ..problem import FOREVER, Problem, Visit, Window
from ..spots import best_single

Walks = dict[str, list[Step]]


def crews(problem: Problem, plan: Plan) -> dict[str, tuple[str, ...]]:
    """Visit -> its carers in the order of its needs: as pinned, else by start where one must come first, else as they fit."""
    visits = {v.id: v for v in problem.visits}
    carers = {c.id: c for c in problem.carers}
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for r in plan.rounds:
        for s in r.stops:
            if s.visit is not None:
                found[s.visit].append((s.start, r.carer))
    sorted_out = {}
    for name, given in found.items():
        visit = visits[name]
        names = tuple(c for _, c in (sorted(given) if visit.gap[0] else given))
        if len(names) == 2 and len(visit.needs) == 2 and not visit.gap[0]:
            names = max(names, names[::-1], key=lambda order: sum(may_fill(visit, k, carers[n]) for k, n in enumerate(order)))
        sorted_out[name] = names
    return sorted_out


def steps_of(problem: Problem, plan: Plan) -> Walks:
    """The rounds as steps, breaks where they stand, to be changed and decoded again."""
    crew = crews(problem, plan)
    walks: Walks = {}
    for r in plan.rounds:
        seen: dict[str, int] = defaultdict(int)
        walk = walks[r.carer] = []
        for s in r.stops:
            ref, who = (s.visit, crew[s.visit]) if s.visit is not None else (str(seen[s.kind]), (r.carer,))
            walk.append(Step(s.kind, ref, who))
            seen[s.kind] += 1
    return walks


def started(plan: Plan) -> dict[str, int]:
    """Visit -> start of its first carer."""
    found: dict[str, int] = {}
    for r in plan.rounds:
        for s in r.stops:
            if s.visit is not None:
                found[s.visit] = min(s.start, found.get(s.visit, s.start))
    return found


def not_before(problem: Problem, floors: dict[str, int]) -> Problem:
    """The day in which each of these visits starts no earlier than at its floor, and none may be later than before."""

    def one(visit: Visit) -> Visit:
        floor = floors.get(visit.id)
        if floor is None:
            return visit
        if visit.pinned_start is not None:
            return replace(visit, pinned_start=max(floor, visit.pinned_start))
        windows = (Window(floor, FOREVER),) if "window" in visit.waived else visit.windows
        left = tuple(Window(max(w.start, floor), w.end) for w in windows if w.end >= floor)
        if left:
            return replace(visit, windows=left, waived=visit.waived - {"window"})
        # Late already: what the visit may be late does not begin anew at the floor.
        return replace(visit, windows=(Window(floor, floor),), late=max(0, windows[-1].end + visit.late - floor))

    return replace(problem, visits=tuple(one(v) for v in problem.visits))


def held(problem: Problem, plan: Plan, from_: int | None) -> Problem:
    """The day in which what has begun (a pinned start, or a start before `from_`) stays, and nothing new begins before `from_`."""
    begun, crew = started(plan), crews(problem, plan)

    def one(visit: Visit) -> Visit:
        start = begun.get(visit.id)
        past = start is not None and from_ is not None and start < from_
        if start is not None and (past or visit.pinned_start is not None):
            return replace(visit, pinned=crew[visit.id], pinned_start=start, waived=visit.waived - {"window"})
        return visit if from_ is None or visit.pinned_start is not None else _from(visit, from_)

    return replace(problem, visits=tuple(one(v) for v in problem.visits))


def _from(visit: Visit, from_: int) -> Visit:
    """The visit from a moment on. One whose hours are over can be given to nobody."""
    windows = (Window(0, FOREVER),) if "window" in visit.waived else visit.windows
    left = tuple(Window(max(w.start, from_), w.end) for w in windows if w.end >= from_)
    if left:
        return replace(visit, windows=left, waived=visit.waived - {"window"})
    last = windows[-1].end + visit.late
    if last < from_:
        return replace(visit, pinned=("",) * len(visit.needs))
    return replace(visit, windows=(Window(from_, from_),), late=last - from_)


class Standing:
    """A plan on a board. `problem` is the day with what has begun held fast; `board` its rounds, breaks included.

    People were told when somebody comes: a visit that stays with its carers starts no earlier than `said`, unless that is what
    makes room for another.
    """

    def __init__(self, problem: Problem, plan: Plan, from_: int | None = None) -> None:
        self.given = problem
        self.problem = held(problem, plan, from_)
        self.facts = Facts(self.problem)
        self.board = Board(self.facts)
        self.item = {v.id: i for i, v in enumerate(self.problem.visits)}
        self.said = started(plan)
        self.board.stand(self._routes(plan))
        self._sent = list(self.board.who)
        for c, rests in enumerate(self.facts.rests):
            for rest in rests:
                if not self.board.who[rest]:
                    _, spots = best_single(self.board, rest, [c])
                    if spots:
                        self.board.put(rest, spots)

    def _routes(self, plan: Plan) -> list[list[tuple[int, tuple[int, ...]]]]:
        """For each carer (item, its carers) in order. Breaks that the day no longer owes are dropped."""
        number = self.facts.number
        routes: list[list[tuple[int, tuple[int, ...]]]] = [[] for _ in self.facts.rests]
        for carer, walk in steps_of(self.problem, plan).items():
            c = number[carer]
            mine = {(self.facts.steps[i].kind, self.facts.steps[i].ref): i for i in self.facts.rests[c]}
            for step in walk:
                item = self.item[step.ref] if step.kind == "visit" else mine.get((step.kind, step.ref))
                if item is not None:
                    routes[c].append((item, tuple(number[k] for k in step.carers)))
        return routes

    def plan(self) -> Plan:
        """The board as a plan of the day as given, times as `decode` gives them from what was said, cost as `cost` counts it."""
        board, said = self.board, self.said
        floors = {
            v: min(said[v], board.latest[i]) for v, i in self.item.items()
            if v in said and board.who[i] == self._sent[i] and said[v] > board.start[i]
        }  # fmt: skip
        rounds = decode(not_before(self.problem, floors) if floors else self.problem, board.order())
        served = {s.visit for r in rounds for s in r.stops}
        made = Plan(rounds, tuple(v.id for v in self.problem.visits if v.id not in served))
        return replace(made, cost=cost(self.given, made))
