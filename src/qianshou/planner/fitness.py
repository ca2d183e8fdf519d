"""Which carer may give which visit, whatever the hour; and what sending her costs beside the way.

These are the only two questions that do not depend on order or time, so they are asked once for each pair.
"""

from __future__ import annotations

from .problem import Carer, Need, Problem, Visit, too_narrow


def obstacles(visit: Visit, need: Need, carer: Carer) -> list[str]:
    """Codes of the standing reasons why this carer cannot fill this need: absent, tier, skill, refused, sex, pinned,
    gap (no window is long enough for two carers so far apart).

    Waived codes are left out; empty means she may go.
    """
    found = []
    if not carer.shifts:
        found.append("absent")
    if need.tiers and carer.tier not in need.tiers:
        found.append("tier")
    if not need.skills <= carer.skills:
        found.append("skill")
    if carer.id in visit.refused:
        found.append("refused")
    if visit.sex and carer.sex != visit.sex:
        found.append("sex")
    if len(visit.pinned) >= len(visit.needs) and carer.id not in visit.pinned:
        found.append("pinned")
    if too_narrow(visit):
        found.append("gap")
    return [code for code in found if code not in visit.waived]


def may_fill(visit: Visit, side: int, carer: Carer) -> bool:
    """May this carer fill the visit's need number `side` (0 or 1)? A pin names the carer of each side."""
    if len(visit.pinned) > side and visit.pinned[side] != carer.id:
        return False
    return not obstacles(visit, visit.needs[side], carer)


def continuity(problem: Problem, visit: Visit, carer: Carer) -> float:
    """Weighted cost of a carer who is a stranger to the person, or knows them less well."""
    return problem.weights.continuity * visit.known.get(carer.id, visit.stranger)


def dialect(problem: Problem, visit: Visit, carer: Carer) -> float:
    """Weighted cost of a carer who does not speak the person's dialect (nothing where none is known)."""
    if not visit.dialect or not carer.dialects or visit.dialect in carer.dialects:
        return 0.0
    return problem.weights.dialect


def change(problem: Problem, visit: Visit, carer: Carer) -> float:
    """Weighted cost of a carer who is not the one of the previous plan."""
    before = problem.previous.get(visit.id, ())
    return problem.weights.change if before and carer.id not in before else 0.0


def price(problem: Problem, visit: Visit, carer: Carer) -> float:
    """All that sending this carer to this visit costs beside the way and the time."""
    return continuity(problem, visit, carer) + dialect(problem, visit, carer) + change(problem, visit, carer)


def price_unserved(problem: Problem, visit: Visit) -> float:
    """What leaving the visit out costs."""
    weight = problem.weights.unserved if visit.must else problem.weights.left_out
    return weight * visit.priority
