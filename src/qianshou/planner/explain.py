"""Why nobody serves a visit: for each carer, what stands in the way, as codes and parameters.

Standing reasons come from `fitness` (absent, tier, skill, refused, sex, pinned). If there are none, the
carer's round as planned is tried hour by hour:

========  =====================================================================================
load      she has her number of visits already (`most`)
window    she is never there when the person can be visited (`after`: her nearest start)
break     only her lunch is in the way
shift     she would come home too late (`over`: seconds)
full      her round has no room: a visit she already has would be pushed out of its hours (`blocks`)
partner   she could, but there is nobody to go with her
========  =====================================================================================
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .decode import Step, earliest, rest_of, rest_steps, walks_of
from .fitness import may_fill, obstacles
from .plan import Plan
from .problem import Carer, Problem, Visit, starts
from .travel import Ways


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why one carer cannot give one visit."""

    carer: str
    code: str
    params: dict[str, int | str] = field(default_factory=dict)


def explain(problem: Problem, plan: Plan, visit_id: str) -> list[Obstacle]:
    """One obstacle or more for each carer, in the order of the problem. Empty list for a carer who could go at once.

    For a visit of two carers each need is asked; a carer is fit if she fits either.
    """
    visit = next(v for v in problem.visits if v.id == visit_id)
    trial = _Trial(problem, plan)
    found: list[Obstacle] = []
    for carer in problem.carers:
        standing = [obstacles(visit, need, carer) for need in visit.needs]
        reasons = min(standing, key=len)
        if any(may_fill(visit, side, carer) for side in range(len(visit.needs))):
            obstacle = trial.of(carer, visit)
            if obstacle is None and len(visit.needs) > 1:
                obstacle = Obstacle(carer.id, "partner")
            found += [obstacle] if obstacle else []
        else:
            found += [Obstacle(carer.id, code) for code in reasons or ["pinned"]]
    return found


class _Trial:
    """Tries a visit at every place of a carer's round."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.ways = Ways(problem)
        self.visits = {v.id: v for v in problem.visits}
        self.walks = walks_of(plan)
        self.fixed = {(r.carer, s.visit): s.start for r in plan.rounds for s in r.stops}
        self.sizes = {r.carer: sum(s.visit is not None for s in r.stops) for r in plan.rounds}

    def of(self, carer: Carer, visit: Visit) -> Obstacle | None:
        """What stands in the way of this carer, None if nothing does."""
        if carer.most_visits is not None and self.sizes.get(carer.id, 0) >= carer.most_visits:
            return Obstacle(carer.id, "load", {"most": carer.most_visits})
        walk = self.walks.get(carer.id) or rest_steps(carer)
        step = Step("visit", visit.id, (carer.id,))
        tries = [self._walk(carer, [*walk[:p], step, *walk[p:]]) for p in range(len(walk) + 1)]
        best = min(tries, key=_weight)
        if not best:
            return None
        if "window" in best and len(best) == 1:
            return Obstacle(carer.id, "window", {"after": best["window"]})
        if "break" in best and len(best) == 1:
            return Obstacle(carer.id, "break")
        if "shift" in best and len(best) == 1:
            return Obstacle(carer.id, "shift", {"over": best["shift"]})
        return Obstacle(carer.id, "full", {"blocks": best["full"]} if "full" in best else {})

    def _walk(self, carer: Carer, walk: list[Step]) -> dict[str, int | str]:
        """Walk a round alone; what breaks: window (of the new visit), full, break, shift."""
        broken: dict[str, int | str] = {}
        at, free = carer.start, carer.shifts[0].start
        for step in walk:
            if step.kind == "visit":
                visit = self.visits[step.ref]
                site, stay, (windows, late) = visit.site, visit.duration, starts(visit)
            else:
                window, stay, site = rest_of(carer, step)
                windows, late = (window,), 0
            begin = earliest(windows, free + self.ways.seconds(carer.mode, at, site or at))
            old = self.fixed.get((carer.id, step.ref)) if step.kind == "visit" else None
            if old is not None and len(self.visits[step.ref].needs) > 1:
                # A visit of two cannot be moved without the other carer's round: here it must keep its time.
                begin, late_by = max(begin, old), begin > old
            else:
                late_by = begin > windows[-1].end + late
            if late_by and step.kind == "visit" and old is None:
                broken["window"] = begin
            elif late_by:
                broken.update({"full": step.ref} if step.kind == "visit" else {"break": begin})
            at, free = site or at, begin + stay
        home = free + (self.ways.seconds(carer.mode, at, carer.end) if carer.end else 0)
        over = home - carer.shifts[-1].end - carer.overtime
        if over > 0:
            broken["shift"] = over
        return broken


def _weight(broken: dict[str, int | str]) -> tuple[int, int]:
    """Fewest broken rules first; among single ones the one that is easiest to mend."""
    return len(broken), min((("break", "shift", "full", "window").index(code) for code in broken), default=0)
