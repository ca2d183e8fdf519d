"""Which days each pattern falls on. Spacing is a rule; the rest is weighed:

* what is to be done on a day for the hours at hand, for every group of carers who alone may do it (tier, skill, sex, area),
  over the whole day and for what is tied to its morning or afternoon;
* days of one pattern that lie evenly in the week, that the person is used to, and on which somebody who knows her is on duty;
* neighbours on the same days.

Annealing over sets of days; deterministic for a seed.
"""

from __future__ import annotations

import math
import random

from .ground import Ground, hours
from .problem import WEEK, Pattern
from .shares import can_give
from .spacing import choices, unevenness

NOON, MIDNIGHT = 12 * 3600, 30 * 3600
PARTS = ((0, MIDNIGHT), (0, NOON), (NOON, MIDNIGHT))  # the whole day, and its halves for what must be then
MOVES = 150  # for each pattern that has a choice
SCATTERED = 0.5  # a visit that the few carers of a person cannot give, as a share of what a third carer costs
HOT, COLD = 1500.0, 15.0  # seconds: what a pattern's day is worth at the beginning and at the end


def choose_days(ground: Ground, seed: int, meant: dict[str, tuple[str, ...]] | None = None) -> dict[str, tuple[int, ...]]:
    """Days of each pattern, ISO weekdays in order. A pattern that no rule-abiding days are left for gets those fixed beforehand.

    `meant` are the carers of each person as chosen for other days: days on which they can come are then better.
    """
    patterns = ground.problem.patterns
    sets = [choices(p, ground.problem.days) or [tuple(sorted(p.fixed))] for p in patterns]
    board = _Board(ground, sets, meant or {})
    dice = random.Random(seed)
    open_ones = [i for i, ways in enumerate(sets) if len(ways) > 1]
    chosen = board.first(dice)
    if open_ones:
        _anneal(board, chosen, open_ones, dice)
    return {p.id: sets[i][chosen[i]] for i, p in enumerate(patterns)}


def _anneal(board: _Board, chosen: list[int], open_ones: list[int], dice: random.Random) -> None:
    """Change one pattern's days at a time; the best state seen is put back at the end."""
    steps = MOVES * len(open_ones)
    cool = (COLD / HOT) ** (1 / steps)
    heat, now, low, best = HOT, 0.0, 0.0, list(chosen)
    for _ in range(steps):
        i = open_ones[dice.randrange(len(open_ones))]
        way = dice.randrange(len(board.sets[i]) - 1)
        way += way >= chosen[i]
        change = board.change(i, chosen, way)
        if change <= 0 or dice.random() < math.exp(-change / heat):
            board.move(i, chosen, way)
            now += change
            if now < low - 1e-6:
                low, best = now, list(chosen)
        heat *= cool
    chosen[:] = best


class _Board:
    """What is to be done on each day, kept up to date as patterns change theirs."""

    def __init__(self, ground: Ground, sets: list[list[tuple[int, ...]]], meant: dict[str, tuple[str, ...]]) -> None:
        self.sets, self.weights, self.near = sets, ground.problem.weights, ground.near
        self.rows, self.room = _rows(ground)
        self.load = [[0.0] * 8 for _ in self.room]
        pace = min((seconds for seconds, _ in ground.pace), default=1.0)
        self.close = [[(j, metres * pace * self.weights.near) for j, metres in row] for row in ground.near]
        self.price = [[_price(ground, p, days) for days in ways] for p, ways in zip(ground.problem.patterns, sets, strict=True)]
        for i, p in enumerate(ground.problem.patterns if meant else ()):
            alone = _left(ground, i, meant.get(p.person, ()))
            self.price[i] = [price + sum(alone[d] for d in days) for price, days in zip(self.price[i], sets[i], strict=True)]
        self.on = [frozenset()] * len(sets)

    def first(self, dice: random.Random) -> list[int]:
        """The longest patterns first, each to the days that cost least so far."""
        order = sorted(range(len(self.sets)), key=lambda i: (-sum(w for _, w in self.rows[i]), i))
        chosen = [-1] * len(self.sets)
        for i in order:
            ways = list(range(len(self.sets[i])))
            dice.shuffle(ways)
            self.move(i, chosen, min(ways, key=lambda way: self.change(i, chosen, way)))
        return chosen

    def change(self, i: int, chosen: list[int], way: int) -> float:
        """What the cost rises by if pattern i falls on the days of `way` instead."""
        old, new = self.on[i], self.sets[i][way]
        gone, come = [d for d in old if d not in new], [d for d in new if d not in old]
        total = self.price[i][way] - (self.price[i][chosen[i]] if chosen[i] >= 0 else 0.0)
        for r, w in self.rows[i]:
            load, room = self.load[r], self.room[r]
            for d in gone:
                total += self.weights.evenness * w * (w - 2 * load[d]) / room[d]
            for d in come:
                total += self.weights.evenness * w * (w + 2 * load[d]) / room[d]
        for j, saved in self.close[i]:
            theirs = self.on[j]
            total += saved * (sum(d in theirs for d in gone) - sum(d in theirs for d in come))
        return total

    def move(self, i: int, chosen: list[int], way: int) -> None:
        """Pattern i falls on the days of `way` from now on."""
        for r, w in self.rows[i]:
            for d in self.on[i]:
                self.load[r][d] -= w
            for d in self.sets[i][way]:
                self.load[r][d] += w
        self.on[i], chosen[i] = frozenset(self.sets[i][way]), way


