"""Who is behind her times just now, by what the phones said, and what that pushes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qianshou.access.scope import Scope
from qianshou.kernel import clock
from qianshou.planner import Late, Plan, running_late

from ..models import RoundDay, Stop
from ..rules import DayRefused
from .day import round_day
from .gather import FROZEN, Gathered, gather
from .standing import earliest_change, plan_in_books

WORTH = timedelta(minutes=10)  # less than this evens out by itself


@dataclass(frozen=True, slots=True)
class Behind:
    """A carer, the next visit she has not begun, and how many minutes later than told she will begin it."""

    carer: int
    visit: int
    minutes: int


def behind(*, scope: Scope, day: date, now: datetime) -> list[Behind]:
    """Carers of a published day that is today who are ten minutes or more behind; those who are most behind first.

    Known from the last visit of whom something was heard: when it was done, or when she arrived and its minutes; and from a visit that
    should have begun and has not. RoundDay.DoesNotExist for who may not see the street.
    """
    row = round_day(scope=scope, day=day)
    if row is None or not row.published_at or day != clock.local_date(now):
        return []
    walks: dict[int, list[Stop]] = {}
    for s in Stop.objects.filter(round_day=row).select_related("visit").order_by("carer_id", "position"):
        walks.setdefault(s.carer_id, []).append(s)
    found = [b for carer, stops in walks.items() if (b := _behind(carer, stops, row, now))]
    return sorted(found, key=lambda b: (-b.minutes, b.carer))


def _behind(carer: int, stops: list[Stop], row: RoundDay, now: datetime) -> Behind | None:
    after = next((k for k, s in enumerate(stops) if s.visit.state not in FROZEN), None)
    if after is None or any(s.visit.state in FROZEN for s in stops[after:]):
        return None  # all begun, or she does not keep the order: then nobody can say
    here = stops[after]
    late = now - here.starts_at
    if after:
        late = max(late, _free(stops[after - 1], now) + _between(stops[after - 1], here, row) - here.starts_at)
    return Behind(carer, here.visit_id, int(late.total_seconds() // 60)) if late >= WORTH else None


def _free(stop: Stop, now: datetime) -> datetime:
    """When she was or will be done with a visit that has begun."""
    visit = stop.visit
    if visit.done_at:
        return visit.done_at
    return max(now, (visit.arrived_at or stop.starts_at) + timedelta(minutes=visit.minutes))


def _between(last: Stop, here: Stop, row: RoundDay) -> timedelta:
    """The way to the next stop, and the lunch before it."""
    midnight = clock.day_bounds(row.day)[0]
    rests = row.walks.get(str(here.carer_id), {}).get("rests", [])
    rest = sum(b - a for _, a, b in rests if last.starts_at <= midnight + timedelta(seconds=a) < here.starts_at)
    return timedelta(minutes=here.travel_min, seconds=rest)


def late_of(*, street_id: int, day: date, carer_id: int, minutes: int, now: datetime, rescue: bool = True) -> tuple[Gathered, Plan, str, Late]:
    """What it pushes if a carer begins her next visit so many minutes late: the day, the plan as it stands, that visit, the plan then.

    DayRefused("nothing_left") for a carer without a visit that has not begun.
    """
    gathered = gather(street_id=street_id, day=day)
    plan = plan_in_books(street_id=street_id, day=day, gathered=gathered)
    at_work = {c.id for c in gathered.problem.carers if c.shifts}
    plan = Plan(tuple(r for r in plan.rounds if r.carer in at_work), plan.unserved)
    begun = {v.id for v in gathered.problem.visits if v.pinned_start is not None}
    stops = next((r.stops for r in plan.rounds if r.carer == str(carer_id)), ())
    visit = next((s.visit for s in stops if s.visit is not None and s.visit not in begun), None)
    if visit is None:
        raise DayRefused("nothing_left")
    late = running_late(
        gathered.problem, plan, str(carer_id), visit, minutes * 60, from_=earliest_change(day, now), rescue=rescue
    )
    return gathered, plan, visit, late
