"""The plan under search: every round with its earliest and latest times, mended after each change.

`start[i]` is the earliest start of item i, `latest[i]` the latest at which everything after it, in the rounds
of *both* its carers, still keeps its window. So whether an item fits between two others is one comparison.

The global order of `decode` is here the order of starts: rounds only ever join at double visits, and a double
visit is put only where its neighbours' starts leave the order free of circles (`spots`).
"""

from __future__ import annotations

from collections.abc import Iterable

from .cost import fairness_of
from .decode import Step, one_order
from .facts import Facts, clip, first_fit


class Board:
    """Rounds as lists of item numbers, one for each carer, and the times of every item."""

    def __init__(self, facts: Facts) -> None:
        self.f = facts
        items, carers = len(facts.site), len(facts.home)
        self.route: list[list[int]] = [[] for _ in range(carers)]
        self.who: list[tuple[int, ...]] = [()] * items
        self.start = [0] * items
        self.latest = [0] * items
        self.place = list(facts.site)
        self._arrive: dict[tuple[int, int], int] = {}
        self._limit: dict[tuple[int, int], int] = {}
        self.cost = [0.0] * carers
        self.work = [0] * carers  # seconds of ways and visits
        self.load = [0] * carers
        self.out = set(range(facts.n))
        self._kept: dict[int, tuple] | None = None
        self._moved: dict[int, tuple[int, ...]] = {}

    # -- changing ---------------------------------------------------------------------------------

    def stand(self, routes: list[list[tuple[int, tuple[int, ...]]]]) -> None:
        """Fill an empty board with rounds as they stand: for each carer (item, its carers) in order."""
        for c, route in enumerate(routes):
            self.route[c] = [item for item, _ in route]
            for item, who in route:
                self.who[item] = who
                if item < self.f.n:
                    self.out.discard(item)
                    self.load[c] += 1
        self.settle(range(len(routes)))

    def put(self, item: int, spots: tuple[tuple[int, int], ...]) -> set[int]:
        """Put an item in: (carer, position) for each of its needs, in their order. Returns the carers whose times it touched."""
        self._moved.setdefault(item, self.who[item])
        who = tuple(c for c, _ in spots)
        self.who[item] = who
        for c, p in spots:
            self._keep(c)
            self.route[c].insert(p, item)
        if item < self.f.n:
            self.out.discard(item)
            for c in who:
                self.load[c] += 1
        return self.settle(who)

    def take(self, item: int) -> set[int]:
        """Take an item out of all rounds it is in. Returns the carers whose times it touched."""
        who = self.who[item]
        self._moved.setdefault(item, who)
        for c in who:
            self._keep(c)
            self.route[c].remove(item)
        self.who[item] = ()
        if item < self.f.n:
            self.out.add(item)
            for c in who:
                self.load[c] -= 1
        return self.settle(who)

    def reorder(self, c: int, route: list[int]) -> None:
        """Put one round in another order, of the same items."""
        self._keep(c)
        self.route[c] = route
        self.settle((c,))

    def fits(self) -> bool:
        """Does every item of the rounds that the trial has touched keep its hours?"""
        return all(self.start[i] <= self.latest[i] for c in self._kept or () for i in self.route[c])

    def arrival(self, item: int, c: int) -> int:
        """When this carer of a double visit is there, as the first carer's start; 0 for a single visit."""
        return self._arrive.get((item, c), 0)

    def total(self) -> float:
        """Cost of the whole board."""
        total = sum(self.cost) + sum(self.f.missing[i] for i in self.out)
        weight = self.f.problem.weights.fairness
        return total + weight * fairness_of(self.f.shares, self.work) if weight else total

    # -- trying -----------------------------------------------------------------------------------

    def begin(self) -> None:
        """From here on remember what is changed, for `undo`."""
        self._kept, self._moved = {}, {}

    def undo(self) -> set[int]:
        """Take back everything since `begin`. Returns the carers whose rounds that touched."""
        for item, who in self._moved.items():
            self.who[item] = who
            if item < self.f.n:
                (self.out.discard if who else self.out.add)(item)
        # Last kept first: a round kept late may hold times that the trial had already changed through a double visit.
        for c, (route, cost, work, load, times) in reversed((self._kept or {}).items()):
            self.route[c], self.cost[c], self.work[c], self.load[c] = route, cost, work, load
            for i, start, latest, place, arrive, limit in times:
                self.start[i], self.latest[i], self.place[i] = start, latest, place
                if arrive is not None:
                    self._arrive[i, c], self._limit[i, c] = arrive, limit
        touched, self._kept = set(self._kept or ()), None
        return touched

    def _keep(self, c: int) -> None:
        if self._kept is None or c in self._kept:
            return
        start, latest, place, arrive, limit = self.start, self.latest, self.place, self._arrive, self._limit
        times = [
            (i, start[i], latest[i], place[i], arrive.get((i, c)), limit.get((i, c))) for i in self.route[c]
        ]
        self._kept[c] = (self.route[c][:], self.cost[c], self.work[c], self.load[c], times)

    # -- times ------------------------------------------------------------------------------------

    def settle(self, carers: Iterable[int]) -> set[int]:
        """Mend times after a change in these carers' rounds, and in whichever rounds their double visits touch: those."""
        touched = set(carers)
        todo = list(carers)
        while todo:
            self._forward(todo.pop(), todo, touched)
        todo = list(touched)
        late = set(touched)
        while todo:
            late.add(todo[-1])
            self._backward(todo.pop(), todo)
        return late

    def _forward(self, c: int, todo: list[int], touched: set[int]) -> None:
        """Earliest starts along one round, and its cost."""
        self._keep(c)
        touched.add(c)
        f = self.f
        site, windows, duration, lag, price = f.site, f.windows, f.duration, f.lag, f.price
        start, place = self.start, self.place
        legs, at, free = f.legs[c], f.home[c], f.opens[c]
        way, extra = 0, 0.0
        for i in self.route[c]:
            here = site[i]
            if here < 0:
                place[i], arrive = at, free
            else:
                leg = legs[at][here]
                arrive = free + leg
                way += leg
                at = here
            who = self.who[i]
            if len(who) == 2:
                begin = self._together(i, c, arrive, todo)
                free = begin + duration[i] + (lag[i] if who[1] == c else 0)
            else:
                span = windows[i]
                begin = first_fit(span, arrive) if len(span) > 1 else (arrive if arrive > span[0][0] else span[0][0])
                free = begin + duration[i]
            start[i] = begin
            extra += price[i][c]
        if f.back[c] >= 0:
            leg = legs[at][f.back[c]]
            way += leg
            free += leg
        if not self.load[c]:
            self.cost[c], self.work[c] = 0.0, 0
            return
        self.work[c] = way + sum(duration[i] for i in self.route[c] if i < f.n)
        self.cost[c] = f.problem.weights.travel * way + extra + (self._soft(c, free) if f.soft else 0.0)

    def _together(self, i: int, c: int, arrive: int, todo: list[int]) -> int:
        """Start of a double visit's first carer, once both arrivals are known; wakes the partner if it moved."""
        first, second = self.who[i]
        lag = self.f.lag[i]
        self._arrive[i, c] = arrive - (lag if c == second else 0)
        partner = second if c == first else first
        begin = first_fit(self.f.windows[i], max(self._arrive[i, c], self._arrive.get((i, partner), 0)))
        if begin != self.start[i] and partner not in todo:
            todo.append(partner)
        return begin

    def _backward(self, c: int, todo: list[int]) -> None:
        """Latest starts along one round."""
        f = self.f
        windows, duration, lag = f.windows, f.duration, f.lag
        latest, place, legs = self.latest, self.place, f.legs[c]
        limit, nxt = f.closes[c], f.back[c]
        for i in reversed(self.route[c]):
            here = place[i]
            last = limit - duration[i] - (legs[here][nxt] if nxt >= 0 else 0)
            who = self.who[i]
            shift = 0
            if len(who) == 2:
                partner = who[1] if who[0] == c else who[0]
                shift = lag[i] if who[1] == c else 0
                last -= shift
                self._limit[i, c] = last
                last = clip(windows[i], min(last, self._limit.get((i, partner), last)))
                if last != latest[i] and partner not in todo:
                    self._keep(partner)
                    todo.append(partner)
            elif len(windows[i]) == 1:
                end = windows[i][0][1]
                last = last if last < end else end
            else:
                last = clip(windows[i], last)
            latest[i] = last
            limit, nxt = last + shift, here

    def _soft(self, c: int, home: int) -> float:
        """Waiting, lateness and overtime of a round, weighted: the same sums as `cost.py`."""
        f, w = self.f, self.f.problem.weights
        route = self.route[c]
        inside = [k for k, i in enumerate(route) if i < f.n]
        late = wait = 0
        for i in route:
            if i < f.n:
                begin = self.start[i] + (f.lag[i] if self.who[i][-1] == c and len(self.who[i]) == 2 else 0)
                late += max(0, begin - f.close[i])
        for k in range(inside[0] + 1, inside[-1] + 1) if w.waiting else ():
            a, b = route[k - 1], route[k]
            if "pause" not in (f.steps[a].kind, f.steps[b].kind):
                wait += self.begin_of(b, c) - self.begin_of(a, c) - f.duration[a] - f.legs[c][self.place[a]][self.place[b]]
        return w.late * late + w.waiting * wait + w.overtime * max(0, home - f.shut[c])

    def begin_of(self, item: int, c: int) -> int:
        """Start of this carer's part of an item."""
        who = self.who[item]
        return self.start[item] + (self.f.lag[item] if len(who) == 2 and who[1] == c else 0)

    # -- out --------------------------------------------------------------------------------------

    def order(self) -> list[Step]:
        """The global order of steps, for `decode`; carers without a visit are left out."""
        ids = [c.id for c in self.f.problem.carers]
        steps = self.f.steps
        walks = {
            ids[c]: [Step(steps[i].kind, steps[i].ref, tuple(ids[k] for k in self.who[i])) for i in route]
            for c, route in enumerate(self.route) if self.load[c]
        }
        return one_order(walks)
