"""The sweep: every due whose deadline passed in silence gets its alert, every alert that waits is told further.

It may be killed at any statement and run twice at once. What makes that safe:
- a due becomes late and gets its alert in *one* statement, so there is no moment between the two;
- an alert is told, and its next step fixed, in one transaction, together with the notices and the outbox;
- rows that another sweep (or an act from a phone) holds are skipped, and found again 20 seconds later;
- "one open alert for a due" is a constraint, so an alert that comes twice is one alert.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from qianshou.watch.models import Sweep
from qianshou.watch.operations.climbing import tell_further

BATCH = 5_000

RAISE = """
WITH passed AS (
    SELECT id FROM watch_due WHERE state = 'open' AND late_at <= %(now)s AND (%(only)s::bigint IS NULL OR id = %(only)s)
    ORDER BY late_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), marked AS (
    UPDATE watch_due d SET state = 'late' FROM passed WHERE d.id = passed.id
    RETURNING d.id, d.street_id, d.committee_id, d.person_id, d.kind, d.late_at
), raised AS (
    INSERT INTO watch_alert (street_id, committee_id, due_id, person_id, why, state, raised_at, rung, climbs_at, outcome, outcome_note)
    SELECT street_id, committee_id, id, person_id, CASE kind WHEN 'concern' THEN 'concern' ELSE 'late' END, 'raised', %(now)s, 0, %(now)s, '', ''
    FROM marked
    ON CONFLICT DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM marked), (SELECT count(*) FROM raised), (SELECT min(late_at) FROM marked)
"""


@dataclass(frozen=True, slots=True)
class SweepResult:
    """What one sweep did: dues found late, alerts raised, alerts told further, and how late the oldest was (ms)."""

    sweep_id: int
    late: int
    raised: int
    climbed: int
    lag_ms: int


def raise_late(*, now: datetime, limit: int = BATCH, due_id: int | None = None) -> tuple[int, int, datetime | None]:
    """One statement: up to `limit` passed dues become late and get their alert: all, or one. (late, raised, oldest deadline)."""
    with connection.cursor() as cursor:
        cursor.execute(RAISE, {"now": now, "limit": limit, "only": due_id})
        return cursor.fetchone()


def sweep(*, now: datetime, limit: int = BATCH) -> SweepResult:
    """Look once at everything, at `now`. Leaves a row that says so; a row without an end was killed."""
    row = Sweep.objects.create(started_at=now)
    late = raised = 0
    oldest = now
    while True:
        with transaction.atomic():
            marked, alerted, first = raise_late(now=now, limit=limit)
        late, raised, oldest = late + marked, raised + alerted, min(oldest, first or now)
        if marked < limit:
            break
    climbed = tell_further(sweep_id=row.pk, now=now)
    lag_ms = min(int((now - oldest) / timedelta(milliseconds=1)), 2_147_483_647)
    Sweep.objects.filter(pk=row.pk).update(finished_at=now, raised=raised, climbed=climbed, lag_ms=lag_ms)
    return SweepResult(row.pk, late, raised, climbed, lag_ms)


def trim_sweeps(*, before: datetime) -> int:
    """Forget heartbeats older than `before`: they say nothing about anybody."""
    return Sweep.objects.filter(started_at__lt=before).delete()[0]
