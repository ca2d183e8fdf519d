"""Background jobs of rounds: one domain call each."""

import os
import socket
from datetime import date

from django.conf import settings
from procrastinate.contrib.django import app

from qianshou.kernel import clock
from qianshou.planner import Progress
from qianshou.planner.carts import CartProgress

from . import operations
from .night import hour_of
from .operations import carts
from .rules import DayChanged, DayRefused


@app.task(name="rounds.plan")
def plan(street_id: int, day: str, seconds: float, by_id: int | None, version: int) -> None:
    """Plan a day in the background, with progress. Done twice, the second time finds another version and leaves the day alone."""
    when = date.fromisoformat(day)

    def tell(p: Progress) -> None:
        percent = int(p.done * 100)
        if percent > told[0]:
            told[0] = percent
            operations.note_progress(street_id=street_id, day=when, percent=percent, cost=p.cost, unserved=p.unserved)

    told = [0]
    try:
        operations.plan_day(
            street_id=street_id, day=when, seconds=seconds, by_id=by_id, version=version, now=clock.now(), from_now=True,
            progress=tell,
        )
    except (DayChanged, DayRefused) as e:
        operations.plan_failed(street_id=street_id, day=when, why=getattr(e, "code", "changed"), now=clock.now())
    except Exception:
        operations.plan_failed(street_id=street_id, day=when, why="failed", now=clock.now())
        raise


@app.periodic(cron="*/10 * * * *")
@app.task(name="rounds.nightfall", queueing_lock="rounds.nightfall")
def nightfall(timestamp: int) -> None:
    """Every ten minutes: is it the hour to plan for all streets? A machine that was off then makes up for it when it comes back."""
    operations.ask_tonight(
        at=hour_of(settings.NIGHT_AT), days=settings.NIGHT_DAYS, seconds=settings.NIGHT_SECONDS, threads=settings.NIGHT_THREADS, now=clock.now()
    )


@app.task(name="rounds.night")
def night(run_id: int) -> None:
    """One street's day of a night. Done twice, the second time finds it ended."""
    operations.plan_night_run(run_id=run_id, worker=f"{socket.gethostname()}:{os.getpid()}", ask_clock=clock.now)


@app.task(name="rounds.propose")
def propose(proposal_id: int) -> None:
    """Another plan of a day, beside the one that stands. Done twice, the second time finds it made."""
    operations.make_proposal(proposal_id=proposal_id, ask_clock=clock.now)


@app.task(name="rounds.plan_week")
def plan_week(street_id: int, monday: str, seconds: float, by_id: int | None, version: int) -> None:
    """Plan a week in the background. Done twice (its worker was killed), the second time finds another version and changes nothing."""
    when, told = date.fromisoformat(monday), [0]

    def tell(done: float) -> None:
        if int(done * 100) > told[0]:
            told[0] = int(done * 100)
            operations.note_week(street_id=street_id, monday=when, percent=told[0])

    try:
        operations.plan_week(street_id=street_id, monday=when, seconds=seconds, by_id=by_id, version=version, now=clock.now(), progress=tell)
    except (DayChanged, DayRefused) as e:
        operations.week_failed(street_id=street_id, monday=when, why=getattr(e, "code", "changed"), now=clock.now())
    except Exception:
        operations.week_failed(street_id=street_id, monday=when, why="failed", now=clock.now())
        raise


@app.task(name="rounds.plan_carts")
def plan_carts(street_id: int, day: str, meal: str, seconds: float, by_id: int | None, version: int) -> None:
    """Plan the carts of a meal in the background. Done twice, the second time finds another version and leaves the day alone."""
    when, told = date.fromisoformat(day), [-1]

    def tell(p: CartProgress) -> None:
        if int(p.done * 100) > told[0]:
            told[0] = int(p.done * 100)
            carts.note_carts(street_id=street_id, day=when, meal=meal, percent=told[0], unserved=p.unserved)

    here = {"street_id": street_id, "day": when, "meal": meal}
    try:
        carts.plan_carts(**here, seconds=seconds, by_id=by_id, version=version, now=clock.now(), progress=tell)
    except (DayChanged, DayRefused) as e:
        carts.carts_failed(**here, why=getattr(e, "code", "changed"), now=clock.now())
    except Exception:
        carts.carts_failed(**here, why="failed", now=clock.now())
        raise
