"""Who goes to whom: for each person one carer, and at most one more, for the whole week.

The first takes every visit at which she may and can be, the second the rest. Weighed: visits left for a third, hours beyond what
a day or the contract leaves room for, hours that differ from those of others, ways, and whom the person knows already.
Annealing, one person's carers at a time; deterministic for a seed.
"""

from __future__ import annotations

import math
import random

import numpy as np

from .ground import Ground, hours
from .shares import CELLS, Person, room

MOVES = 120  # for each person
NEAREST = 14  # carers tried for a person: those who can give most, the nearest first
HOT, WARM, COLD = 3000.0, 500.0, 20.0  # seconds: what changing a person's carers may cost at the beginning, of a choice made before, at the end
FULL = 0.85  # share of the hours that can be planned: the rest goes on waiting
SCATTERED = 0.3  # each further visit left for others, as a share of what a third carer costs: who comes then may differ
OVER = 3.0  # a second too much costs as much as so many of travel


def choose_carers(
    ground: Ground, days: dict[str, tuple[int, ...]], seed: int, meant: dict[str, tuple[str, ...]] | None = None
) -> dict[str, tuple[str, ...]]:
    """Person -> the carer who goes, and the one who goes when she cannot (left out where nobody is needed or to be had).

    `meant` is the choice to begin with, made for other days: it is only bettered.
    """
    own: dict[str, list[int]] = {}
    for i, p in enumerate(ground.problem.patterns):
        own.setdefault(p.person, []).append(i)
    people = [Person(ground, name, patterns, days) for name, patterns in own.items()]
    board = _Board(ground, people)
    dice = random.Random(seed)
    board.first(meant or {})
    _anneal(board, dice, WARM if meant else HOT)
    ids = [c.id for c in ground.problem.carers]
    return {
        p.name: tuple(ids[k] for k, bits in zip(pair, p.split(*pair), strict=False) if k is not None and bits) if pair else ()
        for p, pair in zip(people, board.pair, strict=True)
    }  # fmt: skip


def _anneal(board: _Board, dice: random.Random, hot: float) -> None:
    open_ones = [n for n, few in enumerate(board.few) if len(few) > 1]
    steps = MOVES * len(open_ones)
    cool = (COLD / hot) ** (1 / steps) if steps else 1.0
    heat, now, low, best = hot, 0.0, 0.0, list(board.pair)
    for _ in range(steps):
        n = open_ones[dice.randrange(len(open_ones))]
        pair = _other(board, n, dice)
        if pair != board.pair[n]:
            change = board.change(n, pair)
            if change <= 0 or dice.random() < math.exp(-change / heat):
                board.move(n, pair)
                now += change
                if now < low - 1e-6:
                    low, best = now, list(board.pair)
        heat *= cool
    for n, pair in enumerate(best):
        if pair != board.pair[n]:
            board.move(n, pair)


def _other(board: _Board, n: int, dice: random.Random) -> tuple[int, int | None]:
    """Another first carer, another second one, none, or the two the other way round."""
    (one, two), few = board.pair[n], board.few[n]
    kind = dice.randrange(5)
    if kind == 0 and two is not None:
        return two, one
    if kind == 1 and two is not None:
        return one, None
    taker = few[dice.randrange(len(few))]
    if kind <= 3:
        return (taker, one if taker == two else two)
    return (one, two if taker == one else taker)


