"""Today in the demo street, as far as the clock has come: rounds on the phones, doors done, some silent, somebody not at home."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from qianshou.access.models import Street, User
from qianshou.care.models import Visit
from qianshou.care.operations import attendance
from qianshou.care.operations import visits as doors
from qianshou.kernel import clock
from qianshou.rounds.models import RoundDay, Stop
from qianshou.rounds.operations import plan_day, publish_day
from qianshou.runtime.demo.history import NOTES, Walkers
from qianshou.watch.operations import sweep

SECONDS = 2.0  # for the planner, a day
SILENT_EVERY, NOBODY_EVERY = 17, 23  # every nth door so far


def plan(*, street: Street, officer: User, day: date, seed: int, now: datetime) -> None:
    """Plan and publish a day that has no plan yet and visits to plan."""
    planned = RoundDay.objects.filter(street=street, day=day).exclude(state=RoundDay.State.EMPTY).exists()
    if planned or not Visit.objects.filter(street=street, day=day, state="planned").exists():
        return
    plan_day(street_id=street.pk, day=day, seconds=SECONDS, seed=seed, now=now, by_id=officer.pk)
    if Stop.objects.filter(round_day__street=street, round_day__day=day).exists():
        publish_day(street_id=street.pk, day=day, by_id=officer.pk, now=now)


def so_far(*, street: Street, now: datetime, rng: Random) -> dict[str, int]:
    """Everything that carers would have tapped until `now`. Returns counts."""
    counts = {"done": 0, "arrived": 0, "nobody": 0, "silent": 0}
    stops = Stop.objects.filter(round_day__street=street, round_day__day=clock.local_date(now), visit__state="planned")
    fates: dict[int, str] = {}
    for index, stop in enumerate(stops.select_related("visit", "carer").order_by("starts_at", "pk"), start=3):
        if stop.starts_at > now:
            continue
        if stop.visit_id in fates:
            _companion(stop, fates[stop.visit_id], now)
            continue
        fates[stop.visit_id] = fate = _door(stop, index, now, rng)
        counts[fate] += 1
    counts["done"] += _unplanned(street, now, rng)
    _came_to_work(street, now, rng)
    sweep(now=now)
    return counts


def _door(stop: Stop, index: int, now: datetime, rng: Random) -> str:
    """One door that its carer has reached by now."""
    tap = {"visit_id": stop.visit_id, "carer_id": stop.carer_id, "now": now}
    arrived = stop.starts_at + timedelta(minutes=rng.randint(-3, 4))
    arrived = min(arrived, now)
    if index % SILENT_EVERY == 0:
        return "silent"
    if index % NOBODY_EVERY == 0:
        doors.unanswered(**tap, made_at=arrived, received_at=arrived, payload={"text": "敲门没人应，电话也不接"})
        return "nobody"
    doors.arrive(**tap, made_at=arrived, received_at=arrived)
    if stop.ends_at > now:
        return "arrived"
    text = rng.choice(NOTES) if rng.random() < 0.3 else ""
    doors.complete(**tap, made_at=max(arrived, stop.ends_at), received_at=max(arrived, stop.ends_at), payload={"text": text})
    return "done"


def _companion(stop: Stop, fate: str, now: datetime) -> None:
    """Where two go together the second says the same as the first."""
    tap = {"visit_id": stop.visit_id, "carer_id": stop.carer_id, "now": now}
    if fate in ("arrived", "done"):
        doors.arrive(**tap, made_at=stop.starts_at, received_at=stop.starts_at)
    if fate == "done":
        doors.complete(**tap, made_at=stop.ends_at, received_at=stop.ends_at)


def _unplanned(street: Street, now: datetime, rng: Random) -> int:
    """Doors that the plan had no room for, or that came before it: somebody went all the same."""
    late = Visit.objects.filter(street=street, day=clock.local_date(now), state="planned", stops__isnull=True, window_end__lte=now)
    made = 0
    for walk in Walkers(street, rng).day(late.select_related("elder__place")):
        if walk.done <= now:
            tap = {"visit_id": walk.visit.pk, "carer_id": walk.carer.pk, "now": now}
            for carer in filter(None, (walk.carer, walk.second)):
                doors.arrive(**tap | {"carer_id": carer.pk}, made_at=walk.arrived, received_at=walk.arrived)
                doors.complete(**tap | {"carer_id": carer.pk}, made_at=walk.done, received_at=walk.done)
            made += 1
    return made


def _came_to_work(street: Street, now: datetime, rng: Random) -> None:
    """Each carer with a stop today who should be there by now tapped in."""
    day = clock.local_date(now)
    for carer_id in (
        Stop.objects.filter(round_day__street=street, round_day__day=day, starts_at__lte=now).values_list("carer_id", flat=True).distinct()
    ):
        at = min(clock.at(day, time(8)) + timedelta(minutes=rng.randint(-9, 6)), now)
        attendance.clock(carer_id=carer_id, direction="in", made_at=at, received_at=at, now=at)
