"""Weeks of the past in a few statements.

The same rows that `care.operations.visits`, `care.operations.attendance` and `watch.operations.meet` write one by one (a test
compares them), for a demo's first start must not take ten minutes. Nothing else uses it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction

from qianshou.care.models import Carer, ClockEvent, Visit, VisitEvent
from qianshou.meals.models import Delivery, DeliveryEvent
from qianshou.watch.operations import meet


@dataclass(frozen=True, slots=True)
class Walk:
    """One visit that was made: who, when she arrived and left (aware), a word if she wrote one, and who came with her if it wanted two."""

    visit: Visit
    carer: Carer
    arrived: datetime
    done: datetime
    note: str = ""
    second: Carer | None = None


@transaction.atomic
def walked(*, walks: Sequence[Walk]) -> int:
    """Write visits as arrived and done, with their evidence, and meet their dues. Returns how many."""
    if not walks:
        return 0
    together = [replace(walk, carer=walk.second, note="") for walk in walks if walk.second]
    VisitEvent.objects.bulk_create([_event(walk, kind, at) for walk in together for kind, at in (("arrived", walk.arrived), ("done", walk.done))])
    arrivals = VisitEvent.objects.bulk_create([_event(walk, "arrived", walk.arrived) for walk in walks], batch_size=2000)
    ends = VisitEvent.objects.bulk_create([_event(walk, "done", walk.done) for walk in walks], batch_size=2000)
    rows = [
        {"visit": walk.visit.pk, "key": walk.visit.due_key, "arrived": walk.arrived.isoformat(), "done": walk.done.isoformat(), "event": end.pk,
         "carer": walk.carer.pk, "user_id": walk.carer.person.user_id, "grade": end.grade, "note": end.note}
        for walk, end in zip(walks, ends, strict=True)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(DONE, [json.dumps(rows)])
        cursor.execute(MET, [json.dumps(rows), walks[0].visit.street_id])
    return len(arrivals)


def _event(walk: Walk, kind: str, at: datetime) -> VisitEvent:
    lane = walk.visit.elder.place
    place = {"lon": lane.lon, "lat": lane.lat, "accuracy_m": 25} if lane and lane.placed else None
    return VisitEvent(visit=walk.visit, carer=walk.carer, kind=kind, made_at=at, received_at=at, place=place,
                      grade="tap_place" if place else "tap", note=walk.note if kind == "done" else "")  # fmt: skip


ROWS = """json_to_recordset(%s) AS row(visit bigint, key text, arrived timestamptz, done timestamptz, event bigint, carer bigint,
    user_id bigint, grade text, note text)"""

DONE = f"""
UPDATE care_visit v SET state = 'done', arrived_at = row.arrived, done_at = row.done, version = v.version + 2
FROM {ROWS} WHERE v.id = row.visit
"""

MET = f"""
UPDATE watch_due w SET state = 'met', met_made_at = row.done, met_received_at = row.done, met_by_id = row.user_id, grade = row.grade,
    heard_at = row.arrived, closed_at = row.done,
    evidence = jsonb_build_object('visit', row.visit, 'event', row.event, 'carer', row.carer, 'note', row.note)
FROM {ROWS} WHERE w.street_id = %s AND w.key = row.key
"""


@transaction.atomic
def clocked(*, days: Sequence[tuple[Carer, datetime, datetime | None]]) -> int:
    """Write comings and goings (carer, in, out or None when she forgot). Returns how many taps."""
    rows = [
        ClockEvent(carer=carer, street_id=carer.street_id, direction=direction, made_at=at, received_at=at)
        for carer, came, went in days
        for direction, at in (("in", came), ("out", went))
        if at
    ]
    ClockEvent.objects.bulk_create(rows, batch_size=2000)
    return len(rows)


@transaction.atomic
def brought(*, deliveries: Sequence[Delivery]) -> int:
    """Write boxes as handed over by their drivers at the planned moment, and meet their dues. Returns how many."""
    for row in deliveries:
        row.state, row.ended_at = Delivery.State.HANDED, row.planned_at
    events = [DeliveryEvent(delivery=d, by_id=d.driver_id, kind="handed", made_at=d.planned_at, received_at=d.planned_at, grade="tap") for d in deliveries]
    for event in DeliveryEvent.objects.bulk_create(events, batch_size=1000):
        row = event.delivery
        meet(street_id=row.street_id, key=row.due_key, made_at=row.ended_at, received_at=row.ended_at, grade="tap", by_id=row.driver_id,
             evidence={"order": row.order_id, "delivery": row.pk, "event": event.pk, "kind": "handed"})  # fmt: skip
    return Delivery.objects.bulk_update(deliveries, ["state", "ended_at"], batch_size=500)
