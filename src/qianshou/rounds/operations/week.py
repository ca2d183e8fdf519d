"""The week: ask for a plan, keep it as a proposal, apply it to visits and days, take it back. Solving holds no lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from qianshou.access.operations import log
from qianshou.care.operations import Refused, spread_visits
from qianshou.kernel import clock
from qianshou.planner import Plan, check, read_plan, timed, visits_by_carer
from qianshou.planner.cost import cost
from qianshou.planner.week import WeekPlan as Planned
from qianshou.planner.week import check_week, solve_week

from ..models import RoundDay, RoundVersion, WeekPlan
from ..queries.gather import Gathered, gather
from ..queries.proposal import proposal_of
from ..queries.week import GatheredWeek, gather_week
from ..rules import DayChanged, DayRefused
from .store import keep, locked, remember, restore


def locked_week(*, street_id: int, monday: date, version: int | None = None) -> WeekPlan:
    """The week's row, locked. DayChanged if it is no longer at `version` (None: whatever it is at)."""
    WeekPlan.objects.get_or_create(street_id=street_id, monday=monday)
    row = WeekPlan.objects.select_for_update().get(street_id=street_id, monday=monday)
    if version is not None and row.version != version:
        raise DayChanged(row.version)
    return row


@transaction.atomic
def ask_week(*, street_id: int, monday: date, version: int, seconds: float, by_id: int | None, now: datetime) -> None:
    """Ask for a plan of the week in the background: one job is queued. DayChanged if outdated, DayRefused("planning") if it is under way."""
    row = locked_week(street_id=street_id, monday=monday, version=version)
    if row.planning:
        raise DayRefused("planning")
    row.progress = {"percent": 0, "asked": now.isoformat(), "state": row.state}
    row.state = WeekPlan.State.PLANNING
    row.save(update_fields=["progress", "state"])
    from ..tasks import plan_week as job

    name = f"rounds:{street_id}:week:{monday}"
    try:
        with transaction.atomic():
            job.configure(lock=name, queueing_lock=name).defer(
                street_id=street_id, monday=monday.isoformat(), seconds=seconds, by_id=by_id, version=row.version
            )
    except AlreadyEnqueued:
        return


def note_week(*, street_id: int, monday: date, percent: int) -> None:
    """Say how far the planner is; only while the week is being planned."""
    row = WeekPlan.objects.filter(street_id=street_id, monday=monday).first()
    if row is not None and row.planning:
        progress = {**row.progress, "percent": percent}
        WeekPlan.objects.filter(pk=row.pk, version=row.version, progress__has_key="asked").update(progress=progress)


@transaction.atomic
def week_failed(*, street_id: int, monday: date, why: str, now: datetime) -> None:
    """Give the week back as it was when planning did not come to an end."""
    row = locked_week(street_id=street_id, monday=monday)
    if row.planning:
        row.state = row.progress.get("state", WeekPlan.State.EMPTY)
        row.progress = {"failed": why}
        row.save(update_fields=["state", "progress"])
        log(act="rounds.week_failed", now=now, street_id=street_id, target="week_plan", target_id=row.pk, why=why)


def plan_week(
    *, street_id: int, monday: date, seconds: float | None = 30.0, moves: int | None = None, seed: int = 1, now: datetime, by_id: int | None,
    version: int | None = None, progress: Callable[[float], None] | None = None,
) -> dict:  # fmt: skip
    """Plan a street's week and keep it as a proposal: nothing in the books changes but the proposal itself. Returns its numbers.

    DayChanged if somebody changed the week meanwhile, DayRefused("no_days") where no day of it is open any more, ("no_week_visits")
    where nothing is due, ("unsound") if the checker finds fault.
    """
    row = WeekPlan.objects.filter(street_id=street_id, monday=monday).first()
    begun = row.version if row else 1
    if version is not None and begun != version:
        raise DayChanged(begun)
    gathered = gather_week(street_id=street_id, monday=monday, today=clock.local_date(now))
    if not gathered.problem.days:
        raise DayRefused("no_days")
    if not gathered.problem.patterns:
        raise DayRefused("no_week_visits")
    budget = {"moves": moves} if moves is not None else {"seconds": seconds}
    plan = solve_week(gathered.problem, seed=seed, progress=progress, **budget)
    if not check_week(gathered.problem, plan).sound:
        raise DayRefused("unsound")
    return _propose(street_id, monday, begun, gathered, plan, by_id, now)


@transaction.atomic
def _propose(street_id: int, monday: date, version: int, gathered: GatheredWeek, plan: Planned, by_id: int | None, now: datetime) -> dict:
    row = locked_week(street_id=street_id, monday=monday, version=version)
    if row.state == WeekPlan.State.APPLIED or row.progress.get("state") == WeekPlan.State.APPLIED:
        row.before = {}  # what was applied stands; a new proposal is another act with an undo of its own
    row.proposal = proposal_of(gathered, plan, monday)
    row.state, row.progress, row.planned_at, row.planned_by_id = WeekPlan.State.PROPOSED, {}, now, by_id
    row.version += 1
    row.save()
    kept = {k: v for k, v in row.proposal["numbers"].items() if isinstance(v, int | float)}
    log(act="rounds.week_planned", now=now, by_id=by_id, street_id=street_id, target="week_plan", target_id=row.pk, **kept)
    return row.proposal["numbers"]


