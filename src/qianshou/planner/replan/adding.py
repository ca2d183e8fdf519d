"""One more visit: the places where it costs least, every other visit staying with its carer and in its order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from ..cost import cost
from ..plan import Plan
from ..problem import Problem, Visit
from ..spots import Spots, crosses, meet, openings
from .standing import Standing

LIKELY = 14  # carers looked at for each side of a visit of two, those who are nearest and know the person first
POSITIONS = 3  # places of one round that are worked out exactly, where waiting or lateness costs something


@dataclass(frozen=True, slots=True)
class Shift:
    """Another visit that starts later (or earlier) by so many seconds; of two carers the one whose start moves most."""

    visit: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where the visit could stand: with whom, after and before which of her visits (None: first, last), when, and what it costs.

    `carers` are in the order of the visit's needs, `positions` count each one's visits without breaks. `start` is the first carer's,
    seconds since midnight; `way` seconds of travel added in all, `cost` all that it adds. `strangers` are those of the carers who do
    not know the person (nobody, where nobody does). `plan` is the whole day with the visit in it.
    """

    carers: tuple[str, ...]
    positions: tuple[int, ...]
    after: tuple[str | None, ...]
    before: tuple[str | None, ...]
    start: int
    way: int
    cost: float
    strangers: tuple[str, ...]
    shifts: tuple[Shift, ...]
    plan: Plan


def places_for(
    problem: Problem, plan: Plan, visit: Visit, *, best: int = 3, from_: int | None = None, but: Collection[str] = ()
) -> list[Place]:
    """The cheapest places for `visit`, each with other carers, cheapest first; fewer than `best` where there are no more.

    The visit may be new (its site is one of the problem's) or one of the problem's that is to be given anew. Only places that break no
    rule, in the plan as `decode` times it. Nothing begins before `from_`; carers in `but` are not asked.
    """
    if all(v.id != visit.id for v in problem.visits):
        problem = replace(problem, visits=(*problem.visits, visit))
    elsewhere = any(s.visit == visit.id for r in plan.rounds for s in r.stops)
    rounds = tuple(replace(r, stops=tuple(s for s in r.stops if s.visit != visit.id)) for r in plan.rounds)
    standing = Standing(problem, replace(plan, rounds=rounds), from_)
    base = standing.plan() if elsewhere else replace(plan, cost=cost(problem, plan))
    return _Search(standing, standing.item[visit.id], but, base).best(best)


class _Search:
    def __init__(self, standing: Standing, item: int, but: Collection[str], base: Plan) -> None:
        self.standing, self.item, self.base = standing, item, base
        self.board, self.f = standing.board, standing.facts
        # What is too late already may stay so; nothing else may become so.
        self.late = {i for route in self.board.route for i in route if self.board.start[i] > self.board.latest[i]}
        self.before = self.board.total() - self.f.missing[item]
        barred = {self.f.number[c] for c in but if c in self.f.number}
        self.sides = [
            [c for c in side if c not in barred and self.board.load[c] < self.f.most[c]] for side in self.f.allowed[item]
        ]
        self.weight = self.f.problem.weights.travel
        # What a place costs beside its way can then be less than nothing: no guess is sure to be the cheapest.
        self.soft = self.f.soft or self.f.problem.weights.fairness > 0

    def best(self, wanted: int) -> list[Place]:
        """Places in the order of their real cost: those that look cheapest are worked out until none can be cheaper."""
        found: dict[tuple[int, ...], tuple[float, Spots]] = {}
        for guess, spots in sorted(self._guesses()):
            known = sorted(real for real, _ in found.values())
            if len(known) >= wanted and guess > known[wanted - 1] + 1e-6 and not self.soft:
                break
            real = self._real(spots)
            who = tuple(sorted(c for c, _ in spots))
            if real is not None and real < found.get(who, (float("inf"),))[0]:
                found[who] = real, spots
        # Where the gap between two carers has play the day as decoded can cost a little less than the board says.
        return sorted((self._place(spots) for _, spots in sorted(found.values())[:wanted]), key=lambda p: p.cost)

    def _guesses(self) -> list[tuple[float, Spots]]:
        """(way and price, spots): the best of each carer or pair of carers; more than one where other things cost too."""
        price, most = self.f.price[self.item], POSITIONS if self.soft else 1
        if len(self.sides) == 1:
            return [
                (self.weight * added + price[c], ((c, p),))
                for c in self.sides[0]
                for added, p, early, late in sorted(o for o in openings(self.board, self.item, c, 0) if o[2] <= o[3])[:most]
            ]
        return self._pairs(price)

    def _pairs(self, price: list[float]) -> list[tuple[float, Spots]]:
        lag = self.f.lag[self.item]
        ours, theirs = (self._openings(side, price, lag * k) for k, side in enumerate(self.sides))
        found = []
        for a, first in ours.items():
            for b, second in theirs.items():
                if a == b:
                    continue
                best = None
                for added, p, early, late in first:
                    for more, q, soon, last in second:
                        cost = self.weight * (added + more) + price[a] + price[b]
                        if best is not None and cost >= best[0]:
                            break  # the second's places are in the order of their way
                        if meet(self.board, self.item, early, soon, late, last) and not crosses(self.board, a, p, b, q):
                            best = cost, ((a, p), (b, q))
                if best:
                    found.append(best)
        return found

    def _openings(self, side: list[int], price: list[float], lag: int) -> dict[int, list[tuple[int, int, int, int]]]:
        """The places of the likeliest carers, shortest way first."""
        every = {c: sorted(o) for c in side if (o := openings(self.board, self.item, c, lag))}
        ranked = sorted(every, key=lambda c: (self.weight * every[c][0][0] + price[c], c))
        return {c: every[c] for c in ranked[:LIKELY]}

    def _real(self, spots: Spots) -> float | None:
        """What the visit costs there; None if something would come too late."""
        self.board.begin()
        touched = self.board.put(self.item, spots)
        fits = all(i in self.late or self.board.start[i] <= self.board.latest[i] for c in touched for i in self.board.route[c])
        total = self.board.total()
        self.board.undo()
        return total - self.before if fits else None

    def _place(self, spots: Spots) -> Place:
        """The place as told, from the day decoded with the visit in it."""
        self.board.begin()
        self.board.put(self.item, spots)
        plan = self.standing.plan()
        self.board.undo()
        f, base, visit = self.f, self.base, self.f.problem.visits[self.item]
        names = tuple(f.problem.carers[c].id for c, _ in spots)
        walks = {r.carer: [s.visit for s in r.stops if s.visit is not None] for r in plan.rounds}
        at = tuple(walks[name].index(visit.id) for name in names)
        then = {(r.carer, s.visit): s.start for r in base.rounds for s in r.stops if s.visit is not None}
        now = {(r.carer, s.visit): s.start for r in plan.rounds for s in r.stops if s.visit is not None}
        changes = [(v, start - then[c, v]) for (c, v), start in now.items() if v != visit.id and start != then[c, v]]
        moved = {v: max((s for w, s in changes if w == v), key=abs) for v, _ in changes}
        return Place(
            names, at, tuple(walks[n][p - 1] if p else None for n, p in zip(names, at, strict=True)),
            tuple(walks[n][p + 1] if p + 1 < len(walks[n]) else None for n, p in zip(names, at, strict=True)),
            min(now[n, visit.id] for n in names), plan.cost.travel - base.cost.travel,
            plan.cost.total - base.cost.total + f.missing[self.item],
            tuple(n for n in names if visit.known and n not in visit.known),
            tuple(Shift(v, s) for v, s in moved.items()), plan,
        )  # fmt: skip
