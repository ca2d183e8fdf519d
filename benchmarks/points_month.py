"""A month's points of 60 carers and 20,000 finished tasks, worked out and posted; beside crediting them one act at a time. The same with outings,
calls and monthly reviews besides, which are no visits.

    python benchmarks/points_month.py [--carers 60] [--tasks 20000] [--beside 3000]

Everything runs as the program's own role with every trigger on, commits included: the checks of the books wait until then. The peer is what
happens when each act arrives by itself (`credit_visit`, each committed), measured on 300 of them in a month that is otherwise empty.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter
from uuid import uuid4

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE.parent)]
MONTH, DAYS = date(2026, 10, 1), 31
NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
LIMIT_S, SINGLY = 5, 300
SERVICES = ("talking", "shopping", "cleaning", "chamber_pot")


def main() -> int:
    """Fill, measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--carers", type=int, default=60)
    parser.add_argument("--tasks", type=int, default=20_000)
    parser.add_argument("--beside", type=int, default=3_000, help="outings, calls and reviews beside the visits")
    parser.add_argument("--json", type=Path, default=HERE / "results" / "points_month.json")
    args = parser.parse_args()
    os.environ["QIANSHOU_LOG"] = "ERROR"
    from qianshou.runtime import context

    with tempfile.TemporaryDirectory(prefix="qianshou-bench-") as folder:
        data = context.prepare(Path(folder))
        with context.database(data, migrate=True):
            rows, wrong = measure(args.carers, args.tasks, args.beside)
    result = {
        "title": "A month's points",
        "command": f"python benchmarks/points_month.py --carers {args.carers} --tasks {args.tasks} --beside {args.beside}",
        "rows": rows,
        "notes": [f"Audited by plain SQL afterwards: {wrong} wrong.", f"One act at a time: {SINGLY} acts, carried over to all of them."],
    }
    for row in rows:
        print(f"{row['what']:<58} {row['value']:>8} {row['unit']:<4} peer {row['peer_value']!s:>8}  ratio {row['ratio']}")
    print(result["notes"][0])
    args.json.parent.mkdir(exist_ok=True)
    args.json.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    return 1 if wrong else 0


def measure(carers: int, tasks: int, beside: int) -> tuple[list[dict], int]:
    """(rows of the table, rows that the audit found wrong)."""
    from tests.ledger.books import audit

    from qianshou.access.scope import Scope
    from qianshou.care.models import PointCredit
    from qianshou.care.operations.credits import credit_street, credit_visit
    from qianshou.care.queries.credits import points_of_street

    last = MONTH + timedelta(days=DAYS - 1)
    street, done = fill(carers, tasks)
    single, few = fill(carers, SINGLY, code="single")
    mixed, all_of_them = fill(carers, tasks, code="mixed")
    fill_beside(mixed, beside)
    analyze()
    singly = timed(lambda: [credit_visit(visit_id=visit, carer_id=carer, days=[day], now=NOW) for visit, carer, day in few]) * tasks / SINGLY
    whole = timed(lambda: credit_street(street_id=street, first=MONTH, last=last, now=NOW))
    again = timed(lambda: credit_street(street_id=street, first=MONTH, last=last, now=NOW))
    analyze()
    more = timed(lambda: credit_street(street_id=mixed, first=MONTH, last=last, now=NOW))
    more_again = timed(lambda: credit_street(street_id=mixed, first=MONTH, last=last, now=NOW))
    page = timed(lambda: points_of_street(Scope.system(street), MONTH, last))
    assert len(done) == len(all_of_them) == tasks and single != street
    assert PointCredit.objects.filter(street=mixed).count() == tasks + beside
    what = f"{carers} carers, {tasks} tasks"
    rows = [
        line(f"Work out and post a month: {what}", whole, f"≤ {LIMIT_S} s", "one act at a time", singly),
        line("The same again: nothing changes", again),
        line(f"{what}, and {beside} outings, calls and reviews", more, f"≤ {LIMIT_S} s", "visits alone", whole),
        line("The same again: nothing changes", more_again),
        line("The month of all carers, as the page reads it", page),
    ]
    return rows, len(audit())


def analyze() -> None:
    """What autovacuum does within minutes of so many new rows."""
    from qianshou.runtime.schema import as_owner

    with as_owner() as owner, owner.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def line(what: str, seconds: float, target: str = "", peer: str = "", peer_seconds: float | None = None) -> dict:
    """One row of the results."""
    ratio = round(peer_seconds / seconds, 1) if peer_seconds else None
    return {"what": what, "value": round(seconds, 2), "unit": "s", "peer": peer, "peer_value": peer_seconds and round(peer_seconds, 1), "ratio": ratio, "target": target}


