"""A street's month of appraisal: 60 carers and 20,000 visits gathered, scored and compared, and written down; against asking carer by carer.

    python benchmarks/appraise_month.py [--carers 60] [--visits 20000] [--rounds 5]

The peer does the same work with the same code for one carer at a time, as one would write it first (three of them,
scaled up); both must come to the same records.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE)]
MONTH, DAYS, ELDERS, SECONDS = date(2026, 10, 1), 30, 1000, 1.0
SAMPLE = 3  # of the peer's carers; its time is scaled up


def main() -> int:
    """Fill, measure, print, write. 1 when what was asked is missed on a quiet machine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--carers", type=int, default=60)
    parser.add_argument("--visits", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, default=HERE / "results" / "appraise_month.json")
    args = parser.parse_args()
    os.environ["QIANSHOU_LOG"] = "ERROR"
    from qianshou.runtime import context

    with tempfile.TemporaryDirectory(prefix="qianshou-bench-") as folder:
        data = context.prepare(Path(folder))
        with context.database(data, migrate=True):
            street = fill(args.carers, args.visits)
            load = os.getloadavg()[0]
            rows = measure(street, args.rounds)
    busy = load > os.cpu_count()
    notes = [f"{args.carers} carers, {args.visits} visits of {ELDERS} elders in a month, median of {args.rounds}.",
             f"Load of the machine before measuring: {load:.1f} on {os.cpu_count()} cores{': busy, the figures are too high' if busy else ''}."]  # fmt: skip
    for row in rows:
        print(f"{row['what']:<40} {row['value']:>8} {row['unit']:<3} asked {row.get('target') or '—':8} peer {row.get('peer_value') or '—'}")
    print(notes[1])
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_text(json.dumps({"title": "A month of appraisal", "command": "python benchmarks/appraise_month.py", "rows": rows, "notes": notes}, indent=2) + "\n")
    return 1 if rows[0]["value"] > SECONDS and not busy else 0


def fill(carers: int, visits: int):
    """The street with its month: nine of ten on time, one in twenty late, the rest missed."""
    from django.db import connection

    from qianshou.access.models import Street
    from qianshou.access.operations import add_user
    from qianshou.care.models import Carer, Visit, VisitEvent
    from qianshou.kernel import clock
    from qianshou.people.models import ElderFile, Person
    from qianshou.watch.models import Due

    now = clock.day_bounds(MONTH)[0]
    street = Street.objects.create(code="pingliang", name="平凉路街道")
    made = {"street": street, "created_at": now, "updated_at": now}
    users = [add_user(username=f"c{n}", display_name=f"c{n}", password=None, now=now) for n in range(carers)]
    helpers = [Carer.objects.create(person=Person.objects.create(**made, name=f"关爱员{n}", user=user), street=street, number=f"专{n:03}", tier="full_time", joined_on=date(2025, 1, 1))
               for n, user in enumerate(users)]  # fmt: skip
    elders = Person.objects.bulk_create([Person(**made, name=f"老人{n}", door=f"{n % 9 + 1}号{'三楼' if n % 3 else ''}") for n in range(ELDERS)])
    ElderFile.objects.bulk_create([ElderFile(person=p, street=street, opened_on=MONTH, updated_at=now) for p in elders])
    starts = [now + timedelta(days=n % DAYS, hours=8 + n % 9) for n in range(visits)]
    rows = Visit.objects.bulk_create([
        Visit(street=street, elder=elders[n * 7 % ELDERS], service=("talking", "cleaning", "chamber_pot")[n % 3], day=clock.local_date(at), window_start=at,
              window_end=at + timedelta(hours=1), minutes=30, made_at=now) for n, at in enumerate(starts)
    ], batch_size=5000)  # fmt: skip
    dues, events = [], []
    for n, (visit, at) in enumerate(zip(rows, starts, strict=True)):
        carer, done = helpers[n % carers], at + timedelta(minutes=50 if n % 20 else 80)
        missed = n % 25 == 7
        dues.append(Due(street=street, person_id=visit.elder_id, key=visit.due_key, kind="visit", day=visit.day, opens_at=at, by_at=visit.window_end, late_at=visit.window_end,
                        ladder=[users[n % carers].pk], state="late" if missed else "met", made_at=now, **({} if missed else {"met_made_at": done, "grade": "scan"})))  # fmt: skip
        if not missed:
            events += [VisitEvent(visit=visit, carer=carer, kind=kind, made_at=done, received_at=done, grade="scan") for kind in ("arrived", "done")]
    Due.objects.bulk_create(dues, batch_size=5000)
    VisitEvent.objects.bulk_create(events, batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return street


def measure(street, rounds: int) -> list[dict]:
    """Rows of the table."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from qianshou.kernel import clock
    from qianshou.merit.operations.appraisal import open_month
    from qianshou.merit.queries.appraisal_scoring import score_street

    now = clock.day_bounds(date(2026, 11, 3))[0]
    took = [_timed(lambda: score_street(street=street, first=MONTH, now=now)) for _ in range(rounds)]
    with CaptureQueriesContext(connection) as reads:
        found = score_street(street=street, first=MONTH, now=now)
    peer = _timed(lambda: _one_by_one(street, found[:SAMPLE], now)) * len(found) / SAMPLE
    opening = _timed(lambda: open_month(street_id=street.pk, month=MONTH, now=now, by_id=None))
    seconds = round(median(took), 2)
    return [
        {"what": "gathered, scored, compared", "value": seconds, "unit": "s", "target": f"≤ {SECONDS:.0f} s", "peer": "carer by carer", "peer_value": round(peer, 2),
         "ratio": round(peer / seconds, 1)},
        {"what": "opened: the same, and written down", "value": round(opening, 2), "unit": "s"},
        {"what": "reads of the database", "value": len(reads), "unit": ""},
    ]  # fmt: skip


def _one_by_one(street, found: list, now: datetime) -> None:
    """The doors of one carer at a time; each must come to the same records as the street's gathering."""
    from qianshou.merit.queries.appraisal_doors import doors
    from qianshou.packs.loader import load

    for one in found:
        own = doors(street=street, carers=[one.carer], pack=load(street.pack), first=MONTH, end=date(2026, 11, 1), now=now)[one.carer.pk]
        assert sorted(own.done) == sorted(one.refs["done"])


def _timed(act) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main())
