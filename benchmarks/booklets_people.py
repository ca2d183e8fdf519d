"""Booklets of 1,000 people as an office prints them: read set by typst, sealed and kept; and their wall cards.

    python benchmarks/booklets_people.py [--people N] [--json FILE]

Everybody has contacts, a key, illnesses, a diet, medicines, habits, a plan, two carers with telephones (eight of them with a photograph of 60 kB),
covers, consents and an assessment: about four pages of A4 each. Nothing is the same in two of them, so that nothing is remembered between them.
"""

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter
from uuid import uuid4

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE.parent / "src"))
RESULT = HERE / "results" / "booklets_people.json"
NOW, DAY = datetime(2026, 11, 24, 4, tzinfo=UTC), date(2026, 11, 24)
TARGET_SECONDS = 60
CHARS = "".join(chr(0x4E00 + n) for n in range(0, 6000, 7))
ILL = ("高血压", "糖尿病", "冠心病", "膝关节炎", "白内障", "慢性支气管炎", "骨质疏松")


def fill(n: int) -> tuple:
    """A street with `n` elders of one committee, each with something in every part."""
    from tests import cast

    from qianshou.care.models import Carer
    from qianshou.people.models import ElderFile, Person
    from qianshou.people.operations import keep_paper

    made, draw = cast.make(NOON := NOW), random.Random(7)
    street, officer = made.street, made.officer
    type(street).objects.filter(pk=street.pk).update(telephone="02165410127")
    carers = list(Carer.objects.filter(street=street).select_related("person"))
    for at, carer in enumerate(carers):
        cast.telephone(carer.person, f"1370000{at:04d}")
        keep_paper(person_id=carer.person_id, kind="photo", name="face", data=noise_png(draw), now=NOON, by_id=officer.pk)
    word = lambda k: "".join(draw.choice(CHARS) for _ in range(k))
    here = {"street": street}
    people = Person.objects.bulk_create(
        [
            Person(
                **here,
                committee=made.huaide,
                name=f"沈{word(2)}",
                name_key=f"shen{at:06d}",
                sex="f",
                birth_date=date(1930 + at % 25, 1 + at % 12, 1 + at % 28),
                birth_precision="day",
                place=made.lane,
                door=f"{at}号{word(2)}",
                interests=[word(2), word(2)],
                dialects=["沪语"],
                created_at=NOW,
                updated_at=NOW,
            )
            for at in range(n)
        ]
    )
    ElderFile.objects.bulk_create(
        [
            ElderFile(
                person=p, **here, living="alone", health=draw.sample(ILL, 3), access_note=f"上{word(1)}楼，{word(6)}", opened_on=DAY, updated_at=NOW
            )
            for p in people
        ]
    )
    reach(people, word)
    health(people, here, word, draw)
    care(people, here, carers, word)
    return street, officer, [p.pk for p in people]


def reach(people: list, word: Callable[[int], str]) -> None:
    """Whom to call and who has the key."""
    from qianshou.people import vault
    from qianshou.people.models import Contact, Phone, SpareKey

    seal = lambda k: vault.seal(f"139{k:08d}")
    Phone.objects.bulk_create([Phone(person=p, kind="mobile", sealed=(s := seal(k)).sealed, blind=s.blind) for k, p in enumerate(people)])
    Contact.objects.bulk_create(
        [
            Contact(elder=p, position=k, name=f"沈{word(1)}", relation=r, sealed=(s := seal(p.pk * 3 + k)).sealed, blind=s.blind)
            for p in people
            for k, r in enumerate(("儿子", "女儿", "邻居"))
        ]
    )
    SpareKey.objects.bulk_create([SpareKey(elder=p, holder_name=f"隔壁{word(1)}阿姨", since=DAY, sealed=seal(p.pk).sealed) for p in people])


def health(people: list, here: dict, word: Callable[[int], str], draw: random.Random) -> None:
    """Diet, medicines, habits, and what was agreed to."""
    from qianshou.meals.models import Diet
    from qianshou.people.models import Consent, Habit, Medicine

    Diet.objects.bulk_create(
        [Diet(person=p, **here, kind="allergy", target=draw.choice(("crustacean", "peanut")), hard=True, entered_at=NOW) for p in people]
    )
    Medicine.objects.bulk_create(
        [
            Medicine(person=p, **here, name=word(4), dose="1 片", times="早饭后", prescribed_by=word(5), written_at=NOW)
            for p in people
            for _ in range(4)
        ]
    )
    Habit.objects.bulk_create(
        [
            Habit(person=p, **here, kind=kind, text=word(10), written_at=NOW)
            for p in people
            for kind in ("rises", "hearing", "language", "likes", "religion")
        ]
    )
    Consent.objects.bulk_create(
        [Consent(person=p, **here, purpose=purpose, at=NOW, how="paper") for p in people for purpose in ("health", "place", "talents", "photos")]
    )


