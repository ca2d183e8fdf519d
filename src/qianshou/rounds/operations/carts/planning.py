"""Planning the carts of a meal: ask for it, gather, solve, check, keep. Solving takes seconds and holds no lock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from qianshou.access.operations import log
from qianshou.meals.queries.carts import ended_orders, is_taken
from qianshou.planner.carts import CartPlan, CartProgress, check_carts, solve_carts

from ...models import CartDay
from ...queries.carts_gather import CartsGathered, gather_carts
from ...rules import DayChanged, DayRefused
from .store import keep, locked, remember


@transaction.atomic
def ask_carts(*, street_id: int, day: date, meal: str, version: int, seconds: float, by_id: int | None, now: datetime) -> None:
    """Ask for a plan in the background: one job is queued. DayChanged if outdated; DayRefused as `plan_carts`, ("planning") if one is under way."""
    row = locked(street_id=street_id, day=day, meal=meal, version=version)
    if row.planning:
        raise DayRefused("planning")
    _plannable(street_id, day, meal)
    row.progress = {"percent": 0, "asked": now.isoformat(), "state": row.state}
    row.state = CartDay.State.PLANNING
    row.save(update_fields=["progress", "state"])
    from ...tasks import plan_carts as job

    name = f"rounds:{street_id}:{day}:{meal}"
    try:
        with transaction.atomic():
            job.configure(lock=name, queueing_lock=name).defer(
                street_id=street_id, day=day.isoformat(), meal=meal, seconds=seconds, by_id=by_id, version=row.version
            )
    except AlreadyEnqueued:
        return


def note_carts(*, street_id: int, day: date, meal: str, percent: int, unserved: int) -> None:
    """Say how far the planner is; only while the meal is being planned."""
    row = CartDay.objects.filter(street_id=street_id, day=day, meal=meal).first()
    if row is not None and row.planning:
        progress = {**row.progress, "percent": percent, "unserved": unserved}
        CartDay.objects.filter(pk=row.pk, version=row.version, progress__has_key="asked").update(progress=progress)


@transaction.atomic
def carts_failed(*, street_id: int, day: date, meal: str, why: str, now: datetime, by_id: int | None = None) -> None:
    """Give the meal back as it was when planning did not come to an end."""
    row = locked(street_id=street_id, day=day, meal=meal)
    if row.planning:
        row.state = row.progress.get("state", CartDay.State.EMPTY)
        row.progress = {"failed": why}
        row.save(update_fields=["state", "progress"])
        log(act="carts.plan_failed", now=now, by_id=by_id, street_id=street_id, target="cart_day", target_id=row.pk, why=why)


def plan_carts(
    *, street_id: int, day: date, meal: str, seconds: float | None = 5.0, turns: int | None = None, seed: int = 1, now: datetime, by_id: int | None,
    version: int | None = None, progress: Callable[[CartProgress], None] | None = None,
) -> dict:  # fmt: skip
    """Plan the carts of a meal and keep the plan as a draft; pins are kept. Returns its numbers.

    DayChanged if somebody changed the day meanwhile. DayRefused: "before_cut_off" while orders may still change, "no_orders", "no_kitchen",
    "no_carts", "under_way" once a meal has been handed over, "unsound" if the checker finds fault.
    """
    row = CartDay.objects.filter(street_id=street_id, day=day, meal=meal).first()
    if version is not None and row is not None and row.version != version:
        raise DayChanged(row.version)
    gathered = _plannable(street_id, day, meal)
    budget = {"seconds": seconds} if turns is None else {"turns": turns}
    plan = solve_carts(gathered.problem, seed=seed, progress=progress, **budget)
    verdict = check_carts(gathered.problem, plan)
    if not verdict.sound:
        raise DayRefused("unsound", complaints=[c.code for c in verdict.complaints])
    return _apply(street_id, day, meal, gathered, plan, by_id, now)


@transaction.atomic
def _apply(street_id: int, day: date, meal: str, gathered: CartsGathered, plan: CartPlan, by_id: int | None, now: datetime) -> dict:
    """Keep a checked plan; DayChanged if the day is no longer as it was gathered."""
    row = locked(street_id=street_id, day=day, meal=meal, version=gathered.version)
    remember(row, change={"code": "planned", "params": {}}, by_id=by_id, now=now)
    row.complaints = []
    keep(row, gathered, plan, more=True)
    row.state, row.progress, row.planned_at, row.planned_by_id = CartDay.State.DRAFT, {}, now, by_id
    row.save()
    log(act="carts.planned", now=now, by_id=by_id, street_id=street_id, target="cart_day", target_id=row.pk, **row.cost)
    return {"day": day.isoformat(), "meal": meal, "version": row.version, **row.cost}


def _plannable(street_id: int, day: date, meal: str) -> CartsGathered:
    """The gathered meal, if it can be planned."""
    gathered = gather_carts(street_id=street_id, day=day, meal=meal)
    if not is_taken(street_id=street_id, day=day, meal=meal):
        raise DayRefused("before_cut_off")
    if not gathered.orders:
        raise DayRefused("no_orders")
    if not gathered.problem.carts:
        raise DayRefused("no_carts")
    if ended_orders(street_id=street_id, day=day, meal=meal):
        raise DayRefused("under_way")
    return gathered
