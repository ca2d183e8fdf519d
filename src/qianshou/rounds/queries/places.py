"""Where one more visit of a day would go: the best places, worked out from the rounds as they stand in the books."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from qianshou.care.models import Visit
from qianshou.planner import Place, places_for

from ..rules import DayRefused
from .gather import Gathered, gather
from .standing import earliest_change, plan_in_books


def places_of_draft(*, street_id: int, draft: Visit, now: datetime, best: int = 3) -> tuple[Gathered, list[Place]]:
    """The best places for a visit that is not written yet; its id in the plans is "0". DayRefused without rounds to put it in."""
    gathered = gather(street_id=street_id, day=draft.day, extra=[draft])
    return gathered, places_of_visit(street_id=street_id, gathered=gathered, day=draft.day, visit="0", now=now, best=best)


def places_of_visit(
    *, street_id: int, gathered: Gathered, day: date, visit: str, now: datetime, best: int = 3, but: Collection[str] = ()
) -> list[Place]:
    """The best places for a visit of the gathered day; carers in `but` are not asked."""
    plan = plan_in_books(street_id=street_id, day=day, gathered=gathered)
    if not plan.rounds:
        raise DayRefused("nothing_planned")
    at_work = {c.id for c in gathered.problem.carers if c.shifts}
    plan = type(plan)(tuple(r for r in plan.rounds if r.carer in at_work), plan.unserved)
    wanted = next(v for v in gathered.problem.visits if v.id == visit)
    return places_for(gathered.problem, plan, wanted, best=best, from_=earliest_change(day, now), but=but)
