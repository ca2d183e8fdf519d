"""A night for many streets: one row and one job for a street's day, worked on wherever a worker is free.

A job may be run twice, at once or after its worker was killed: it is kept in the same transaction that ends its row, so whoever
comes second finds it ended and does nothing. What a person has planned, changed or published is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.planner import Progress, check, solve

from ..models import NightRun, RoundDay
from ..night import day_of_night, is_silent
from ..queries.gather import Gathered, gather
from ..queries.night import reason_to_leave
from ..rules import DayChanged
from .planning import apply_plan

MOST_DAYS = 7


@transaction.atomic
def ask_night(
    *, street_ids: Iterable[int], first: date, days: int = 1, seconds: float, threads: int = 1, by_id: int | None, now: datetime,
    again: bool = False,
) -> dict:  # fmt: skip
    """Ask for the days from `first` to be planned for these streets: {"asked", "already"} say how many were queued and how many had been.

    What waits, is being worked on or has ended is not asked for twice. With `again` whatever has failed, was left alone, or has
    lost its worker is tried once more.
    """
    asked = already = 0
    for street_id in sorted(set(street_ids)):
        for k in range(max(1, min(days, MOST_DAYS))):
            fresh = _ask(street_id, first + timedelta(days=k), seconds, threads, by_id, now, again)
            asked, already = asked + fresh, already + (not fresh)
    return {"asked": asked, "already": already}


def _ask(street_id: int, day: date, seconds: float, threads: int, by_id: int | None, now: datetime, again: bool) -> bool:
    wanted = {"seconds": seconds, "threads": threads, "asked_at": now, "asked_by_id": by_id}
    run, made = NightRun.objects.get_or_create(street_id=street_id, day=day, defaults=wanted)
    run = NightRun.objects.select_for_update().get(pk=run.pk)
    S = NightRun.State
    lost = run.state == S.PLANNING and is_silent(run.seen_at, now)
    fresh = made or (again and (lost or run.state in (S.FAILED, S.LEFT)))
    if fresh and not made:
        blank = {"state": S.WAITING, "tries": 0, "worker": "", "begun_at": None, "seen_at": None, "percent": 0, "why": {}, "ended_at": None}
        NightRun.objects.filter(pk=run.pk).update(**wanted, **blank)
    if fresh or run.state == S.WAITING:
        # A row that waits is queued again as well: where its job is still there, this changes nothing.
        _enqueue(run)
    if fresh:
        log(act="rounds.night_asked", now=now, by_id=by_id, street_id=street_id, target="night_run", target_id=run.pk, day=day.isoformat())
    return fresh


def _enqueue(run: NightRun) -> None:
    from ..tasks import night

    try:
        with transaction.atomic():
            # The lock is that of the day's other planning jobs: two never search for one day at a time.
            night.configure(lock=f"rounds:{run.street_id}:{run.day}", queueing_lock=f"night:{run.pk}").defer(run_id=run.pk)
    except AlreadyEnqueued:
        return


def ask_tonight(*, at: time | None, days: int, seconds: float, threads: int, now: datetime) -> dict | None:
    """Ask for every street if it is the hour; None if it is not. Asking through the whole night asks once."""
    first = day_of_night(now, at)
    if first is None:
        return None
    streets = Street.objects.values_list("pk", flat=True)
    return ask_night(street_ids=streets, first=first, days=days, seconds=seconds, threads=threads, by_id=None, now=now)


def plan_night_run(*, run_id: int, worker: str, ask_clock: Callable[[], datetime], moves: int | None = None) -> str:
    """Do one street's day, from the beginning if another worker died over it. Returns the state it is in then.

    An error that nobody expected is written into the row and raised.
    """
    run = _begin(run_id, worker, ask_clock())
    if run.state != NightRun.State.PLANNING:
        return run.state
    told = [0]

    def tell(p: Progress) -> None:
        percent = int(p.done * 100)
        if percent > told[0]:
            told[0] = percent
            NightRun.objects.filter(pk=run.pk, state=NightRun.State.PLANNING, worker=worker).update(percent=percent, seen_at=ask_clock())

    try:
        gathered = gather(street_id=run.street_id, day=run.day)
        plan = solve(gathered.problem, seconds=None if moves is not None else run.seconds, moves=moves, threads=run.threads, progress=tell)
        verdict = check(gathered.problem, plan)
        if not verdict.sound:
            _end(run.pk, NightRun.State.FAILED, {"code": "unsound", "params": {"rules": sorted({c.code for c in verdict.complaints})}}, ask_clock())
        else:
            _keep(run.pk, gathered, plan, ask_clock())
    except DayChanged as e:
        _end(run.pk, NightRun.State.LEFT, {"code": "changed", "params": {"by": e.by}}, ask_clock())
    except Exception as e:
        _end(run.pk, NightRun.State.FAILED, {"code": "error", "params": {"error": type(e).__name__}}, ask_clock())
        raise
    run.refresh_from_db()
    return run.state


@transaction.atomic
def _begin(run_id: int, worker: str, now: datetime) -> NightRun:
    """Take the run, unless it has ended or must be left alone."""
    run = NightRun.objects.select_for_update().get(pk=run_id)
    if run.ended:
        return run
    why = reason_to_leave(street_id=run.street_id, day=run.day, today=clock.local_date(now))
    if why is not None:
        _end(run.pk, NightRun.State.LEFT, why, now)
    else:
        begun = {"state": NightRun.State.PLANNING, "tries": run.tries + 1, "worker": worker, "begun_at": now, "seen_at": now, "percent": 0}
        NightRun.objects.filter(pk=run.pk).update(**begun)
    run.refresh_from_db()
    return run


@transaction.atomic
def _keep(run_id: int, gathered: Gathered, plan, now: datetime) -> None:
    """The plan into the books and the run to its end, both or neither. DayChanged if somebody was faster."""
    run = NightRun.objects.select_for_update().get(pk=run_id)
    if run.state != NightRun.State.PLANNING:
        return
    # The day's row first: what a person does to the day meanwhile waits for us, or we see it.
    RoundDay.objects.select_for_update().filter(street_id=run.street_id, day=run.day).first()
    why = reason_to_leave(street_id=run.street_id, day=run.day, today=clock.local_date(now))
    if why is not None:
        _end(run.pk, NightRun.State.LEFT, why, now)
        return
    change = {"code": "night", "params": {"seconds": run.seconds}}
    numbers = apply_plan(run.street_id, run.day, gathered, plan, change, run.asked_by_id, now)
    NightRun.objects.filter(pk=run.pk).update(state=NightRun.State.DONE, percent=100, numbers=numbers, why={}, seen_at=now, ended_at=now)


def _end(run_id: int, state: str, why: dict, now: datetime) -> None:
    ended = NightRun.objects.filter(pk=run_id, state__in=(NightRun.State.WAITING, NightRun.State.PLANNING))
    ended.update(state=state, why=why, seen_at=now, ended_at=now)
