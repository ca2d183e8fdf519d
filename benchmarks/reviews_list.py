"""A month of 10,000 reviews listed: who has the form, who has none yet, by committee and carer; and what 60 carers' phones ask for.

    python benchmarks/reviews_list.py [--people 10000] [--files 25000] [--rounds 20] [--explain]

A street of 25,000 files of whom 10,000 are in the net, a year of forms behind them; half of this month's are done. Whole requests (middleware, queries,
template) as the program's own role. The peer asks person by person, as one would write it first; both must name the same people.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE)]
MONTH, TODAY = date(2026, 11, 1), date(2026, 11, 24)
CARERS, COMMITTEES, KEY_SHARE = 300, 22, 5
PAGE_MS = 100
PAGES = [
    ("the month, whole page", "/reviews/?month=2026-11"),
    ("who has none yet", "/reviews/?month=2026-11&state=none"),
    ("who has none yet, page 30", "/reviews/?month=2026-11&state=none&page=30"),
    ("who has none yet, one committee", "/reviews/?month=2026-11&state=none&committee={committee}"),
    ("who has none yet, one carer", "/reviews/?month=2026-11&state=none&carer={carer}"),
    ("a name", "/reviews/?month=2026-11&q=沈玉"),
]


def main() -> int:
    """Fill, measure, print, write. 1 when something asked was missed on a quiet machine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--files", type=int, default=25_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--data", type=Path, help="a data directory to fill once and measure again (default: a temporary one)")
    parser.add_argument("--explain", action="store_true", help="print the plan of the list and of its counts")
    parser.add_argument("--json", type=Path, default=HERE / "results" / "reviews_list.json")
    args = parser.parse_args()
    os.environ["QIANSHOU_LOG"] = "ERROR"
    from qianshou.runtime import context

    with tempfile.TemporaryDirectory(prefix="qianshou-bench-") as folder:
        data = context.prepare(args.data or Path(folder))
        with context.database(data, migrate=True):
            street, officer, carer = known() or fill(args.files, args.people)
            load = os.getloadavg()[0]
            rows = measure(street, officer, carer, args)
    busy = max(load, os.getloadavg()[0] - 1) > os.cpu_count()
    notes = [
        f"Server time, median of {args.rounds}. {args.files} files, {args.people} in the net, one in {KEY_SHARE} a key elder; {CARERS} carers.",
        f"Load of the machine before measuring: {load:.1f} on {os.cpu_count()} cores{': busy, the figures are too high' if busy else ''}.",
    ]
    result = {"title": "The month's reviews", "command": f"python benchmarks/reviews_list.py --people {args.people}", "rows": rows, "notes": notes}
    for row in rows:
        print(f"{row['what']:<48} {row['value']:>8} {row['unit']:<3} asked {row.get('target') or '—':10} peer {row.get('peer_value') or '—'}")
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    missed = [row for row in rows if row.get("target") and row["value"] > float(row["target"].split()[1])]
    return 1 if missed and not busy else 0


def known() -> tuple | None:
    """What an earlier run left in the data directory."""
    from qianshou.access.models import Street, User
    from qianshou.care.models import Carer

    street = Street.objects.filter(code="pingliang").first()
    return (street, User.objects.get(username="bench"), Carer.objects.order_by("pk").first()) if street else None


