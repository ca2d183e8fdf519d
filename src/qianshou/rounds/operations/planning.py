"""Planning a day: ask for it, gather, solve, check, keep. Solving takes seconds and holds no lock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from qianshou.access.operations import log
from qianshou.planner import Plan, Progress, check, solve

from ..holding import Keep, fitted, held, leaves_out_fixed, of_whole_day
from ..models import RoundDay
from ..queries.compare import plan_of
from ..queries.gather import Gathered, gather
from ..queries.standing import earliest_change
from ..rules import DayChanged, DayRefused
from .publishing import refresh
from .store import keep, locked, remember


@transaction.atomic
def ask_plan(
    *, street_id: int, day: date, version: int, seconds: float, by_id: int | None, now: datetime
) -> None:
    """Ask for a plan in the background: the day shows that it is being planned, one job is queued. DayChanged if outdated."""
    row = locked(street_id=street_id, day=day, version=version)
    if row.planning:
        raise DayRefused("planning")
    row.progress = {"percent": 0, "asked": now.isoformat(), "state": row.state}
    if not row.published_at:
        row.state = RoundDay.State.PLANNING
    row.save(update_fields=["progress", "state"])
    from ..tasks import plan

    name = f"rounds:{street_id}:{day}"
    try:
        with transaction.atomic():
            plan.configure(lock=name, queueing_lock=name).defer(
                street_id=street_id, day=day.isoformat(), seconds=seconds, by_id=by_id, version=row.version
            )
    except AlreadyEnqueued:
        return


def note_progress(*, street_id: int, day: date, percent: int, cost: float, unserved: int) -> None:
    """Say how far the planner is; only while the day is being planned."""
    row = RoundDay.objects.filter(street_id=street_id, day=day).first()
    if row is not None and row.planning:
        progress = {**row.progress, "percent": percent, "cost": round(cost), "unserved": unserved}
        RoundDay.objects.filter(pk=row.pk, version=row.version, progress__has_key="asked").update(progress=progress)


@transaction.atomic
def plan_failed(*, street_id: int, day: date, why: str, now: datetime) -> None:
    """Give the day back as it was when planning did not come to an end."""
    row = locked(street_id=street_id, day=day)
    if row.planning:
        row.state = row.progress.get("state", RoundDay.State.EMPTY)
        row.progress = {"failed": why}
        row.save(update_fields=["state", "progress"])
        log(act="rounds.plan_failed", now=now, street_id=street_id, target="round_day", target_id=row.pk, why=why)


def plan_day(
    *, street_id: int, day: date, seconds: float = 5.0, seed: int = 1, now: datetime, by_id: int | None,
    version: int | None = None, moves: int | None = None, change: dict | None = None, from_now: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> dict:  # fmt: skip
    """Plan a street's day and keep the plan as a draft (on the phones at once if the day was published). Returns its numbers.

    Pins are kept, visits that have begun stay. With `from_now`, on the day itself, so does all that is planned for an earlier moment, and
    nothing else is given a time that is past. DayChanged if somebody changed the day meanwhile,
    DayRefused("unsound") if the checker finds fault, ("begun_out") if visits that have begun can no longer all have been made at their
    times (a home was moved on the map, a visit made longer): then nothing is kept.
    """
    gathered = gather(street_id=street_id, day=day)
    if version is not None and gathered.version != version:
        raise DayChanged(gathered.version)
    problem, moment = gathered.problem, earliest_change(day, now) if from_now else None
    if moment is not None:
        row = RoundDay.objects.filter(street_id=street_id, day=day).first()
        problem = held(problem, fitted(problem, plan_of(row) if row else Plan(())), Keep(before=moment))
    plan = solve(problem, seconds=seconds, moves=moves, seed=seed, progress=progress)
    verdict = check(problem, plan)
    if not verdict.sound:
        raise DayRefused("unsound", complaints=[c.code for c in verdict.complaints])
    if leaves_out_fixed(problem, plan):
        raise DayRefused("begun_out")
    whole = of_whole_day(gathered.problem, plan)
    gathered.free = problem
    return apply_plan(street_id, day, gathered, whole, change or {"code": "planned", "params": {"seconds": seconds}}, by_id, now)


@transaction.atomic
def apply_plan(street_id: int, day: date, gathered: Gathered, plan: Plan, change: dict, by_id: int | None, now: datetime) -> dict:
    """Keep a checked plan as the day's; DayChanged if the day is no longer as it was gathered. Returns its numbers."""
    row = locked(street_id=street_id, day=day, version=gathered.version)
    remember(row, change=change, by_id=by_id, now=now)
    keep(row, gathered, plan)
    row.state = RoundDay.State.PUBLISHED if row.published_at else RoundDay.State.DRAFT
    row.progress, row.planned_at, row.planned_by_id = {}, now, by_id
    row.save()
    if row.published_at:
        refresh(row, by_id=by_id, now=now)
    log(act="rounds.planned", now=now, by_id=by_id, street_id=street_id, target="round_day", target_id=row.pk, **row.cost)
    return {"day": day.isoformat(), "version": row.version, **row.cost}
