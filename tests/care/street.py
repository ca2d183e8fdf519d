"""A street as large as Pingliang's net: ten full-time carers, thirty key elders in twelve committees, with every kind of hole."""

from datetime import date, time

from qianshou.access.models import Committee
from qianshou.care import operations as care
from qianshou.care.models import Carer
from qianshou.people.models import Person, Place
from tests.cast import LONG_AGO, NOON, Cast, carer, elder

COMMITTEES = ["景星", "仁兴里", "惠民", "福禄街", "沪东新村", "三联大楼", "明园村", "海杨", "又一村", "秦家弄"]
CARERS = ["冯阿姨", "季阿姨", "陆阿姨", "周阿姨", "沈阿姨", "钱阿姨", "顾阿姨", "俞阿姨"]
SURNAMES, GIVEN = "王张李陈刘杨黄吴徐孙朱胡高林何", ["桂英", "秀珍", "根娣", "阿宝", "惠芬", "月仙"]


def weave(cast: Cast) -> list[Person]:
    """Write the street; returns the thirty elders. Numbers 7, 15 and 23 have holes; 11 is visited early, so that she is the first to be late."""
    committees = [cast.huaide, cast.huolan]
    committees += [Committee.objects.create(street=cast.street, name=f"{name}居委会", position=n + 2) for n, name in enumerate(COMMITTEES)]
    places = [
        Place.objects.create(
            street=cast.street,
            committee=c,
            name=f"惠民路{100 + 17 * n}弄",
            lon=121.524 + n * 0.0011,
            lat=31.2582 + n * 0.0006,
            placed_by="import",
        )
        for n, c in enumerate(committees)
    ]
    carers = [cast.tan, cast.shao]
    for n, name in enumerate(CARERS):
        made = carer(cast.street, f"专{n + 3:03}", name, "full_time", places[n], NOON, skills=["talking", "shopping", "walking"])
        Person.objects.filter(pk=made.person_id).update(
            interests=[["沪剧", "编织", "象棋"][n % 3]], dialects=["沪语", ["苏北话", "普通话"][n % 2]]
        )
        carers.append(made)
    Carer.objects.filter(pk__in=[c.pk for c in carers]).update(link_limit=4)
    return [_elder(cast, n, committees, places, carers) for n in range(30)]


def _elder(cast: Cast, n: int, committees: list[Committee], places: list[Place], carers: list[Carer]) -> Person:
    name = SURNAMES[n % len(SURNAMES)] + GIVEN[n % len(GIVEN)]
    where = n * 5 % len(committees)
    made = elder(cast.street, committees[where], name, places[where], f"{n + 1}号底层", date(1932 + n % 14, 1 + n % 12, 3), "", NOON)
    Person.objects.filter(pk=made.pk).update(dialects=["苏北话"] if n % 3 == 0 else ["沪语"], interests=[["沪剧", "编织", "象棋"][n % 3]])
    care.mark_key(elder_id=made.pk, since=LONG_AGO, reason="独居", now=NOON, by_id=cast.officer.pk)
    first, second = carers[n % 10], carers[(n + 3) % 10]
    for rank, who in (("primary", first), ("backup", second)):
        if (n, rank) in {(7, "primary"), (7, "backup"), (15, "primary"), (23, "backup")}:
            continue
        try:
            care.link_carer(elder_id=made.pk, carer_id=who.pk, rank=rank, start=LONG_AGO, now=NOON, by_id=cast.officer.pk)
        except care.Refused:  # Tan and Shao hold Shen already and are at their limit sooner
            continue
    start, end = (time(7), time(8)) if n == 11 else (time(9), time(11))
    values = {
        "service": "talking",
        "times_per_week": 7 if n == 11 else 1 + n % 5,
        "window_start": start,
        "window_end": end,
        "minutes": 30,
        "since": date(2026, 11, 1),
    }
    care.add_item(elder_id=made.pk, values=values, now=NOON, by_id=cast.officer.pk)
    return made
