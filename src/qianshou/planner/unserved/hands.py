"""One more carer: of which kind, from when to when, and how many of the visits left out she would serve.

Not guessed: a carer is put beside the plan as it stands, with the usual start, way of going and lunch of her tier, and
the visits are put into her round one by one (those for two carers with somebody who has room). Every span of whole
hours is tried; of those that serve most the shortest is kept and cut to the quarter hours she needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..problem import Carer, Problem, Visit, Window, owed_breaks
from ..spots import Spots, best_single, crosses, openings
from .laid import home_of
from .room import Room

HOUR, QUARTER = 3600, 900
LONGEST = 10 * HOUR  # of a span that is tried


@dataclass(frozen=True, slots=True)
class Hand:
    """A carer of this tier with these skills, at work from `start` to `end`, would serve these visits, `of` so many left out.

    `sex` is set where one of them wishes it. Visits stand in the order in which they were put in.
    """

    tier: str
    skills: tuple[str, ...]
    sex: str
    start: int
    end: int
    serves: tuple[str, ...]
    of: int


def newcomers(problem: Problem, visits: Iterable[str]) -> tuple[Carer, ...]:
    """A carer of each tier that the visits ask for, at work from the first shift of the day to the last."""
    wanted = set(visits)
    asked = [v for v in problem.visits if v.id in wanted]
    everyone = {c.tier for c in problem.carers}
    tiers = sorted({t for v in asked for need in v.needs for t in need.tiers or everyone})
    return tuple(_newcomer(problem, tier, asked) for tier in tiers) if any(c.shifts for c in problem.carers) else ()


def _newcomer(problem: Problem, tier: str, asked: list[Visit]) -> Carer:
    shifts = [s for c in problem.carers for s in c.shifts]
    day = Window(min(s.start for s in shifts), max(s.end for s in shifts))
    alike = [c for c in problem.carers if c.tier == tier and c.shifts] or [c for c in problem.carers if c.shifts]
    usual = lambda values: Counter(values).most_common(1)[0][0]
    needs = [need for v in asked for need in v.needs if not need.tiers or tier in need.tiers]
    wishes = Counter(v.sex for v in asked if v.sex)
    return Carer(
        id=f"+{tier}", start=usual(c.start for c in alike), end=usual(c.end for c in alike), shifts=(day,), tier=tier,
        skills=frozenset(s for need in needs for s in need.skills), mode=usual(c.mode for c in alike),
        breaks=usual(c.breaks for c in alike), sex=wishes.most_common(1)[0][0] if wishes else "",
    )  # fmt: skip


def newcomer(problem: Problem, hand: Hand) -> Carer:
    """The carer that a `Hand` speaks of, to be added to the problem."""
    return replace(_newcomer(problem, hand.tier, []), shifts=(Window(hand.start, hand.end),), skills=frozenset(hand.skills), sex=hand.sex)


def more_hands(room: Room) -> list[Hand]:
    """For each tier the carer who would serve most, those first who serve more in less time. The room must hold `newcomers`."""
    found = []
    for carer in room.facts.problem.carers[len(room.problem.carers):]:
        hand = _Newcomer(room, carer).best()
        if hand:
            found.append(hand)
    return sorted(found, key=lambda h: (-len(h.serves), h.end - h.start, h.tier))


class _Newcomer:
    """One more carer on the board, in any hours."""

    def __init__(self, room: Room, carer: Carer) -> None:
        self.room, self.carer, self.k = room, carer, room.facts.number[carer.id]
        f = room.facts
        mine = [i for i in room.items if any(self.k in side for side in f.allowed[i])]
        widths = {i: sum(e - o for o, e in f.windows[i]) for i in mine}
        self.orders = [sorted(mine, key=lambda i: (f.windows[i][-1][1], i)), sorted(mine, key=lambda i: (widths[i], i))]
        real = range(len(room.problem.carers))
        self.partners = {
            (i, side): [(c, spot) for c in f.allowed[i][side] if c in real and not room.full(c)
                        for spot in openings(room.board, i, c, f.lag[i] if side else 0)]
            for i in mine if len(f.allowed[i]) > 1 for side in (0, 1)
        }  # fmt: skip

    def best(self) -> Hand | None:
        """The shortest span of those that serve most; None if no span serves any."""
        day, tried = self.carer.shifts[0], []
        first, last = day.start // HOUR * HOUR, -(-day.end // HOUR) * HOUR
        for start in range(first, last, HOUR):
            for end in range(start + HOUR, min(last, start + LONGEST) + 1, HOUR):
                served, leave, home = self.served(start, end)
                tried.append((-len(served), end - start, start, end, leave, home))
        most, _, start, end, leave, home = min(tried, default=(0,) * 6)
        if not most:
            return None
        # Cut to the quarter hours she needs, if in these she serves as many: shorter hours may lead to another choice.
        span = leave // QUARTER * QUARTER, -(-home // QUARTER) * QUARTER
        again, _, _ = self.served(*span)
        if len(again) < -most:
            span = start, end
            again, _, _ = self.served(*span)
        visits = self.room.problem.visits
        mine = [need for i in again for need in visits[i].needs if not need.tiers or self.carer.tier in need.tiers]
        return Hand(
            self.carer.tier, tuple(sorted({s for need in mine for s in need.skills})),
            self.carer.sex if any(visits[i].sex for i in again) else "", *span, tuple(visits[i].id for i in again), len(self.room.items),
        )  # fmt: skip

    def served(self, start: int, end: int) -> tuple[list[int], int, int]:
        """Items she serves in these hours, when she leaves and when she is home."""
        tries = [self._fill(start, end, order) for order in self.orders]
        return max(tries, key=lambda t: (len(t[0]), -t[2]))

    def _fill(self, start: int, end: int, order: list[int]) -> tuple[list[int], int, int]:
        board, f, k = self.room.board, self.room.facts, self.k
        hours = f.opens[k], f.closes[k], f.shut[k]
        owed = owed_breaks(replace(self.carer, shifts=(Window(start, end),)))
        always = owed_breaks(self.carer)
        rests = [i for i, b in zip(f.rests[k], always, strict=True) if b in owed]
        board.begin()
        f.opens[k], f.closes[k], f.shut[k] = start, end, end
        board.reorder(k, rests)
        served, used = [], set()
        for i in order:
            spots = self._spots(i, used)
            if not spots:
                continue
            board.put(i, spots)
            if board.fits():
                served.append(i)
                used.update(c for c, _ in spots if c != k)
            else:
                board.take(i)
        leave = min((board.start[i] + (f.lag[i] if board.who[i][-1] == k and len(board.who[i]) == 2 else 0)
                     - f.legs[k][f.home[k]][f.site[i]] for i in board.route[k] if i < f.n), default=0)  # fmt: skip
        home = home_of(board, k) if served else 0
        board.undo()
        f.opens[k], f.closes[k], f.shut[k] = hours
        return served, max(start, leave), home

    def _spots(self, item: int, used: set[int]) -> Spots:
        """Where she would give this visit, and with whom; () if nowhere."""
        board, f, k = self.room.board, self.room.facts, self.k
        if len(f.allowed[item]) == 1:
            return best_single(board, item, (k,))[1]
        best, spots = float("inf"), ()
        for side in (0, 1):
            if k not in f.allowed[item][side]:
                continue
            for way, p, early, late in openings(board, item, k, f.lag[item] if side else 0):
                for c, (more, q, soon, last) in self.partners[item, 1 - side]:
                    begin = max(early, soon)
                    inside = any(max(begin, o) <= min(e, late, last) for o, e in f.windows[item])
                    if c in used or way + more >= best or not inside:
                        continue
                    pair = ((k, p), (c, q))
                    if not crosses(board, k, p, c, q):
                        best, spots = way + more, pair if side == 0 else pair[::-1]
        return spots