@transaction.atomic
def apply_week(*, street_id: int, monday: date, version: int, by_id: int | None, now: datetime) -> dict:
    """Apply the proposal: visits move to their days, every planned day gets its rounds as a draft. All of it or nothing; one act.

    DayRefused("no_week_proposal") without one, ("week_changed") when visits, carers or days are not as they were planned any more;
    DayChanged if outdated.
    """
    row = locked_week(street_id=street_id, monday=monday, version=version)
    if row.planning:
        raise DayRefused("planning")
    if row.state != WeekPlan.State.PROPOSED:
        raise DayRefused("no_week_proposal")
    days = {date.fromisoformat(d): read_plan(plan) for d, plan in row.proposal["plans"].items()}
    rows = {day: locked(street_id=street_id, day=day) for day in sorted(days)}
    if min(rows) <= clock.local_date(now) or any(r.published_at or r.planning for r in rows.values()):
        raise DayRefused("week_changed")
    try:
        moved = spread_visits(street_id=street_id, days={m["visit"]: date.fromisoformat(m["to"]) for m in row.proposal["moves"]}, now=now)
    except Refused as e:
        raise DayRefused("week_changed") from e
    versions = {day.isoformat(): _draft(rows[day], plan, by_id, now) for day, plan in days.items()}
    row.before = {"visits": {str(pk): day.isoformat() for pk, day in moved.items()}, "days": versions}
    row.state, row.applied_at, row.applied_by_id = WeekPlan.State.APPLIED, now, by_id
    row.version += 1
    row.save()
    done = {"moved": len(moved), "days": len(versions)}
    log(act="rounds.week_applied", now=now, by_id=by_id, street_id=street_id, target="week_plan", target_id=row.pk, **done)
    return done


def _draft(row: RoundDay, plan: Plan, by_id: int | None, now: datetime) -> int:
    """Keep one day of the proposal as a draft; the version that it has then. DayRefused("week_changed") if it does not hold any more."""
    gathered = gather(street_id=row.street_id, day=row.day)
    fitted = _fitted(gathered, plan)
    remember(row, change={"code": "week", "params": {}}, by_id=by_id, now=now)
    keep(row, gathered, fitted)
    row.state, row.progress, row.planned_at, row.planned_by_id = RoundDay.State.DRAFT, {}, now, by_id
    row.save()
    return row.version


def _fitted(gathered: Gathered, plan: Plan) -> Plan:
    """The plan at the day's own cost; timed afresh where its times do not hold any more, refused where that does not help."""
    same = replace(plan, unserved=tuple(v.id for v in gathered.problem.visits if v.id not in plan.carers_of()))
    visits, carers = {v.id for v in gathered.problem.visits}, {c.id for c in gathered.problem.carers}
    if set(plan.carers_of()) <= visits and {r.carer for r in plan.rounds} <= carers:
        same = replace(same, cost=cost(gathered.problem, same))
        if check(gathered.problem, same).sound:
            return same
        again = timed(gathered.problem, visits_by_carer(plan))
        if check(gathered.problem, again).sound:
            return again
    raise DayRefused("week_changed")


@transaction.atomic
def undo_week(*, street_id: int, monday: date, version: int, by_id: int | None, now: datetime) -> None:
    """Take an applied week back: visits to the days that they had, every day to the rounds that it had.

    DayRefused("nothing_to_undo") if none is applied, ("week_moved_on") when a day was changed or published since, or a visit has begun.
    """
    row = locked_week(street_id=street_id, monday=monday, version=version)
    if row.state != WeekPlan.State.APPLIED or not row.before:
        raise DayRefused("nothing_to_undo")
    rows = {d: locked(street_id=street_id, day=date.fromisoformat(d)) for d in sorted(row.before["days"])}
    if any(r.version != row.before["days"][d] or r.published_at or r.planning for d, r in rows.items()):
        raise DayRefused("week_moved_on")
    try:
        spread_visits(street_id=street_id, days={int(v): date.fromisoformat(d) for v, d in row.before["visits"].items()}, now=now)
    except Refused as e:
        raise DayRefused("week_moved_on") from e
    for day in rows.values():
        last = RoundVersion.objects.get(round_day=day, version=day.version - 1)
        remember(day, change={"code": "undone", "params": {"code": "week"}}, by_id=by_id, now=now)
        RoundVersion.objects.filter(pk=last.pk).update(change={**last.change, "undone": True})
        restore(day, last.stops)
        if not last.stops.get("planned", True):
            day.state = RoundDay.State.EMPTY
        day.save()
    row.before, row.state, row.applied_at, row.applied_by_id = {}, WeekPlan.State.PROPOSED, None, None
    row.version += 1
    row.save()
    log(act="rounds.week_undone", now=now, by_id=by_id, street_id=street_id, target="week_plan", target_id=row.pk, days=len(rows))