def fill(files: int, people: int) -> tuple:
    """(street, officer, a carer): everybody's file, the net, a year of forms, half of this month's done and a tenth begun."""
    from django.db import connection

    from qianshou.access.models import Committee, Street
    from qianshou.access.operations import add_user, assign_role
    from qianshou.care.models import Carer, KeyElder, Link
    from qianshou.kernel import clock
    from qianshou.kernel.names import name_keys
    from qianshou.people.models import ElderFile, Person, Place

    now, begin = clock.day_bounds(TODAY)[0], date(2025, 1, 1)
    street = Street.objects.create(code="pingliang", name="平凉路街道")
    committees = Committee.objects.bulk_create(Committee(street=street, name=f"第{n}居委会", position=n) for n in range(COMMITTEES))
    lanes = Place.objects.bulk_create(Place(street=street, committee=committees[n % COMMITTEES], name=f"怀德路{n}弄") for n in range(300))
    officer = add_user(username="bench", display_name="王敏", password=None, now=now)
    assign_role(user=officer, role="street_officer", street_id=street.pk, since=begin, now=now)
    parts = "沈陆鲍王李张刘陈杨赵", "玉根秀国桂美惠志建文", "芳宝英栋珍华芬强平兰"
    names = [parts[0][n % 10] + parts[1][n // 10 % 10] + parts[2][n // 100 % 10] for n in range(1000)]
    keys = [name_keys(name).sort_key for name in names]
    made = {"street": street, "created_at": now, "updated_at": now}
    elders = Person.objects.bulk_create([
        Person(**made, committee=committees[n % COMMITTEES], place=lanes[n % 300], door=f"{n % 40}号", name=names[n % 1000], name_key=keys[n % 1000],
               birth_date=date(1930 + n % 30, 3, 5), birth_precision="day") for n in range(files)
    ], batch_size=2000)  # fmt: skip
    ElderFile.objects.bulk_create([ElderFile(person=p, street=street, opened_on=begin, updated_at=now) for p in elders], batch_size=2000)
    helpers = Person.objects.bulk_create(Person(**made, name=f"关爱员{n}", name_key=f"guanaiyuan{n:04}") for n in range(CARERS))
    carers = Carer.objects.bulk_create(Carer(person=p, street=street, number=f"专{n:03}", tier="full_time", weekly_hours=40, joined_on=begin) for n, p in enumerate(helpers))
    net = elders[::files // people][:people]
    KeyElder.objects.bulk_create(KeyElder(elder=p, street=street, since=begin) for p in net[::KEY_SHARE])
    for rank in ("primary", "backup"):
        shift = rank == "backup"
        Link.objects.bulk_create([Link(elder=p, carer=carers[(n + shift) % CARERS], street=street, rank=rank, since=begin) for n, p in enumerate(net)], batch_size=2000)
    _forms(street, net, now)
    for table in ("people_person", "people_elderfile", "care_link", "care_keyelder", "assessment_assessment"):
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {table}")
    return street, officer, carers[0]


def _forms(street, net: list, now) -> None:
    """Key elders each month, the others each quarter in turn; of this month's owed half are done and a tenth begun."""
    from qianshou.assessment.models import Assessment

    rows = []
    for n, person in enumerate(net):
        every = 1 if n % KEY_SHARE == 0 else 3
        for ago in range(0, 12):
            if (ago + n // KEY_SHARE) % every:
                continue
            at = MONTH.year * 12 + MONTH.month - 1 - ago
            month = date(at // 12, at % 12 + 1, 1)
            state = "done" if ago else ("done", "done", "done", "done", "done", "draft", "", "", "", "")[n // KEY_SHARE % 10]
            if state:
                rows.append(Assessment(
                    street=street, committee_id=person.committee_id, person=person, instrument="monthly_review", version="2026", why="month", month=month, state=state,
                    made_on=month + timedelta(days=20), answers={"spirits": "same", "events": ["none"], "words": "睡得好"}, begun_at=now,
                    completed_at=now if state == "done" else None,
                ))  # fmt: skip
    Assessment.objects.bulk_create(rows, batch_size=2000)


def measure(street, officer, carer, args) -> list[dict]:
    """Rows of the table."""
    from django.conf import settings
    from django.test import Client

    from qianshou.access.scope import scope_of
    from qianshou.care.queries.reviews import in_net, linked_in_net, listed
    from qianshou.kernel import clock

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(officer, backend="qianshou.access.backends.PasswordBackend")
    committee = street.committees.first()
    named = {"committee": committee.pk, "carer": carer.pk}
    rows = []
    with clock.frozen(clock.at(TODAY, time(9))):
        for what, address in PAGES:
            took = timed(lambda address=address: page(client, address.format(**named)), args.rounds)
            rows.append({"what": what, "value": took, "unit": "ms", "target": f"≤ {PAGE_MS} ms"})
        asked = {"scope": scope_of(officer, TODAY), "street": street, "month": MONTH, "today": TODAY}
        none = lambda: [pk for pk, review in listed(**asked, committee=committee.pk) if review == "none"]
        if args.explain:
            print(in_net(street, MONTH).order_by("committee__position", "name_key", "pk").values_list("pk", "review").explain(analyze=True, buffers=True))
        began = perf_counter()
        peer = one_by_one(street, committee)
        peer_took = (perf_counter() - began) * 1000
        assert sorted(none()) == sorted(peer) and peer
        took = timed(none, args.rounds)
        rows.append({"what": f"the {len(peer)} of one committee who have none yet", "value": took, "unit": "ms", "peer": "person by person, ORM",
                     "peer_value": round(peer_took), "ratio": round(peer_took / took, 1)})  # fmt: skip
        rows.append({"what": "everybody of the month with their state", "value": timed(lambda: listed(**asked), args.rounds), "unit": "ms"})
        rows.append({"what": "one carer's phone, her elders", "value": timed(lambda: linked_in_net(carer, month=MONTH, on=TODAY), args.rounds), "unit": "ms"})
    return rows


def page(client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def timed(work: Callable[[], object], rounds: int) -> float:
    """Median milliseconds, after one that is not counted."""
    work()
    times = []
    for _ in range(rounds):
        began = perf_counter()
        work()
        times.append((perf_counter() - began) * 1000)
    return round(median(times), 1)


def one_by_one(street, committee) -> list[int]:
    """The peer: for each person in the net the forms are asked for, and the rule is applied."""
    from qianshou.assessment.models import Assessment
    from qianshou.care.models import KeyElder, Link
    from qianshou.care.rules.reviews import is_owed
    from qianshou.people.models import Person

    found = []
    for person in Person.objects.filter(street=street, committee=committee, file__isnull=False):
        key = KeyElder.objects.filter(elder=person, since__lt=date(2026, 12, 1), until=None).exists()
        if not key and not Link.objects.filter(elder=person, since__lt=date(2026, 12, 1), until=None).exists():
            continue
        forms = Assessment.objects.filter(person=person, instrument="monthly_review").exclude(state="withdrawn")
        if forms.filter(month=MONTH).exists():
            continue
        last = forms.filter(state="done", month__lt=MONTH).order_by("-month").first()
        if is_owed(month=MONTH, last=last.month if last else None, every=1 if key else 3):
            found.append(person.pk)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
