"""The demo's safeguards and booklets: covers of two providers, some that run out soon, claims; medicines, habits, faces of carers.

The kinds have no names here either: the source does not name them. Providers are invented.
"""

from __future__ import annotations

import struct
import zlib
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from qianshou.access.models import Street, User
from qianshou.care.models import Carer, KeyElder, Safeguard
from qianshou.care.operations import claims, owe_renewals, safeguards
from qianshou.kernel import clock
from qianshou.people.operations import MedicineEntry, add_medicine, keep_paper, set_habits

PROVIDERS = ((1, "浦江保险", "居家意外，含跌倒骨折", 12_000, 5_000_000), (3, "街道民生保障基金", "紧急救助金", None, 300_000))
MEDICINES = (
    ("氨氯地平片", "5 毫克 1 片", "早饭后"),
    ("二甲双胍片", "0.5 克 1 片", "早晚饭后"),
    ("阿托伐他汀片", "20 毫克 1 片", "睡前"),
    ("碳酸钙 D3 片", "1 片", "午饭后"),
)
HABITS = (
    ("rises", ("五点半起，午睡到两点", "七点起，晚上九点睡", "夜里要起来两次")), ("hearing", ("左耳背，请大声一点", "戴助听器", "眼睛看不清小字")),
    ("language", ("沪语，听得懂普通话", "苏北话", "普通话")), ("likes", ("喜欢越剧，不喜欢热闹", "爱下象棋", "爱聊孙子")), ("religion", ("初一、十五吃素", "没有忌讳")),
)  # fmt: skip
WITH_DAILY, RENEWED = 60, 2


def cover(*, street: Street, officer: User, now: datetime, rng: Random) -> dict[str, int]:
    """Write it all down, for key elders. Once."""
    if Safeguard.objects.filter(street=street).exists():
        return {"covers": 0, "owed": 0}
    today, act = clock.local_date(now), {"now": now, "by_id": officer.pk}
    elders = list(KeyElder.objects.filter(street=street, until__isnull=True).order_by("elder_id").values_list("elder_id", flat=True))
    made = []
    for at, (kind, provider, words, premium, amount) in enumerate(PROVIDERS):
        for n, share in enumerate((0.25, 0.6)):
            people = [pk for pk in elders if pk not in {r.person_id for r in made if r.kind == kind} and rng.random() < share]
            until = today + timedelta(days=(18, 210)[n] + 30 * at)
            terms = safeguards.Terms(
                kind=kind,
                provider=provider,
                cover=words,
                policy=f"{today.year}-{kind}{n}",
                premium_fen=premium,
                amount_fen=amount,
                since=until - timedelta(days=364),
                until=until,
            )
            if people:
                made += safeguards.cover_many(street_id=street.pk, person_ids=people, terms=terms, batch=_uuid(rng), **act).made
    owed = owe_renewals(street_id=street.pk, now=now)
    for row in [r for r in made if r.until < today + timedelta(days=30)][:RENEWED]:
        terms = safeguards.Terms(
            kind=row.kind, provider=row.provider, cover=row.cover, since=row.until + timedelta(days=1), until=row.until + timedelta(days=365)
        )
        safeguards.cover_person(person_id=row.person_id, terms=terms, batch=_uuid(rng), **act)
    for n, row in enumerate(made[:4]):
        _claim(row, n, today, rng, act)
    _daily(elders[:WITH_DAILY], rng, act)
    _faces(street, rng, act)
    return {"covers": len(made), "owed": owed}


def _claim(row: Safeguard, n: int, today, rng: Random, act: dict) -> None:
    """A fall at home, reported; each a step further than the one before."""
    day = today - timedelta(days=20 - n)
    fall = claims.note_incident(
        safeguard_id=row.pk, happened_on=day, text="在家滑倒，手腕骨折，已送医", reported_by="关爱员", batch=_uuid(rng), **act
    )
    steps = (("reported", "电话报案", None), ("papers", "病历、发票、身份证复印件", None), ("paid", "", 186_000))
    for k, (state, note, fen) in enumerate(steps[:n]):
        claims.step_claim(incident_id=fall.pk, state=state, on=day + timedelta(days=2 + 3 * k), note=note, paid_fen=fen, batch=_uuid(rng), **act)


def _daily(elders: list[int], rng: Random, act: dict) -> None:
    for pk in elders:
        for name, dose, times in rng.sample(MEDICINES, rng.randint(1, 3)):
            add_medicine(person_id=pk, entry=MedicineEntry(name, dose, times, prescribed_by="社区卫生服务中心"), **act)
        set_habits(person_id=pk, notes={kind: rng.choice(words) for kind, words in HABITS if rng.random() < 0.7}, **act)


def _faces(street: Street, rng: Random, act: dict) -> None:
    """Drawn pictures in the place of photographs, for half of the full-time carers: nobody's face is invented."""
    carers = Carer.objects.filter(street=street, tier="full_time", left_on__isnull=True).order_by("pk")
    for carer in list(carers)[::2]:
        keep_paper(person_id=carer.person_id, kind="photo", name="头像.png", data=_picture(rng), **act)


def _picture(rng: Random, size: int = 96) -> bytes:
    """A PNG of a head and shoulders in one colour on another."""
    ground, figure = (tuple(rng.randint(low, low + 50) for _ in range(3)) for low in (190, 80))
    rows = bytearray()
    for y in range(size):
        rows.append(0)
        for x in range(size):
            head = (x - size / 2) ** 2 + (y - size * 0.38) ** 2 < (size * 0.19) ** 2
            shoulders = ((x - size / 2) / 0.42) ** 2 + ((y - size) / 0.36) ** 2 < size**2
            rows += bytes(figure if head or shoulders else ground)
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rows))) + chunk(b"IEND", b"")


def _uuid(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)
