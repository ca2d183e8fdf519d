"""Telling the next rung: gather the alerts whose time has come, decide (rules.climb), apply in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from qianshou.notify import operations as notify
from qianshou.watch.models import Alert, AlertStep
from qianshou.watch.operations.alerts import taken_minutes
from qianshou.watch.queries.alerts import message_lines
from qianshou.watch.queries.duty import active_users, desks_of
from qianshou.watch.rules import Step, climb, group, nudge

LIMIT = 20_000  # alerts in one transaction: one catch-up, so that each person gets one notice

ADVANCE = """
UPDATE watch_alert a SET rung = v.rung, climbs_at = v.at
FROM unnest(%s::bigint[], %s::int[], %s::timestamptz[]) AS v(id, rung, at) WHERE a.id = v.id
"""


@transaction.atomic
def tell_further(*, sweep_id: int, now: datetime, limit: int = LIMIT) -> int:
    """Tell the next rung of every alert whose minutes are over; returns how many alerts moved."""
    alerts = _waiting(now, limit)
    if not alerts:
        return 0
    steps = _decide(alerts, now)
    with connection.cursor() as cursor:
        cursor.execute(ADVANCE, [[a.pk for a, _ in steps], [s.rung for _, s in steps], [s.next_at for _, s in steps]])
    _write_steps(steps, now)
    _notices(steps, now)
    _messages(steps, sweep_id, now)
    return len(steps)


def _waiting(now: datetime, limit: int) -> list[Alert]:
    """Raised or taken alerts whose time has come and which nobody else holds."""
    found = Alert.objects.select_for_update(skip_locked=True, of=("self",)).filter(climbs_at__lte=now)
    found = found.filter(Q(state="raised") | Q(state="taken")).select_related("due").order_by("climbs_at", "pk")
    return list(found[:limit])


def _decide(alerts: Sequence[Alert], now: datetime) -> list[tuple[Alert, Step]]:
    desks = desks_of(street_ids={a.street_id for a in alerts}, at=now)
    listed = active_users({user for a in alerts if a.due for user in a.due.ladder})
    found = []
    for alert in alerts:
        desk = desks.get(alert.street_id, ())
        if alert.state == "taken":
            step = nudge(told=alert.rung, taken_by=alert.taken_by_id, fallback=desk, minutes=taken_minutes(), now=now)
        else:
            ladder = [user for user in (alert.due.ladder if alert.due else ()) if user in listed]
            step = climb(told=alert.rung, ladder=ladder, fallback=desk, waits=settings.WATCH_RUNG_MINUTES, now=now)
        found.append((alert, step))
    return found


def _write_steps(steps: Iterable[tuple[Alert, Step]], now: datetime) -> None:
    rows = [AlertStep(alert=a, at=now, kind="told", rung=s.rung, user_id=user) for a, s in steps for user in s.tell]
    AlertStep.objects.bulk_create(rows, batch_size=5_000, ignore_conflicts=True)


def _notices(steps: Sequence[tuple[Alert, Step]], now: datetime) -> None:
    """One notice for each person in each street, however many alerts it groups."""
    by_street: dict[int, list[tuple[int, Step]]] = {}
    for alert, step in steps:
        by_street.setdefault(alert.street_id, []).append((alert.pk, step))
    for street_id, pairs in by_street.items():
        notify.tell(
            street_id=street_id, code="alerts", loud=True, now=now,
            told={user: {"count": len(ids), "alerts": ids[:20]} for user, ids in group(pairs).items()},
        )  # fmt: skip


def _messages(steps: Sequence[tuple[Alert, Step]], sweep_id: int, now: datetime) -> None:
    """One message for each channel of a street, with the alerts that have reached its rung."""
    for channel in notify.channels_of({a.street_id for a, _ in steps}):
        reached = [a.pk for a, s in steps if a.street_id == channel.street_id and s.rung > channel.from_rung]
        if reached:
            body = message_lines(alert_ids=reached, names=channel.shows_names)
            notify.post(channel_id=channel.pk, ref=f"sweep:{sweep_id}", body=body, now=now)
