"""Simulated annealing over the global order of visits and the carers of each.

A move takes a few related visits out and puts each back at its cheapest place among a few rounds that suggest
themselves (those of its neighbours, of carers who know the person, one at random). Every move keeps all hard
rules, so the best plan can be handed out at any moment.

Deterministic for a seed and a number of moves; with `seconds` alone the number of moves depends on the machine.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from .board import Board
from .construct import construct, place
from .cost import cost
from .decode import decode
from .facts import Facts
from .plan import Plan
from .problem import Problem
from .spots import best_single

# Temperatures in seconds of travel: a detour of two minutes is lightly taken at first, one of three seconds at last.
HOT, COLD = 120.0, 3.0
NEAR = 14          # neighbours remembered for each visit
EVERY = 256        # moves between two looks at the clock


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is: `done` 0…1, moves made, cost and unserved visits of the best plan so far."""

    done: float
    moves: int
    cost: float
    unserved: int


def solve(
    problem: Problem,
    *,
    seconds: float | None = None,
    moves: int | None = None,
    seed: int = 1,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Plan:
    """Plan the day. Stops after `moves`, after `seconds` (default 2 if neither is given), or when `stop` says so.

    The result is decoded afresh from the order found; check it with `check` before using it. With `moves=0` or
    `seconds=0` the answer is the first plan, by insertion alone.
    """
    if seconds is None and moves is None:
        seconds = 2.0
    clock = time.perf_counter
    begun = clock()
    board = Board(Facts(problem))
    construct(board)
    search = _Search(board, random.Random(seed))
    made = search.run(begun, seconds, moves, progress, stop)
    rounds = decode(problem, search.best)
    served = {s.visit for r in rounds for s in r.stops}
    plan = Plan(rounds, tuple(v.id for v in problem.visits if v.id not in served))
    return Plan(
        plan.rounds, plan.unserved, cost(problem, plan),
        {"seed": seed, "moves": made, "seconds": round(clock() - begun, 3)},
    )


class _Search:
    """The board, the dice, and the best order seen."""

    def __init__(self, board: Board, dice: random.Random) -> None:
        self.b, self.dice = board, dice
        self.best = board.order()
        self.now = self.best_cost = board.total()
        self.best_out = len(board.out)
        self._near: dict[int, list[int]] = {}
        self._stale = False
        f = board.f
        self.loose = [i for i in range(f.n) if not self._fixed(i)]

    def _fixed(self, item: int) -> bool:
        """A visit whose order is pinned, or that nobody may give, is never moved."""
        visit = self.b.f.problem.visits[item]
        return visit.pinned_rank is not None or not all(self.b.f.allowed[item])

    def run(self, begun, seconds, moves, progress, stop) -> int:
        """Anneal; the number of moves made."""
        if not self.loose or moves == 0 or seconds == 0:
            return 0
        clock, done, made = time.perf_counter, 0.0, 0
        cooling, heat = math.log(COLD / HOT), HOT
        started = clock()
        while moves is None or made < moves:
            if made % EVERY == 0:
                if moves is not None:
                    done = made / moves
                else:
                    done = (clock() - started) / max(1e-9, seconds - (started - begun))
                if (seconds is not None and clock() - begun >= seconds) or stop():
                    break
                heat = HOT * math.exp(cooling * min(1.0, done))
                self._remember()
                if progress:
                    progress(Progress(done, made, self.best_cost, self.best_out))
            self.move(heat)
            made += 1
        self._remember()
        if progress:
            progress(Progress(1.0, made, self.best_cost, self.best_out))
        return made

    def move(self, heat: float) -> None:
        """Try one change; keep it if it is cheaper, or by chance if it is not much dearer."""
        b, dice = self.b, self.dice
        b.begin()
        roll = dice.random()
        out = self._out() if b.out else []
        if out and roll < 0.3:
            self._make_room(dice.choice(out))
        elif roll < 0.34:
            self._shift_break()
        else:
            self._rehouse(self._pick())
        delta = b.cost_now() - b.cost_before() + self._missing_change()
        if delta <= 0 or dice.random() < math.exp(-delta / heat):
            self.now += delta
            if self.now < self.best_cost - 1e-9:
                self.best_cost, self._stale = self.now, True
                self.best_out = len(b.out)
            elif self._stale and delta > 0:
                # About to leave the best plan seen: write it down first.
                b.undo()
                self.now -= delta
                self._remember()
            b._kept = None
        else:
            b.undo()

    def _remember(self) -> None:
        """Write the best order down, if the board still stands at it."""
        if self._stale:
            self.best, self._stale = self.b.order(), False

    def _missing_change(self) -> float:
        """What visits gained or lost by the trial add to the cost."""
        total = 0.0
        for item, before in self.b._moved.items():
            if bool(before) != bool(self.b.who[item]):
                total += self.b.f.missing[item] * (1 if before else -1)
        return total

    def _out(self) -> list[int]:
        """The unserved visits that somebody could give, in a fixed order (sets have none)."""
        return sorted(i for i in self.b.out if all(self.b.f.allowed[i]))

    def _rehouse(self, gone: list[int]) -> None:
        """Take these visits out and put each at its cheapest place among likely rounds."""
        homes = self._homes(gone)
        for item in gone:
            if self.b.who[item]:
                self.b.take(item)
        self.dice.shuffle(gone)
        for item in gone:
            place(self.b, item, homes)

    def _make_room(self, item: int) -> None:
        """Clear an hour in the round of somebody who could give an unserved visit, put it there, rehouse the others."""
        b, dice, f = self.b, self.dice, self.b.f
        hosts = {dice.choice(side) for side in f.allowed[item]}
        low, high = f.windows[item][0][0], f.windows[item][-1][1]
        gone = []
        for c in sorted(hosts):
            loose = [i for i in b.route[c] if i < f.n and b.start[i] + f.duration[i] > low and b.start[i] < high
                     and not self._fixed(i)]
            if loose:
                k = dice.randrange(len(loose))
                gone += [i for i in loose[k:k + dice.randint(1, 3)] if i not in gone]
        homes = self._homes(gone)
        for other in gone:
            for side in f.allowed[other]:
                homes.update(dice.sample(side, min(8, len(side))))
            b.take(other)
        place(b, item, hosts)
        for other in sorted(gone, key=lambda i: (len(f.allowed[i]) == 1, f.windows[i][-1][1] - f.windows[i][0][0])):
            place(b, other, homes)

    def _pick(self) -> list[int]:
        """Which visits to take out: mostly one, else a run of one round, or a few neighbours."""
        b, dice = self.b, self.dice
        seed, roll = dice.choice(self.loose), dice.random()
        if roll < 0.6:
            return [seed]
        many = dice.randint(2, 6)
        if roll < 0.8 and b.who[seed]:
            route = b.route[dice.choice(b.who[seed])]
            k = route.index(seed)
            run = route[max(0, k - dice.randrange(many)):][:many]
        else:
            near = self._neighbours(seed)
            run = [seed, *dice.sample(near, min(len(near), many - 1))]
        return [i for i in run if i < b.f.n and not self._fixed(i)]

    def _homes(self, gone: list[int]) -> set[int]:
        """Rounds to try for these visits: their own, their neighbours', their friends', and one at random."""
        b, dice = self.b, self.dice
        homes: set[int] = set()
        for item in gone:
            homes.update(b.who[item])
            for other in dice.sample(near, min(3, len(near))) if (near := self._neighbours(item)) else ():
                homes.update(b.who[other])
            for side in b.f.allowed[item]:
                homes.add(dice.choice(side))
                price = b.f.price[item]
                homes.add(min((dice.choice(side) for _ in range(6)), key=price.__getitem__))
        return homes

    def _shift_break(self) -> None:
        """Move one carer's break to another place in her round."""
        b = self.b
        c = self.dice.randrange(len(b.route))
        if b.load[c] and b.f.rests[c]:
            item = self.dice.choice(b.f.rests[c])
            if b.who[item]:
                old = ((c, b.route[c].index(item)),)
                b.take(item)
                _, spots = best_single(b, item, (c,))
                b.put(item, spots or old)

    def _neighbours(self, item: int) -> list[int]:
        """The nearest visits of overlapping hours, nearest first."""
        found = self._near.get(item)
        if found is None:
            f = self.b.f
            row, (lo, hi) = f.legs[0][f.site[item]], (f.windows[item][0][0], f.windows[item][-1][1])
            found = self._near[item] = [
                i for _, i in sorted(
                    (row[f.site[i]] + max(0, f.windows[i][0][0] - hi, lo - f.windows[i][-1][1]) // 4, i)
                    for i in range(f.n) if i != item
                )[:NEAR]
            ]
        return found