def care(people: list, here: dict, carers: list, word: Callable[[int], str]) -> None:
    """Plan, carers, covers, and how they were found to be."""
    from qianshou.assessment.models import Assessment
    from qianshou.care.models import Link, PlanItem, Safeguard

    PlanItem.objects.bulk_create(
        [
            PlanItem(
                elder=p, **here, service=s, weekdays=[1, 3, 5], window_start=time(9 + k), window_end=time(10 + k), minutes=30, since=DAY, note=word(4)
            )
            for p in people
            for k, s in enumerate(("cleaning", "talking", "bathing"))
        ]
    )
    Link.objects.bulk_create(
        [
            Link(elder=p, **here, carer=carers[(k + r) % len(carers)], rank=rank, since=DAY)
            for k, p in enumerate(people)
            for r, rank in enumerate(("primary", "backup"))
        ]
    )
    Safeguard.objects.bulk_create(
        [
            Safeguard(
                person=p,
                **here,
                kind=kind,
                provider=word(4),
                policy=f"P{p.pk}-{kind}",
                since=DAY,
                until=DAY + timedelta(days=300),
                batch=uuid4(),
                made_at=NOW,
            )
            for p in people
            for kind in (1, 3)
        ]
    )
    Assessment.objects.bulk_create(
        [
            Assessment(
                person=p,
                **here,
                instrument="gbt42195",
                version=version(),
                state="done",
                made_on=DAY,
                level=p.pk % 5,
                total=50,
                begun_at=NOW,
                completed_at=NOW,
            )
            for p in people
        ]
    )


def version() -> str:
    """The version of the instrument that the pack has."""
    from qianshou.packs.instruments import instruments

    return instruments("yangpu", DAY)["gbt42195"].version


def noise_png(draw: random.Random, size: int = 142) -> bytes:
    """A picture of about 60 kB that cannot be packed smaller."""
    import struct
    import zlib

    rows = b"".join(b"\0" + draw.randbytes(size * 3) for _ in range(size))
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def run(n: int) -> dict:
    """Seconds of booklets and cards, with pages and bytes."""
    import django

    from qianshou.kernel.sealing import new_key_file

    data_dir = Path(tempfile.mkdtemp(prefix="qianshou-bench-"))
    os.environ |= {"DJANGO_SETTINGS_MODULE": "qianshou.settings", "QIANSHOU_DATA": str(data_dir), "QIANSHOU_KEY_FILE": str(data_dir / "key")}
    new_key_file(data_dir / "key")
    django.setup()

    from tests import database

    from qianshou.booklets.operations import ask_run, print_runs, set_run

    cluster, spent = database.start(), {"read": 0.0, "set": 0.0}
    try:
        database.make(cluster, "bench")
        database.point_at(cluster, "bench")
        street, officer, ids = fill(n)
        for step, name in (("booklets_of", "read"), ("volume_pdf", "set")):
            setattr(print_runs, step, timed(getattr(print_runs, step), name, spent))
        found = {}
        for kind in ("booklet", "card"):
            asked = ask_run(street_id=street.pk, kind=kind, person_ids=ids, language="zh", title="", health=True, now=NOW, by_id=officer.pk)
            spent |= {"read": 0.0, "set": 0.0}
            begun = perf_counter()
            assert set_run(run_id=asked.pk, now=NOW)
            whole = perf_counter() - begun
            asked.refresh_from_db()
            size = sum((data_dir / part["path"]).stat().st_size for part in asked.parts) / 1e6
            found[kind] = {"whole": whole, **spent, "pages": sum(part["pages"] for part in asked.parts), "parts": len(asked.parts), "megabytes": size}
        return found
    finally:
        database.stop(cluster)
        shutil.rmtree(data_dir, ignore_errors=True)


def timed(step, name: str, spent: dict):
    """`step`, which adds up how long it takes."""

    def go(*args, **more):
        begun = perf_counter()
        try:
            return step(*args, **more)
        finally:
            spent[name] += perf_counter() - begun

    return go


def main() -> int:
    """Measure, print, write; exit code 1 when it took longer than asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--json", type=Path, default=RESULT)
    asked = parser.parse_args()
    found, load = run(asked.people), os.getloadavg()[0]
    book, card = found["booklet"], found["card"]
    rows = [
        {
            "what": f"booklets of {asked.people} people ({book['pages']} pages A4, {book['megabytes']:.0f} MB in {book['parts']} files), from the database to the kept files",
            "value": round(book["whole"], 1),
            "unit": "s",
            "target": f"≤ {TARGET_SECONDS} s",
        },
        {"what": "of it: read and put together", "value": round(book["read"], 1), "unit": "s"},
        {"what": "of it: set by typst, in processes of their own", "value": round(book["set"], 1), "unit": "s"},
        {"what": f"wall cards of {asked.people} people ({card['pages']} pages A5)", "value": round(card["whole"], 1), "unit": "s"},
    ]
    for row in rows:
        print("  ".join(str(v) for v in row.values()))
    notes = [
        f"One run on one core at a time; load of the machine at its end {load:.1f}. No two booklets say the same, so nothing is remembered between them."
    ]
    asked.json.parent.mkdir(exist_ok=True)
    asked.json.write_text(
        json.dumps(
            {"title": "Booklets of people", "command": "python benchmarks/booklets_people.py", "rows": rows, "notes": notes},
            ensure_ascii=False,
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )
    return int(book["whole"] > TARGET_SECONDS)


if __name__ == "__main__":
    raise SystemExit(main())
