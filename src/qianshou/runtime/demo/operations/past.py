"""Weeks of the past in a few statements.

The same rows that `care.operations.visits`, `care.operations.attendance` and `watch.operations.meet` write one by one (a test
compares them), for a demo's first start must not take ten minutes. Nothing else uses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from qianshou.care.models import Carer, ClockEvent, Visit, VisitEvent


@dataclass(frozen=True, slots=True)
class Walk:
    """One visit that was made: who, when she arrived and left (aware), and a word if she wrote one."""

    visit: Visit
    carer: Carer
    arrived: datetime
    done: datetime
    note: str = ""


@transaction.atomic
def walked(*, walks: Sequence[Walk]) -> int:
    """Write visits as arrived and done, with their evidence, and meet their dues. Returns how many."""
    events = []
    for walk in walks:
        place = {"lon": walk.visit.elder.place.lon, "lat": walk.visit.elder.place.lat, "accuracy_m": 25} if walk.visit.elder.place_id else None
        for kind, at in (("arrived", walk.arrived), ("done", walk.done)):
            events.append(
                VisitEvent(visit=walk.visit, carer=walk.carer, kind=kind, made_at=at, received_at=at, place=place,
                           grade="tap_place" if place else "tap", note=walk.note if kind == "done" else "")  # fmt: skip
            )
    VisitEvent.objects.bulk_create(events, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute(DONE, [[walk.visit.pk for walk in walks]])
        cursor.execute(MET, [[walk.visit.pk for walk in walks]])
    return len(walks)


DONE = """
UPDATE care_visit v SET state = 'done', arrived_at = a.made_at, done_at = d.made_at, version = v.version + 2
FROM care_visitevent a, care_visitevent d
WHERE v.id = ANY(%s) AND a.visit_id = v.id AND a.kind = 'arrived' AND d.visit_id = v.id AND d.kind = 'done'
"""

MET = """
UPDATE watch_due w SET state = 'met', met_made_at = d.made_at, met_received_at = d.received_at, met_by_id = p.user_id, grade = d.grade,
    heard_at = a.received_at, closed_at = d.received_at,
    evidence = jsonb_build_object('visit', d.visit_id, 'event', d.id, 'carer', d.carer_id, 'note', d.note)
FROM care_visitevent a, care_visitevent d, care_visit v, care_carer c, people_person p
WHERE v.id = ANY(%s) AND a.visit_id = v.id AND a.kind = 'arrived' AND d.visit_id = v.id AND d.kind = 'done'
    AND w.street_id = v.street_id AND w.key = 'visit:' || v.id AND c.id = d.carer_id AND p.id = c.person_id
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
