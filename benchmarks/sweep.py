"""The sweep with 10,000 dues late at once, beside 100,000 that are not; and a sweep as one would write it with the ORM.

    python benchmarks/sweep.py [--late 10000] [--open 100000] [--peer 10000]

Measured as the program's own role: owing, the catch-up sweep (late, alerts, first rung told, notices), the sweep that finds nothing.
The peer does the same to its own dues row by row: one transaction each, `save`, `create`, one notice for each alert.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "src"))
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
PROMISE_SECONDS, TICK_SECONDS = 60, 20


def main() -> None:
    """Fill, measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--late", type=int, default=10_000)
    parser.add_argument("--open", type=int, default=100_000)
    parser.add_argument("--peer", type=int, default=10_000)
    parser.add_argument("--json", type=Path, default=HERE / "results" / "sweep.json")
    args = parser.parse_args()
    os.environ["QIANSHOU_LOG"] = "ERROR"
    from qianshou.runtime import context

    with tempfile.TemporaryDirectory(prefix="qianshou-bench-") as folder:
        data = context.prepare(Path(folder))
        with context.database(data, migrate=True):
            rows, notices = measure(args.late, args.open, args.peer)
    result = {
        "title": "The sweep",
        "command": f"python benchmarks/sweep.py --late {args.late} --open {args.open} --peer {args.peer}",
        "rows": rows,
        "notes": [
            f"{args.late} dues on 30 ladders became late together: {notices} notices, one for each person.",
            f"The promise is an alert within {PROMISE_SECONDS} s; the sweep runs every {TICK_SECONDS} s, so one sweep may take {PROMISE_SECONDS - TICK_SECONDS} s.",
        ],
    }  # fmt: skip
    for row in rows:
        print(f"{row['what']:<44} {row['value']:>9} {row['unit']:<6} peer {row['peer_value']!s:>9}  ratio {row['ratio']}")
    args.json.parent.mkdir(exist_ok=True)
    args.json.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")


def measure(late: int, still_open: int, peer: int) -> tuple[list[dict], int]:
    """(rows of the table, notices of the catch-up)."""
    from qianshou.notify.models import Notice
    from qianshou.watch import operations

    street_id, ladders = street()
    owed = timed(lambda: owe(street_id, ladders, "open", still_open, NOW + timedelta(days=1)))
    owe(street_id, ladders, "late", late, NOW - timedelta(minutes=1))
    caught = timed(lambda: operations.sweep(now=NOW))
    notices = Notice.objects.count()
    idle = statistics.median(timed(lambda n=n: operations.sweep(now=NOW + timedelta(seconds=n))) for n in range(1, 12))
    owe(street_id, ladders, "peer", peer, NOW - timedelta(minutes=1))
    by_hand = timed(lambda: row_by_row(NOW))
    scaled = by_hand * late / peer
    return [
        line("Owe dues", round(still_open / owed), "a second"),
        line(
            f"Catch-up sweep over {late} late dues",
            round(caught, 2),
            "s",
            round(scaled, 2),
            f"≤ {PROMISE_SECONDS - TICK_SECONDS} s",
            "row by row, ORM",
        ),
        line(f"Sweep that finds nothing, {still_open} open", round(idle * 1000, 1), "ms"),
    ], notices


def line(what: str, value: float, unit: str, peer_value: float | None = None, target: str = "", peer: str = "") -> dict:
    """One row of the results."""
    ratio = round(peer_value / value, 1) if peer_value else None
    return {"what": what, "value": value, "unit": unit, "peer": peer, "peer_value": peer_value, "ratio": ratio, "target": target}


def timed(act) -> float:
    """Seconds that `act` takes."""
    began = perf_counter()
    act()
    return perf_counter() - began


def street() -> tuple[int, list[list[int]]]:
    """A street with a duty desk and thirty pairs of carers."""
    from qianshou.access.models import Street
    from qianshou.access.operations import add_user, assign_role

    made = Street.objects.create(code="bench", name="Bench")
    users = [add_user(username=f"u{n}", display_name=f"u{n}", password=None, now=NOW).pk for n in range(60)]
    desk = add_user(username="desk", display_name="desk", password=None, now=NOW)
    assign_role(user=desk, role="duty_desk", street_id=made.pk, since=NOW.date(), now=NOW)
    return made.pk, [users[n : n + 2] for n in range(0, 60, 2)]


def owe(street_id: int, ladders: list[list[int]], name: str, count: int, by: datetime) -> None:
    """Owe `count` dues until `by`."""
    from qianshou.watch.operations import owe_many
    from qianshou.watch.rules import NewDue

    owe_many(now=NOW, dues=(
        NewDue(street_id=street_id, key=f"{name}:{n}", kind="visit", person_id=None, title={"code": "visit"}, opens_at=by - timedelta(hours=1),
               by_at=by, ladder=ladders[n % len(ladders)])
        for n in range(count)
    ))  # fmt: skip


def row_by_row(now: datetime) -> None:
    """The peer."""
    from django.db import transaction

    from qianshou.notify.models import Notice
    from qianshou.watch.models import Alert, AlertStep, Due

    for due in Due.objects.filter(state="open", late_at__lte=now).iterator(chunk_size=1000):
        with transaction.atomic():
            due.state = "late"
            due.save(update_fields=["state"])
            alert = Alert.objects.create(
                street_id=due.street_id, due=due, why="late", raised_at=now, rung=1, climbs_at=now + timedelta(minutes=10)
            )
            AlertStep.objects.create(alert=alert, at=now, kind="told", rung=1, user_id=due.ladder[0])
            Notice.objects.create(
                user_id=due.ladder[0], street_id=due.street_id, code="alerts", params={"count": 1}, loud=True, made_at=now
            )


if __name__ == "__main__":
    main()
