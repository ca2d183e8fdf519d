"""What a plan costs, worked out from nothing but the problem and the stated times."""

from __future__ import annotations

import math
from itertools import pairwise

from .fitness import change, continuity, dialect, price_unserved
from .plan import Cost, Plan, Round
from .problem import Carer, Problem, Visit, on_duty, owed_breaks
from .travel import Ways


def places(problem: Problem, carer: Carer, walk: Round, visits: dict[str, Visit]) -> list[str]:
    """The site of each stop of a round: a visit's, a break's, or where she was already."""
    here, found, breaks = carer.start, [], iter(owed_breaks(carer))
    for stop in walk.stops:
        if stop.visit is not None:
            here = visits[stop.visit].site
        elif stop.kind == "break":
            owed = next(breaks, None)
            here = (owed.site if owed else None) or here
        found.append(here)
    return found


def travel_of(ways: Ways, carer: Carer, sites: list[str]) -> int:
    """All legs of a round in seconds, from her start to her end."""
    path = [carer.start, *sites, *([carer.end] if carer.end else [])]
    return sum(ways.seconds(carer.mode, a, b) for a, b in pairwise(path))


def waiting_of(ways: Ways, carer: Carer, walk: Round, sites: list[str]) -> int:
    """Seconds she stands about between her first and her last visit. Off time between shifts is no waiting."""
    inside = [k for k, s in enumerate(walk.stops) if s.visit is not None]
    total = 0
    for k in range(inside[0] + 1, inside[-1] + 1) if inside else ():
        before, stop = walk.stops[k - 1], walk.stops[k]
        if "pause" not in (before.kind, stop.kind):
            total += stop.start - before.end - ways.seconds(carer.mode, sites[k - 1], sites[k])
    return total


def late_of(visit: Visit, start: int) -> int:
    """Seconds by which a carer's start is after the visit's last window, nothing where the window is waived."""
    return 0 if "window" in visit.waived else max(0, start - visit.windows[-1].end)


def fairness_of(shares: list[float], work: list[int]) -> int:
    """Seconds by which each carer's work differs from her share of all work, rounded up; a share of 0 is not on duty and not counted."""
    total = sum(work)
    return sum(math.ceil(abs(own - total * share) - 1e-7) for own, share in zip(work, shares, strict=True) if share)


def cost(problem: Problem, plan: Plan) -> Cost:
    """The cost of a plan whose ids are all known. Lateness and continuity count for each carer sent."""
    ways = Ways(problem)
    carers = {c.id: c for c in problem.carers}
    visits = {v.id: v for v in problem.visits}
    w = problem.weights
    travel = waiting = late = overtime = 0
    near = speech = moved = 0.0
    served = set()
    work: dict[str, int] = {}
    for walk in plan.rounds:
        carer = carers[walk.carer]
        sites = places(problem, carer, walk, visits)
        way = travel_of(ways, carer, sites)
        travel += way
        work[carer.id] = way + sum(visits[s.visit].duration for s in walk.stops if s.visit is not None)
        waiting += waiting_of(ways, carer, walk, sites)
        overtime += max(0, walk.home - carer.shifts[-1].end) if carer.shifts else 0
        for stop in walk.stops:
            if stop.visit is None:
                continue
            visit = visits[stop.visit]
            served.add(visit.id)
            late += late_of(visit, stop.start)
            near += continuity(problem, visit, carer)
            speech += dialect(problem, visit, carer)
            moved += change(problem, visit, carer)
    out = sum(price_unserved(problem, v) for v in problem.visits if v.id not in served)
    shares = on_duty(problem)
    uneven = fairness_of([shares.get(c, 0.0) for c in carers], [work.get(c, 0) for c in carers])
    total = w.travel * travel + w.waiting * waiting + w.late * late + w.overtime * overtime + w.fairness * uneven
    total += near + speech + moved + out
    return Cost(travel, waiting, late, overtime, near, speech, moved, uneven, out, total)
