"""What would mend it: for each visit that nobody serves, the rules that would have to give way by least, cheapest first.

=======  ==========================================================================================
give     nothing gives way: she could go as things are
window   the visit's window opens earlier or closes later (`side`) by `by` seconds; `window`: which one of several
shift    she begins earlier, or is home later than her last shift (and overtime), by `by`
break    her break begins `by` seconds before or after its window
load     one visit more than her limit (`most`)
waive    `rules` are set aside for this visit: tier, skill, sex, refused, perhaps pinned
pinned   the visit's own pin is released
move     `other`, a visit of hers, goes to `to` instead; `released`: it was pinned to her
=======  ==========================================================================================

`carers` are those who then serve the visit, in the order of its needs; `start` is when. `cost` is in seconds: what the
rule gives way, the way added, and what sending her costs (`fitness.price`: a stranger, another dialect); rules that
have no seconds have a price of ours (`PRICES`), good for nothing but ranking. Only one kind of rule gives way in a
mend. Each has been tried on the laid-out plan, with every other carer's hours kept; none is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ..problem import Carer, Problem, Visit, Window, owed_breaks
from ..spots import best_pair
from .explain import Blocked
from .gaps import Fit
from .laid import way_of
from .moving import moves
from .room import Room

# Beyond this nobody calls it a mend: seconds.
FARTHEST = {"window": 7200, "shift": 5400, "break": 3600}
PRICES = {"load": 1800, "pinned": 1800, "sex": 7200, "tier": 7200, "skill": 14_400, "refused": 28_800}
EACH, IN_ALL = 3, 8  # mends of one code, mends of one visit
TRIES = 12  # of one code for one visit; what is left untried would cost more
WIDER = (0, 900, 1800, 3600)  # added in turn where two carers must find an hour together


@dataclass(frozen=True, slots=True)
class Mend:
    """One way to have a visit served. See the module for codes."""

    visit: str
    code: str
    carers: tuple[str, ...]
    cost: int
    start: int
    params: dict[str, int | str | list[str]] = field(default_factory=dict)


def mends(room: Room, blocked: Blocked | None = None) -> dict[str, list[Mend]]:
    """For every visit tried in the room its mends, cheapest first; an empty list where one rule alone mends nothing."""
    blocked = blocked or Blocked(room)
    found = {}
    for item in room.items:
        visit = room.problem.visits[item]
        here = [m for code in _CODES for m in _proven(room, visit, item, code)]
        if len(visit.needs) == 1 and not any(m.code == "give" for m in here):
            here += [
                Mend(visit.id, "move", (carer,), cost + PRICES["pinned"] * params.get("released", 0), start, params)
                for carer, cost, start, params in moves(room, blocked, item, EACH)
            ]
        found[visit.id] = sorted(here, key=lambda m: (m.cost, m.code, m.carers))[:IN_ALL]
    return found


_CODES = ("give", "window", "shift", "break", "load", "waive")


def _proven(room: Room, visit: Visit, item: int, code: str) -> list[Mend]:
    """The cheapest mends of one code that hold on the board."""
    found, named = [], set()
    for fit, rules in sorted(_candidates(room, visit, item, code), key=lambda f: (_guess(room, item, *f), f[0].carer))[:TRIES]:
        if (fit.carer, fit.kind) in named:
            continue
        made = _tried(room, visit, item, code, fit, rules)
        if made:
            found.append(made)
            named.add((fit.carer, fit.kind))
        if len(found) == EACH:
            break
    return found


def _candidates(room: Room, visit: Visit, item: int, code: str) -> Iterator[tuple[Fit, list[str]]]:
    """Places that would do if this one rule gave way."""
    for side in range(len(visit.needs)):
        for c, carer in enumerate(room.problem.carers):
            known = room.fits.get((item, side, c), {})
            rules = room.standing[item, side][c]
            full = room.full(c) and "load" not in visit.waived
            free = known.get("free")
            wanted = "waive" if rules else "load" if full else "give" if free else code
            if wanted != code or {"absent", "gap"} & set(rules) or (rules and full):
                continue
            if code in ("waive", "load", "give"):
                if free:
                    yield free, rules
            elif not (code == "window" and visit.pinned_start is not None):
                for fit in known.values():
                    kind = fit.kind.split("_")[0]
                    if kind == code and fit.by <= FARTHEST[kind] and _keeps_breaks(carer, fit.kind, fit.by):
                        yield fit, []


def _guess(room: Room, item: int, fit: Fit, rules: list[str]) -> float:
    price, weight = room.facts.price[item][fit.carer], room.facts.problem.weights.travel
    return fit.by + fit.way * weight + price + sum(PRICES[r] for r in rules)


def _tried(room: Room, visit: Visit, item: int, code: str, fit: Fit, rules: list[str]) -> Mend | None:
    """Put the visit in with the rule given way, and see whether everything else holds."""
    for wider in WIDER if len(visit.needs) > 1 and fit.by else (0,):
        by = fit.by + wider
        if code in FARTHEST and (by > FARTHEST[code] or not _keeps_breaks(room.problem.carers[fit.carer], fit.kind, by)):
            return None
        done = _put(room, visit, item, "load" if code == "load" else fit.kind, fit, max(by, int(code == "load")))
        if done:
            way, start, who = done
            break
    else:
        return None
    f, ids = room.facts, [room.problem.carers[c].id for c in who]
    price = sum(f.price[item][c] for c in who)
    rule = PRICES["load"] if code == "load" else sum(PRICES[r] for r in rules)
    params: dict[str, int | str | list[str]] = {}
    if code in FARTHEST:
        params = {"by": by, "side": fit.kind.split("_")[1], **({"window": fit.span} if code == "window" else {})}
    elif code == "load":
        params = {"most": room.problem.carers[fit.carer].most_visits or 0}
    elif code == "waive":
        params = {"rules": rules}
    if code != "give":
        params["carer"] = room.problem.carers[fit.carer].id
    return Mend(visit.id, "pinned" if rules == ["pinned"] else code, tuple(ids), round(by + way * f.problem.weights.travel + price + rule), start,
                params)  # fmt: skip


def _put(room: Room, visit: Visit, item: int, kind: str, fit: Fit, by: int) -> tuple[int, int, tuple[int, ...]] | None:
    """(way added, start, carers) of the visit put in where it fits; None if something else would break."""
    board, f, c = room.board, room.facts, fit.carer
    before = [way_of(board, k) for k in range(len(room.problem.carers))] if len(visit.needs) > 1 else {c: way_of(board, c)}
    board.begin()
    with room.given_way(kind, c, by, item, fit.span):
        board.reorder(c, list(fit.route))
        spots = ((c, fit.position),)
        if len(visit.needs) > 1:
            others = [k for k in f.allowed[item][1 - fit.side] if k != c and k < len(room.problem.carers)]
            _, spots = best_pair(board, item, *(([c], others) if fit.side == 0 else (others, [c])))
        if spots:
            board.put(item, spots)
        good = bool(spots) and board.fits()
        start, who = board.start[item], tuple(k for k, _ in spots)
        way = sum(way_of(board, k) - before[k] for k in who)
    board.undo()
    return (way, start, who) if good else None


def _keeps_breaks(carer: Carer, kind: str, by: int) -> bool:
    """A mend must not mend by making lunch fall away, or by making one fall due."""
    return len(owed_breaks(_given(carer, kind, by))) == len(owed_breaks(carer)) and (kind != "shift_earlier" or carer.shifts[0].start >= by)


def _given(carer: Carer, kind: str, by: int) -> Carer:
    """The carer with her own rule given way."""
    if kind == "shift_later":
        return replace(carer, overtime=carer.overtime + by)
    if kind == "shift_earlier":
        first = carer.shifts[0]
        return replace(carer, shifts=(Window(first.start - by, first.end), *carer.shifts[1:]))
    if kind.startswith("break"):
        early, late = (by, 0) if kind.endswith("earlier") else (0, by)
        owed = owed_breaks(carer)
        return replace(carer, breaks=tuple(
            replace(b, window=Window(b.window.start - early, b.window.end + late)) if b in owed else b for b in carer.breaks
        ))
    return carer


def mended(problem: Problem, mend: Mend) -> Problem:
    """The problem with the mend's rule given way: in it the visit can be put into the plan, all else in its order.

    Of a `move` only a pin is released: the other visit must go first.
    """
    p = mend.params
    changed, visits = problem.carers, {}
    visit = next(v for v in problem.visits if v.id == mend.visit)
    if mend.code in ("shift", "break"):
        changed = tuple(_given(c, f"{mend.code}_{p['side']}", int(p["by"])) if c.id == p["carer"] else c for c in problem.carers)
    elif mend.code == "load":
        changed = tuple(replace(c, most_visits=int(p["most"]) + 1) if c.id == p["carer"] else c for c in problem.carers)
    elif mend.code == "window":
        k, by = int(p["window"]), int(p["by"])
        old = visit.windows[k]
        new = Window(old.start - by, old.end) if p["side"] == "earlier" else Window(old.start, old.end + by)
        visits[visit.id] = replace(visit, windows=(*visit.windows[:k], new, *visit.windows[k + 1:]))
    elif mend.code in ("waive", "pinned"):
        rules = {r for r in p.get("rules", ()) if r != "pinned"}
        release = mend.code == "pinned" or "pinned" in p.get("rules", ())
        visits[visit.id] = replace(visit, waived=visit.waived | rules, pinned=() if release else visit.pinned)
    elif mend.code == "move" and p.get("released"):
        visits[str(p["other"])] = replace(next(v for v in problem.visits if v.id == p["other"]), pinned=())
    return replace(problem, carers=changed, visits=tuple(visits.get(v.id, v) for v in problem.visits))
