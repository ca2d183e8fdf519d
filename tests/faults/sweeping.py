"""Shared by the gates on the sweep: a statement that kills, the promise checked on the database, a deliberately broken sweep.

Run as a program it sweeps without end, for a gate that kills it (forking.py): `python -m tests.faults.sweeping ISO-TIME LIMIT`.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta


class Killed(BaseException):
    """Stands for the death of the process: nothing in the program may catch it."""


@contextmanager
def killed_at(statement: int):
    """Die just before the statement number `statement` (from 1) of what runs inside."""
    from django.db import connection

    seen = 0

    def count(execute, sql, params, many, context):
        nonlocal seen
        seen += 1
        if seen == statement:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count), suppress(Killed):
        yield


def count_statements(act) -> int:
    """How many statements `act` sends."""
    from django.db import connection

    seen = []
    with connection.execute_wrapper(lambda execute, *args: seen.append(1) or execute(*args)):
        act()
    return len(seen)


def broken_promises(now: datetime) -> list[str]:
    """Every way in which the database breaks the promise at `now`, right after a sweep that came to its end."""
    from qianshou.watch.models import Alert, Due
    from qianshou.watch.rules import CLOSERS

    found = []
    for due in Due.objects.prefetch_related("alerts"):
        alerts = list(due.alerts.all())
        waiting = [a for a in alerts if a.state != "closed"]
        settled = due.state not in ("open", "late")
        if due.late_at <= now and not settled and not alerts:
            found.append(f"{due.key}: passed {due.late_at:%H:%M}, {due.state}, no alert")
        if due.late_at <= now and due.state == "open":
            found.append(f"{due.key}: passed and still open")
        if len(waiting) > 1:
            found.append(f"{due.key}: {len(waiting)} open alerts")
        if due.state == "late" and not waiting and alerts and max(alerts, key=lambda a: (a.raised_at, a.pk)).outcome in CLOSERS:
            found.append(f"{due.key}: late, and its alarm was ended by facts that are gone")
        if settled and waiting:
            found.append(f"{due.key}: {due.state} and still alerting")
    untold = Alert.objects.filter(state="raised", rung=0, climbs_at__lte=now)
    found += [f"alert {a.pk}: nobody told" for a in untold]
    found += [f"alert {a.pk}: raised and never looked at again" for a in Alert.objects.filter(state="raised", climbs_at=None)]
    return found


def broken_sweep(*, now: datetime, limit: int = 5_000) -> None:
    """The negative control: it marks dues late first and alerts in a second step, as one would write it without thinking."""
    from qianshou.watch.models import Alert, Due
    from qianshou.watch.operations.climbing import tell_further

    late = list(Due.objects.filter(state="open", late_at__lte=now)[:limit])
    Due.objects.filter(pk__in=[d.pk for d in late]).update(state="late")
    for due in late:
        if not Alert.objects.filter(due=due).exclude(state="closed").exists():
            Alert.objects.create(due=due, street_id=due.street_id, person_id=due.person_id, why="late", raised_at=now, climbs_at=now)
    tell_further(sweep_id=0, now=now)


def broken_reopen(*, street_id: int, key: str, standing, now: datetime) -> None:
    """The negative control of taking back: it owes the due again and trusts that its old alarm will do."""
    from qianshou.watch.models import Due

    due = Due.objects.get(street_id=street_id, key=key)
    if not standing and due.state.startswith("met"):
        state = "excused" if due.excused_by_id else "late" if due.late_at <= now else "open"
        Due.objects.filter(pk=due.pk).update(state=state, met_made_at=None, grade="", evidence={})


def owe(cast, count: int, *, by: datetime, prefix: str = "visit", ladder=()) -> None:
    """Owe Shen `count` visits until `by`."""
    from qianshou.watch.operations import owe_many
    from qianshou.watch.rules import NewDue

    owe_many(now=by - timedelta(hours=1), dues=[
        NewDue(street_id=cast.street.pk, key=f"{prefix}:{n}", kind="visit", person_id=cast.shen.pk, title={"code": "visit"},
               opens_at=by - timedelta(hours=1), by_at=by, ladder=list(ladder))
        for n in range(count)
    ])  # fmt: skip


def main() -> None:
    """Sweep until killed, as often as asked."""
    import django

    django.setup()
    from qianshou.watch.operations import sweep
    from tests.faults.forking import offer

    def sweep_without_end() -> None:
        now, limit = datetime.fromisoformat(sys.argv[1]), int(sys.argv[2])
        while True:
            sweep(now=now, limit=limit)
            now += timedelta(seconds=20)

    offer(sweep_without_end)


if __name__ == "__main__":
    main()
