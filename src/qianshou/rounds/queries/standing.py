"""The day as it stands in the books: the times people were told, not those that planning afresh would give."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from qianshou.kernel import clock
from qianshou.planner import Plan, Round
from qianshou.planner import Stop as PlanStop

from ..models import RoundDay, Stop
from .gather import Gathered

LEAD = timedelta(minutes=10)  # a carer must hear of a change before she can follow it


def plan_in_books(*, street_id: int, day: date, gathered: Gathered) -> Plan:
    """The rounds as published or drafted, those of absent carers included; visits that are no longer of the day are left out, and
    what an absent carer had begun (`gather` leaves it to the books)."""
    row = RoundDay.objects.filter(street_id=street_id, day=day).first()
    known = {v.id: v.pinned if v.pinned_start is not None else None for v in gathered.problem.visits}
    midnight = clock.day_bounds(day)[0]
    walks: dict[str, list[PlanStop]] = {}
    for s in Stop.objects.filter(round_day=row).order_by("carer_id", "position") if row else ():
        begun = known.get(str(s.visit_id), ())
        if begun is None or str(s.carer_id) in begun:
            begin, end = (int((t - midnight).total_seconds()) for t in (s.starts_at, s.ends_at))
            walks.setdefault(str(s.carer_id), []).append(PlanStop(str(s.visit_id), begin, end))
    rounds = []
    carers = {c.id for c in gathered.problem.carers}
    for carer, stops in walks.items():
        if carer not in carers:
            continue  # left the service since: her visits have nobody
        walk = row.walks.get(carer, {})
        for kind, begin, end in walk.get("rests", []):
            at = next((k for k, s in enumerate(stops) if s.start >= end or (s.visit is not None and s.start > begin)), len(stops))
            stops.insert(at, PlanStop(None, begin, end, kind))
        rounds.append(Round(carer, tuple(stops), walk.get("leave", stops[0].start), walk.get("home", stops[-1].end)))
    served = {s.visit for r in rounds for s in r.stops}
    return Plan(tuple(rounds), tuple(v.id for v in gathered.problem.visits if v.id not in served))


def earliest_change(day: date, now: datetime) -> int | None:
    """The earliest moment at which something new may begin (seconds since midnight); None on a day that has not come."""
    seconds = int((now + LEAD - clock.day_bounds(day)[0]).total_seconds())
    return seconds if seconds > 0 and day <= clock.local_date(now) else None
