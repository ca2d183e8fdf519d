"""Why nobody serves a visit: for each carer, what stands in the way, as codes and parameters.

What no carer can change is said once, with no carer (""): `gap`, no window is long enough for two carers `least` seconds apart.

Standing reasons come from `fitness`, all of them: absent, tier, skill, refused, sex, pinned. If there are none, the
visit is tried at every place of her round, with her lunch before, between or after her visits (`room`):

========  =====================================================================================
load      she has her number of visits already (`most`); beside this, what her hours say
window    she could be there only so many seconds too late or too early (`by`), at `after`
break     only her lunch is in the way: it would be `by` seconds outside its window
shift     she would come home `by` seconds (also `over`) too late, or (`early`: 1) had to begin so much earlier
full      her round has no room: something she has already would be pushed out of its hours. `blocks` is the visit
          without which she could go, if there is one
partner   she could, but there is nobody to go with her at that hour
========  =====================================================================================

Of window, break and shift the one is named that is missed by the fewest seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..plan import Plan
from ..problem import Problem, too_narrow
from .gaps import WAYS_TO_GIVE, Fit, gaps_of, reach, room_in
from .laid import way_of
from .room import Room


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why one carer cannot give one visit; `carer` is "" for what holds whoever goes."""

    carer: str
    code: str
    params: dict[str, int | str] = field(default_factory=dict)


def explain(problem: Problem, plan: Plan, visit_id: str) -> list[Obstacle]:
    """One obstacle or more for each carer, in the order of the problem. Nothing of a carer who could go at once.

    For a visit of two carers each need is asked; a carer is fit if she fits either. Several visits of one day: `reasons`.
    """
    return reasons(Room(problem, plan, [visit_id]))[visit_id]


def reasons(room: Room, blocked: Blocked | None = None) -> dict[str, list[Obstacle]]:
    """The obstacles of every visit that was tried in the room, by visit."""
    blocked = blocked or Blocked(room)
    return {room.problem.visits[i].id: list(_of_visit(room, i, blocked)) for i in room.items}


def _of_visit(room: Room, item: int, blocked: Blocked) -> Iterable[Obstacle]:
    visit = room.problem.visits[item]
    if too_narrow(visit):
        yield Obstacle("", "gap", {"least": visit.gap[0]})
    for c, carer in enumerate(room.problem.carers):
        sides = [side for side in range(len(visit.needs)) if not room.standing[item, side][c]]
        if not sides:
            codes = min((room.standing[item, side][c] for side in range(len(visit.needs))), key=len)
            yield from (Obstacle(carer.id, code) for code in codes if code != "gap")
            continue
        load = room.full(c) and "load" not in visit.waived
        if load:
            yield Obstacle(carer.id, "load", {"most": carer.most_visits or 0})
        known = [fit for side in sides for fit in room.fits.get((item, side, c), {}).values()]
        if any(fit.kind == "free" for fit in known):
            if len(visit.needs) > 1 and not load:
                yield Obstacle(carer.id, "partner")
            continue
        yield _hours(carer.id, known) or blocked.by(item, sides, c)


def _hours(carer: str, known: list[Fit]) -> Obstacle | None:
    """What the clock says: the rule that is missed by least; None where no single one would do."""
    if not known:
        return None
    best = min(known, key=lambda fit: (fit.by, WAYS_TO_GIVE.index(fit.kind)))
    code, side = best.kind.split("_")
    if code == "window":
        return Obstacle(carer, code, {"after": best.start, "by": best.by})
    if code == "break":
        return Obstacle(carer, code, {"by": best.by})
    return Obstacle(carer, code, {"over": best.by, "by": best.by} if side == "later" else {"by": best.by, "early": 1})


class Blocked:
    """Which visit of a round stands in the way: without it there would be room. Found once for each stop, when first asked."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.elsewhere: dict[int, tuple] = {}  # where each visit could go instead; filled by `moving`
        self._without: dict[int, list[tuple[int, list, int]]] = {}
        self._instead: dict[tuple[int, int, int], list[tuple[int, int, int]]] = {}

    def by(self, item: int, sides: list[int], c: int) -> Obstacle:
        """A full round, with the visit that costs least to be rid of."""
        carer, visits = self.room.problem.carers[c].id, self.room.problem.visits
        found = min((t for side in sides for t in self.instead(item, side, c)), default=None)
        return Obstacle(carer, "full", {"blocks": visits[found[1]].id} if found else {})

    def instead(self, item: int, side: int, c: int) -> list[tuple[int, int, int]]:
        """(way added in all, the visit that would go, place in the round without it) of each visit of hers that makes room."""
        if (item, side, c) in self._instead:
            return self._instead[item, side, c]
        f = self.room.facts
        here, spans, stay = f.site[item], f.windows[item], f.duration[item]
        lag, found = f.lag[item] if side else 0, []
        for gone, gaps, saved in self._rounds_without(c):
            best = None
            for g in gaps:
                early, late, way = reach(g, f.legs[c], here, stay, lag)
                if early <= late and room_in(spans, early, late) >= 0 and (best is None or way < best[0] + saved):
                    best = (way - saved, gone, g.position)
            if best:
                found.append(best)
        self._instead[item, side, c] = found
        return found

    def _rounds_without(self, c: int) -> list[tuple[int, list, int]]:
        """For each visit of hers alone that has not begun: the places of her round without it, and the way that saves."""
        if c not in self._without:
            board, visits = self.room.board, self.room.problem.visits
            found = self._without[c] = []
            for gone in [i for i in board.route[c] if i < board.f.n and len(board.who[i]) == 1]:
                if visits[gone].pinned_start is None:
                    board.begin()
                    before = way_of(board, c)
                    board.take(gone)
                    if board.fits():
                        found.append((gone, gaps_of(board, c), before - way_of(board, c)))
                    board.undo()
        return self._without[c]