def timed(act) -> float:
    """Seconds that `act` takes."""
    began = perf_counter()
    act()
    return perf_counter() - began


def fill(carers: int, tasks: int, code: str = "bench") -> tuple[int, list[tuple[int, int, date]]]:
    """(street, (visit, carer, day) of finished tasks): spread over carers, days and services; each arrived and done."""
    from qianshou.access.models import Street
    from qianshou.care.models import Carer, Visit, VisitEvent
    from qianshou.kernel import clock
    from qianshou.people.models import Person

    street = Street.objects.create(code=code, name=code)
    people = Person.objects.bulk_create(
        Person(street=street, name=f"p{n}", name_key=f"p{n:06d}", created_at=NOW, updated_at=NOW) for n in range(carers + 200)
    )
    staff = Carer.objects.bulk_create(Carer(person=people[n], street=street, number=f"{n:03d}", tier="full_time") for n in range(carers))
    visits = []
    for n in range(tasks):
        day = MONTH + timedelta(days=n * DAYS // tasks)
        start = clock.at(day, time(8)) + timedelta(minutes=n * 7 % 540)
        visits.append(Visit(street=street, elder=people[carers + n % 200], service=SERVICES[n % len(SERVICES)], day=day, window_start=start,
                            window_end=start + timedelta(hours=1), minutes=30, state="done", made_at=NOW))  # fmt: skip
    visits = Visit.objects.bulk_create(visits, batch_size=2000)
    found = [(visit, staff[n % carers]) for n, visit in enumerate(visits)]
    for kind, minutes in (("arrived", 5), ("done", 35)):
        VisitEvent.objects.bulk_create([
            VisitEvent(visit=visit, carer=carer, kind=kind, made_at=visit.window_start + timedelta(minutes=minutes), received_at=NOW, grade="tap")
            for visit, carer in found
        ], batch_size=2000)  # fmt: skip
    return street.pk, [(visit.pk, carer.pk, visit.day) for visit, carer in found]


def fill_beside(street_id: int, number: int) -> None:
    """Outings and calls in companionships, and monthly reviews by carers, a third each; spread over carers, people and days."""
    from qianshou.access.models import User
    from qianshou.assessment.models import Assessment
    from qianshou.care.models import Carer, Companionship, CompanyEntry
    from qianshou.people.models import Person

    staff = list(Carer.objects.filter(street=street_id).select_related("person").order_by("pk"))
    others = list(Person.objects.filter(street=street_id, carer__isnull=True).order_by("pk"))
    users = User.objects.bulk_create(User(username=f"{street_id}-{one.pk}", display_name="c", created_at=NOW) for one in staff)
    for one, user in zip(staff, users, strict=True):
        Person.objects.filter(pk=one.person_id).update(user=user)
    pairs = Companionship.objects.bulk_create(
        Companionship(elder=others[n % len(others)], carer=one, street_id=street_id, since=MONTH) for n, one in enumerate(staff)
    )
    third = number // 3
    CompanyEntry.objects.bulk_create([
        CompanyEntry(companionship=pairs[n % len(pairs)], kind="call" if n % 2 else "outing", on=MONTH + timedelta(days=n * DAYS // (number - third)),
                     minutes=30, entered_at=NOW, batch=uuid4())
        for n in range(number - third)
    ], batch_size=2000)  # fmt: skip
    elders = Person.objects.bulk_create(
        Person(street_id=street_id, name=f"r{n}", name_key=f"r{n:06d}", created_at=NOW, updated_at=NOW) for n in range(third)
    )
    Assessment.objects.bulk_create([
        Assessment(street_id=street_id, person=one, instrument="monthly_review", version="2026", why="month", month=MONTH, state="done", made_by=users[n % len(users)],
                   made_on=MONTH, begun_at=NOW, completed_at=clock_at(n, third))
        for n, one in enumerate(elders)
    ], batch_size=2000)  # fmt: skip


def clock_at(n: int, of: int) -> datetime:
    """When the n-th of so many reviews was finished."""
    from qianshou.kernel import clock

    return clock.at(MONTH + timedelta(days=n * DAYS // of), time(15))


if __name__ == "__main__":
    sys.exit(main())
