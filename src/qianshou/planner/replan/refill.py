"""Putting visits into rounds that otherwise stay as they are: the visit with most to lose first, then again and again in other orders.

Of each visit only the cheapest place in each round is kept in mind, and only for the rounds that were touched since is it looked up
again: that makes a thousand attempts a second out of a few.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection

from ..spots import Spots, best_pair, best_single
from .standing import Standing

INF = float("inf")
MOST_TAKEN = 4  # visits taken out at once and put in afresh: more only shuffles


class Refill:
    """Fills `items` (numbers of visits) into the rounds of a board; `keeps` holds the carers of a visit that should stay with it."""

    def __init__(self, standing: Standing, items: Collection[int], keeps: dict[int, set[int]]) -> None:
        self.board, self.f = standing.board, standing.facts
        self.items, self._hers = set(items), set(items)
        self._sent = list(self.board.who)
        self.keeps = keeps
        self._known: dict[int, dict[int, tuple[float, Spots]]] = {}

    def fill(self, items: Collection[int], dice: random.Random | None = None) -> None:
        """Put in what fits: double visits first, then always the one whose second best place is dearest beside its best."""
        left = sorted(i for i in items if len(self.f.allowed[i]) > 1)
        for item in left:
            spots = self._pair(item)
            if spots:
                self.touched(self.board.put(item, spots))
        left = sorted(i for i in items if len(self.f.allowed[i]) == 1)
        while left:
            item, spots = self._next(left, dice)
            if not spots:
                return
            left.remove(item)
            self.touched(self.board.put(item, spots))

    def touched(self, carers: set[int]) -> None:
        """Forget what was known of these rounds."""
        for known in self._known.values():
            for c in carers:
                known.pop(c, None)

    def take(self, items: Collection[int]) -> None:
        """Take visits out again."""
        for item in items:
            self.touched(self.board.take(item))

    def spots(self, item: int) -> list[tuple[float, Spots]]:
        """The two cheapest rounds for a visit of one carer."""
        known = self._known.setdefault(item, {})
        one, two = (INF, ()), (INF, ())
        for c in self.f.allowed[item][0]:
            if c not in known:
                known[c] = best_single(self.board, item, (c,))
            if known[c][0] < two[0]:
                one, two = (known[c], one) if known[c][0] < one[0] else (one, known[c])
        return [one, two]

    def _next(self, left: list[int], dice: random.Random | None) -> tuple[int, Spots]:
        best, chosen = -1.0, (left[0], ())
        for item in left:
            (cost, spots), (second, _) = self.spots(item)
            if not spots:
                continue
            loss = min(second, self.f.missing[item]) - cost
            loss = loss * (0.5 + dice.random()) if dice else loss
            if loss > best or not chosen[1]:
                best, chosen = loss, (item, spots)
        return chosen

    def _pair(self, item: int) -> Spots:
        """Places for a visit of two, with whoever of the two is still there if that can be."""
        sides, stays = self.f.allowed[item], self.keeps.get(item, set())
        for side in range(2):
            mine = [c for c in sides[side] if c in stays]
            if mine:
                first, second = (mine, sides[1]) if side == 0 else (sides[0], mine)
                _, spots = best_pair(self.board, item, first, second)
                if spots:
                    return spots
        return best_pair(self.board, item, *sides)[1]

    def improve(self, late: Callable[[], bool], dice: random.Random, tries: int | None) -> int:
        """Take a few out, put them in afresh, keep what is cheaper; until `late` or so many tries. Returns the tries made."""
        board, done = self.board, 0
        now = board.total()
        while (tries is None or done < tries) and not late():
            done += 1
            here = sorted(i for i in self.items if board.who[i])
            if not here:
                break
            board.begin()
            self.take(dice.sample(here, min(len(here), dice.randint(1, MOST_TAKEN))))
            self.fill([i for i in self.items if not board.who[i]], dice)
            if board.total() < now - 1e-6:
                now = board.total()
            else:
                touched = board.undo()
                self.touched(touched)
        return done

    @property
    def unserved(self) -> list[int]:
        """Visits that found no place, the dearest first."""
        return sorted((i for i in self.items if not self.board.who[i]), key=lambda i: (-self.f.missing[i], i))

    def make_room(self, movable: Callable[[int], bool], most: int, late: Callable[[], bool], dice: random.Random) -> None:
        """For each visit that found no place: one other visit goes to somebody else, or two, if that makes room. At most `most` in all.

        What has changed hands once is in hand like hers: moving it again changes nobody else. What has come back is let go.
        """
        self.items = {i for i in self.items if i in self._hers or self.board.who[i] != self._sent[i]}
        for deeper in (False, True):
            for item in self.unserved:
                left = most - len(self.items - self._hers)
                if late():
                    return
                self.items.update(self._chain(item, movable, left, late, dice) if deeper else self._swap(item, movable, left, late))

    def _swap(self, item: int, movable: Callable[[int], bool], most: int, late: Callable[[], bool]) -> list[int]:
        """The cheapest way to serve `item` by giving one other visit to somebody else; that visit, nothing if there is none."""
        board = self.board
        best, chosen = board.total(), None
        for other, carer in self._in_the_way(item, movable, most) if most else ():
            if late():
                break
            board.begin()
            if self._ousting(item, other, carer) and board.total() < best:
                best, chosen = board.total(), (other, carer)
            board.undo()
        if chosen is None:
            return []
        board.begin()
        self._ousting(item, *chosen)
        self._known.clear()
        return [chosen[0]]

    def _chain(self, item: int, movable: Callable[[int], bool], most: int, late: Callable[[], bool], dice: random.Random) -> list[int]:
        """The first way found to serve `item` by one visit making room for it and another for that one; the two visits, or nothing."""
        board, before = self.board, self.board.total()
        ones = self._in_the_way(item, movable, most)
        dice.shuffle(ones)
        for one, carer in ones:
            board.begin()
            fits = self._into(item, one, carer)
            board.undo()
            left = most - (one not in self.items)
            for two, other in self._in_the_way(one, movable, left) if fits else ():
                if late():
                    return []
                if other == carer:
                    continue
                board.begin()
                self._into(item, one, carer)
                if self._ousting(one, two, other) and board.total() < before:
                    self._known.clear()
                    return [one, two]
                board.undo()
        return []

    def _in_the_way(self, item: int, movable: Callable[[int], bool], most: int) -> list[tuple[int, int]]:
        """Visits of one carer, with her, between whose neighbours `item` would have its hours; without `most` only those in hand."""
        able = {c for side in self.f.allowed[item] for c in side}
        found = []
        for other in range(self.f.n):
            who = self.board.who[other]
            if len(who) != 1 or who[0] not in able or other == item or len(self.f.allowed[other]) > 1:
                continue
            free = other in self.items or (most > 0 and movable(other))
            if free and self._gap(item, other, who[0]):
                found.append((other, who[0]))
        return found

    def _gap(self, item: int, other: int, carer: int) -> bool:
        """Would `item` have its hours between the neighbours of `other`? Asked first: it spares most attempts."""
        board, f = self.board, self.f
        route = board.route[carer]
        p = route.index(other)
        before = board.start[route[p - 1]] + f.duration[route[p - 1]] if p else f.opens[carer]
        after = board.latest[route[p + 1]] if p + 1 < len(route) else f.closes[carer]
        opens, closes = f.windows[item][0][0], f.windows[item][-1][1]
        return before <= closes and max(before, opens) + f.duration[item] <= after

    def _ousting(self, item: int, other: int, carer: int) -> bool:
        """Take `other` out, put `item` into that round, `other` where it is cheapest; False if either finds no place."""
        if not self._into(item, other, carer):
            return False
        _, spots = best_single(self.board, other, self.f.allowed[other][0])
        if spots:
            self.board.put(other, spots)
        return bool(spots)

    def _into(self, item: int, other: int, carer: int) -> bool:
        """Take `other` out and put `item` into that round; False if it does not fit even so."""
        board, sides = self.board, self.f.allowed[item]
        board.take(other)
        if len(sides) == 1:
            _, spots = best_single(board, item, (carer,))
        else:
            firsts = [best_pair(board, item, *(([carer], sides[1]) if k == 0 else (sides[0], [carer]))) for k in range(2) if carer in sides[k]]
            _, spots = min(firsts, default=(INF, ()))
        if spots:
            board.put(item, spots)
        return bool(spots)