class _Board:
    """The work of each carer, kept up to date as persons change theirs."""

    def __init__(self, ground: Ground, people: list[Person]) -> None:
        self.ground, self.people, self.weights = ground, people, ground.problem.weights
        carers = ground.problem.carers
        self.room = np.array([room(c, FULL) for c in carers]).reshape(-1, 7 * CELLS)
        self.limit = [min(FULL * sum(map(hours, c.shifts)), c.most or math.inf) or 1.0 for c in carers]
        # What everybody's share would be: hours are unfair by how far they are from it.
        everything = sum(ground.problem.patterns[c.pattern].visit.duration + 2 * ground.hop for p in people for c in p.calls)
        self.share = min(1.0, everything / max(1.0, sum(self.limit)))
        self.work = np.zeros_like(self.room)
        self.sums = [(0.0, 0.0, 0.0, 0.0)] * len(carers)  # visits, and of their places: x, y, x² + y²
        self.cost = [self._cost(k, self.work[k], self.sums[k]) for k in range(len(carers))]
        self.pair: list[tuple[int, int | None] | None] = [None] * len(people)
        self.few = [self._few(p) for p in people]

    def _few(self, p: Person) -> list[int]:
        """The carers worth trying for a person."""
        known = {k for i in {c.pattern for c in p.calls} for k, c in enumerate(self.ground.problem.carers)
                 if c.id in self.ground.problem.patterns[i].visit.known}  # fmt: skip
        far = np.hypot(*(self.ground.start - p.at).T) if len(self.ground.start) else []
        order = sorted(p.can, key=lambda k: (k not in known, -p.can[k].bit_count(), far[k] // 50, (k * 7919 + len(p.calls) * 31) % 101, k))
        return order[: NEAREST + len(known)]

    def first(self, meant: dict[str, tuple[str, ...]]) -> None:
        """Whoever has most visits first: the pair that was meant, or that costs least so far."""
        numbers = {c.id: k for k, c in enumerate(self.ground.problem.carers)}
        order = sorted(range(len(self.people)), key=lambda n: (-len(self.people[n].calls), n))
        for n in order:
            few, own = self.few[n], [numbers[c] for c in meant.get(self.people[n].name, ()) if numbers[c] in self.people[n].can]
            if own:
                self.move(n, (own[0], own[1] if len(own) > 1 else None))
            elif few:
                one = min(few, key=lambda k: self.change(n, (k, None)))
                self.move(n, (one, min([None, *(k for k in few if k != one)], key=lambda k: self.change(n, (one, k)))))

    def change(self, n: int, pair: tuple[int, int | None]) -> float:
        """What the cost rises by if person n gets this pair."""
        total = self._price(n, pair) - (self._price(n, self.pair[n]) if self.pair[n] else 0.0)
        for k, (work, sums) in self._after(n, pair).items():
            total += self._cost(k, work, sums) - self.cost[k]
        return total

    def move(self, n: int, pair: tuple[int, int | None]) -> None:
        """Person n gets this pair."""
        for k, (work, sums) in self._after(n, pair).items():
            self.work[k], self.sums[k], self.cost[k] = work, sums, self._cost(k, work, sums)
        self.pair[n] = pair

    def _after(self, n: int, pair: tuple[int, int | None]) -> dict[int, tuple]:
        """Work and places of every carer whom the change touches, as they would be."""
        p, found = self.people[n], {}
        for sign, those in ((-1, self.pair[n]), (1, pair)):
            for k, bits in zip(those or (), p.split(*those) if those else (), strict=False):
                if k is None or not bits:
                    continue
                work, sums = found.get(k) or (self.work[k], self.sums[k])
                weight, (x, y) = sign * bits.bit_count(), p.at
                more = (weight, weight * x, weight * y, weight * (x * x + y * y))
                found[k] = work + sign * p.work(k, bits), tuple(a + b for a, b in zip(sums, more, strict=True))
        return found

    def _price(self, n: int, pair: tuple[int, int | None]) -> float:
        """What the pair costs the person: a third who must come, the second's visits, strangers."""
        p = self.people[n]
        mine, theirs, left = p.split(*pair)
        total = self.weights.second * theirs.bit_count() + (self.weights.third * (1 + SCATTERED * (left - 1)) if left else 0.0)
        for k, bits in ((pair[0], mine), (pair[1], theirs)):
            for m, call in enumerate(p.calls) if bits else ():
                if bits >> m & 1:
                    visit = self.ground.problem.patterns[call.pattern].visit
                    total += self.weights.day.continuity * visit.known.get(self.ground.problem.carers[k].id, visit.stranger)
        return total

    def _cost(self, k: int, work: np.ndarray, sums: tuple) -> float:
        """What a carer's week costs: hours too many, hours unlike others', ways between her persons and from her start."""
        seconds = work[::CELLS].sum()
        over = np.maximum(work - self.room[k], 0).sum() + 2 * max(0.0, seconds - 0.92 * self.limit[k])
        total = OVER * over + self.weights.fairness * (seconds - self.share * self.limit[k]) ** 2 / self.limit[k]
        count, x, y, squares = sums
        if count > 0.5:
            middle = (x / count, y / count)
            spread = math.sqrt(max(0.0, squares / count - middle[0] ** 2 - middle[1] ** 2))
            trips = 2 * np.count_nonzero(work[::CELLS] > 1)
            total += self.ground.pace[k][0] * (self.weights.near * count * spread + trips * math.dist(middle, self.ground.start[k]))
        return float(total)