def _rows(ground: Ground) -> tuple[list[list[tuple[int, float]]], list[list[float]]]:
    """Each pattern's share of the work of every group of carers that holds all who may do it; and the hours of each group.

    A group that many may join counts what few may do as well: their hours are spent on it (Hall's condition).
    """
    carers, patterns = ground.problem.carers, ground.problem.patterns
    sides = [[(_part(p, n), ground.able(p, n)) for n in range(len(p.visit.needs))] for p in patterns]
    groups = sorted({group for own in sides for _, group in own}, key=lambda g: (len(g), sorted(g)))[:60]
    keys = [(part, group) for part in range(len(PARTS)) for group in groups]
    room = [
        [1.0, *(max(600.0, float(sum(hours(_cut(s, PARTS[part])) for k in group for s in [carers[k].shifts[d - 1]]))) for d in WEEK)]
        for part, group in keys
    ]  # fmt: skip
    rows = []
    for p, own in zip(patterns, sides, strict=True):
        work: dict[int, float] = {}
        for when, group in own:
            for r, (part, whole) in enumerate(keys):
                if group <= whole and part in (0, when):
                    work[r] = work.get(r, 0.0) + p.visit.duration + ground.hop
        rows.append(sorted(work.items()))
    return rows, room


def _part(pattern: Pattern, side: int) -> int:
    """1: must begin in the morning, 2: in the afternoon, 0: whenever."""
    windows = pattern.visit.windows
    return 1 if windows[-1].end <= NOON else 2 if windows[0].start >= NOON else 0


def _cut(shifts, part: tuple[int, int]):
    return [type(w)(max(w.start, part[0]), min(w.end, part[1])) for w in shifts if w.start < part[1] and w.end > part[0]]


def _price(ground: Ground, pattern: Pattern, days: tuple[int, ...]) -> float:
    """What a set of days costs by itself: unevenness, unusual days, and days on which nobody who knows the person is on duty."""
    weights, visit = ground.problem.weights, pattern.visit
    strange = 0.0
    known = [c for c in ground.problem.carers if c.id in visit.known]
    for d in days if known else ():
        strange += min([visit.known[c.id] for c in known if c.shifts[d - 1]], default=max(visit.stranger, weights.second))
    unusual = weights.usual * len(set(days) - set(pattern.usual)) if pattern.usual else 0.0
    return weights.regular * unevenness(days) + weights.day.continuity * strange + unusual


def _left(ground: Ground, i: int, few: tuple[str, ...]) -> list[float]:
    """By weekday: what a visit of pattern i costs that none of the few carers of its person can give, or only the second."""
    numbers = [k for k, c in enumerate(ground.problem.carers) if c.id in few]
    weights, pattern, found = ground.problem.weights, ground.problem.patterns[i], [0.0] * 8
    for d in WEEK if numbers else ():
        sides = range(len(pattern.visit.needs))
        found[d] = weights.third * SCATTERED * sum(not any(can_give(ground, k, i, n, d) for k in numbers) for n in sides)
    return found
