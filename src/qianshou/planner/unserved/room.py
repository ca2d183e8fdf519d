"""Where there is room for a visit that nobody serves: every place of every round, and by how little each misses.

For each carer, each place of her lunch among her visits and each place of the new visit there is an earliest arrival
and a latest start that all which follows allows. If a start between them lies in a window there is room. If not, one
rule gives way at a time, by the fewest seconds (`Fit.by`):

===============  =====================================================================
free             nothing: she has room
window_later     the visit's window closes so many seconds later
window_earlier   … opens so many seconds earlier
shift_later      she is home so many seconds after her last shift (and her overtime)
shift_earlier    her first shift begins so many seconds earlier
break_later      her break begins so many seconds after its window
break_earlier    … before it
===============  =====================================================================

The visits keep their order and their carers; `moving` moves one. Seconds and item numbers as in `facts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from ..board import Board
from ..facts import Facts, clip
from ..fitness import obstacles
from ..plan import Plan
from ..problem import FOREVER, Carer, Problem
from ..spots import rank_bounds
from .gaps import Fit, Gap, beside, gaps_of, layouts_of, reach, room_in
from .laid import board_on


class Room:
    """A plan laid out again, and the visits asked about tried in it. `extras` are carers of whom nothing is asked here."""

    def __init__(self, problem: Problem, plan: Plan, visits: Iterable[str], extras: tuple[Carer, ...] = ()) -> None:
        self.problem = problem
        self.facts = Facts(replace(problem, carers=(*problem.carers, *extras)) if extras else problem)
        self.board: Board = board_on(self.facts, plan)
        # As the rules are, whatever gives way for a while on the board.
        self.opens, self.closes, self.windows = self.facts.opens[:], self.facts.closes[:], self.facts.windows[:]
        numbers = {v.id: i for i, v in enumerate(problem.visits)}
        self.items = [numbers[v] for v in visits]
        self.sides = [(i, side) for i in self.items for side in range(len(problem.visits[i].needs))]
        # (item, side) -> carer -> codes of standing reasons; (item, side, carer) -> kind -> best Fit
        self.standing = {(i, side): self.standing_of(i, side) for i, side in self.sides}
        self.fits: dict[tuple[int, int, int], dict[str, Fit]] = {}
        for c, carer in enumerate(problem.carers):
            if carer.shifts:
                self._look(c)

    def full(self, c: int) -> bool:
        """Has she as many visits as she may?"""
        return self.board.load[c] >= self.facts.most[c]

    def standing_of(self, item: int, side: int = 0) -> list[list[str]]:
        """Codes of the standing reasons of each carer against one need of a visit."""
        visit = self.problem.visits[item]
        found = []
        for carer in self.problem.carers:
            codes = obstacles(visit, visit.needs[side], carer)
            if len(visit.pinned) > side and visit.pinned[side] != carer.id and "pinned" not in codes:
                codes.append("pinned")
            found.append(codes)
        return found

    # -- looking ----------------------------------------------------------------------------------

    def _look(self, c: int) -> None:
        """Try every visit in one round: as it is, then with one rule giving way for those that fit her and found no room."""
        board, sides = self.board, self.sides
        layouts = list(layouts_of(board.route[c], self.facts.n))
        for route in layouts:
            board.begin()
            board.reorder(c, route)
            if board.fits():
                self._note(c, "window", sides)
            board.undo()
        short = [
            (i, side) for i, side in sides
            if "free" not in self.fits.get((i, side, c), ()) and not self.standing[i, side][c]
        ]
        for kind in ("shift_later", "shift_earlier", "break_later", "break_earlier") if short else ():
            if kind.startswith("break") and not self._breaks(c):
                continue
            for route in layouts:
                board.begin()
                with self.given_way(kind, c, FOREVER):
                    board.reorder(c, route)
                    if board.fits():
                        self._note(c, kind, short)
                board.undo()

    def _note(self, c: int, kind: str, sides: list[tuple[int, int]]) -> None:
        """Keep the best place for each visit, on the board as it now lies."""
        f, board = self.facts, self.board
        gaps = gaps_of(board, c)
        legs, route = f.legs[c], tuple(board.route[c])
        for item, side in sides:
            here, stay, spans = f.site[item], f.duration[item], f.windows[item]
            lag = f.lag[item] if side else 0
            opens, ends = spans[0][0], spans[-1][1]
            known = self.fits.setdefault((item, side, c), {})
            low, high = rank_bounds(board, item, board.route[c])
            for g in gaps:
                early, late, out = reach(g, legs, here, stay, lag)
                if early > late or not low <= g.position <= high:
                    continue
                span = room_in(spans, early, late) if late >= opens and early <= ends else -1
                if span >= 0:
                    start = max(early, spans[span][0])
                    self._better(known, Fit("free", 0, out, c, side, route, g.position, start, span) if kind == "window"
                                 else self._missing(kind, c, item, side, g, gaps, start, clip(spans, late), out, route, span))
                elif kind == "window" and "free" not in known:
                    for fit in beside(spans, early, late, c, side, g.position, out, route):
                        self._better(known, fit)

    def _better(self, known: dict[str, Fit], fit: Fit | None) -> None:
        if fit is None:
            return
        old = known.get(fit.kind)
        if old is None or (fit.by, fit.way) < (old.by, old.way):
            known[fit.kind] = fit

    def _missing(self, kind, c, item, side, gap: Gap, gaps, start: int, last: int, way: int, route, span: int) -> Fit | None:
        """By how much the rule that has given way altogether must really give way here."""
        if kind.endswith("later"):
            home, rests = self._ahead(c, gap, item, side, start)
            by = home - self.closes[c] if kind == "shift_later" else max((t - self.windows[r][0][1] for r, t in rests), default=0)
        else:
            leave, rests = self._behind(c, gap, gaps, item, side, last)
            if leave is None:
                return None
            by = self.opens[c] - leave if kind == "shift_earlier" else max((self.windows[r][0][0] - t for r, t in rests), default=0)
        waived = kind.split("_")[0] in self.problem.visits[item].waived
        return Fit("free" if waived or by <= 0 else kind, max(0, by), way, c, side, route, gap.position, start, span)

    def _ahead(self, c: int, gap: Gap, item: int, side: int, start: int) -> tuple[int, list[tuple[int, int]]]:
        """With the visit at `start`: when she is home, and when each break begins. Partners keep their arrivals."""
        f, board, legs = self.facts, self.board, self.facts.legs[c]
        at, free = f.site[item], start + f.duration[item] + (f.lag[item] if side else 0)
        route = board.route[c]
        rests = [(i, board.start[i]) for i in route[:gap.position] if self._is_break(i)]
        for i in route[gap.position:]:
            here = f.site[i] if f.site[i] >= 0 else at
            arrive, who = free + legs[at][here], board.who[i]
            lag = f.lag[i] if len(who) == 2 and who[1] == c else 0
            if len(who) == 2:
                arrive = max(arrive - lag, board.arrival(i, who[1] if who[0] == c else who[0]))
            begin = next((max(arrive, o) for o, e in f.windows[i] if arrive <= e), arrive)
            if self._is_break(i):
                rests.append((i, begin))
            at, free = here, begin + lag + f.duration[i]
        return free + (legs[at][f.back[c]] if f.back[c] >= 0 else 0), rests

    def _behind(self, c: int, gap: Gap, gaps: list[Gap], item: int, side: int, start: int):
        """To be at the visit by `start`: when she must leave at the latest, and when each break before it begins."""
        f, board, legs = self.facts, self.board, self.facts.legs[c]
        need = start + (f.lag[item] if side else 0) - legs[gap.at][f.site[item]]
        rests = []
        for k in range(gap.position - 1, -1, -1):
            i = board.route[c][k]
            who = board.who[i]
            lag = f.lag[i] if len(who) == 2 and who[1] == c else 0
            spans = f.windows[i]
            begin = clip(spans, need - f.duration[i] - lag)
            partner = board.arrival(i, who[1] if who[0] == c else who[0]) if len(who) == 2 else 0
            if begin < spans[0][0] or partner > begin:
                return None, rests
            if self._is_break(i):
                rests.append((i, begin))
            need = begin + lag - (legs[gaps[k].at][f.site[i]] if f.site[i] >= 0 else 0)
        return need, rests

    # -- giving way -------------------------------------------------------------------------------

    def _is_break(self, item: int) -> bool:
        return item >= self.facts.n and self.facts.steps[item].kind == "break"

    def _breaks(self, c: int) -> list[int]:
        return [i for i in self.facts.rests[c] if self._is_break(i)]

    @contextmanager
    def given_way(self, kind: str, c: int, by: int, item: int = -1, span: int = 0) -> Iterator[None]:
        """Inside, one rule gives way by so many seconds for this carer (a window: of this item). Settle the board oneself."""
        f = self.facts
        opens, closes, most, kept = f.opens[c], f.closes[c], f.most[c], {}
        if kind == "shift_later":
            f.closes[c] = min(FOREVER, closes + by)
        elif kind == "shift_earlier":
            f.opens[c] = max(0, opens - by)
        elif kind == "load":
            f.most[c] = most + by
        elif kind.startswith("break"):
            for i in self._breaks(c):
                kept[i] = f.windows[i]
                ((o, e),) = kept[i]
                f.windows[i] = ((o, min(FOREVER, e + by)),) if kind == "break_later" else ((max(0, o - by), e),)
        elif kind.startswith("window"):
            kept[item] = f.windows[item]
            o, e = kept[item][span]
            moved = (o, e + by) if kind == "window_later" else (o - by, e)
            f.windows[item] = (*kept[item][:span], moved, *kept[item][span + 1:])
        try:
            yield
        finally:
            f.opens[c], f.closes[c], f.most[c] = opens, closes, most
            for i, spans in kept.items():
                f.windows[i] = spans
