"""The care net of the demo street: thirty key elders, their links, and care plans for a hundred."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from qianshou.access.models import Street, User
from qianshou.care import operations as care
from qianshou.care.models import Carer
from qianshou.kernel.place import Place, metres
from qianshou.people.models import ElderFile, Living, Person, Status
from qianshou.people.operations import set_spare_key

KEY_ELDERS = 30
OTHERS = 70  # elders with a plan who are no key elders
HOLES = 2  # key elders left without a backup: the picture of the net has something to show
NEIGHBOURS = ("隔壁周阿姨", "楼下老张", "居委小李", "二楼陈师傅", "对门赵老师")
REASONS = ("独居，腿脚不便", "独居，高龄", "孤老", "独居，子女在国外", "独居，轻度认知障碍")


@dataclass(frozen=True)
class Habit:
    """A service as a plan has it: how often in a week, in which window, how many minutes, by how many carers."""

    service: str
    times: int = 0
    weekdays: tuple[int, ...] = ()
    window: tuple[time, time] = (time(9), time(11))
    minutes: int = 30
    carers: int = 1
    months: tuple[int, ...] = ()


TALK = Habit("talking", times=3, window=(time(9), time(11)))
TALK_LATE = Habit("talking", times=3, window=(time(13, 30), time(16)))
ONCE = Habit("talking", times=1, window=(time(14), time(16, 30)))
CLEAN = Habit("cleaning", times=1, window=(time(8, 30), time(11, 30)), minutes=60)
POT = Habit("chamber_pot", weekdays=(1, 2, 3, 4, 5, 6, 7), window=(time(6, 30), time(8, 30)), minutes=15)
WALK = Habit("walking", times=2, window=(time(9), time(11)), minutes=45)
SHOP = Habit("shopping", times=1, window=(time(9), time(11, 30)), minutes=40)
BEDDING = Habit("bedding", times=1, window=(time(8, 30), time(11, 30)), minutes=60)
BATH = Habit("winter_bath", times=1, window=(time(12, 30), time(16)), minutes=120, carers=2, months=(1, 2, 3, 11, 12))
EXTRAS = (CLEAN, POT, WALK, SHOP, BEDDING, BATH)
EVERY = {"cleaning": 3, "chamber_pot": 9, "walking": 4, "shopping": 4, "bedding": 7, "winter_bath": 10}  # every nth elder with a plan


def weave(*, street: Street, officer: User, since: date, now: datetime, rng: Random) -> list[Person]:
    """Choose key elders, link them, write plans. Returns all elders with a plan, key elders first."""
    elders = choose(street)
    keys = elders[:KEY_ELDERS]
    for elder in keys:
        care.mark_key(elder_id=elder.pk, since=since, reason=rng.choice(REASONS), now=now, by_id=officer.pk)
    link(keys, street=street, officer=officer, since=since, now=now)
    # Written long before they begin: the visits are then made for all at once, not item by item.
    written = now - timedelta(days=care.HORIZON_DAYS)
    for index, elder in enumerate(elders):
        for habit in habits(index, key=index < KEY_ELDERS):
            care.add_item(elder_id=elder.pk, values=values(habit, since), now=written, by_id=officer.pk)
    for index, elder in enumerate(keys[::3]):
        set_spare_key(
            person=elder, version=elder.version, holder_name=NEIGHBOURS[index % len(NEIGHBOURS)], since=since, now=now, by_id=officer.pk
        )
    return elders


def choose(street: Street) -> list[Person]:
    """Those who live alone, at home, in a placed lane; the oldest first."""
    alone = (Living.ALONE, Living.ALONE_ABROAD, Living.CHILDLESS)
    files = ElderFile.objects.filter(street=street, status=Status.ACTIVE, living__in=alone, in_review=False, person__place__lon__isnull=False,
                                     person__birth_date__isnull=False, person__merged_into__isnull=True)  # fmt: skip
    chosen = files.select_related("person__place").order_by("person__birth_date", "pk")[: KEY_ELDERS + OTHERS]
    return [file.person for file in chosen]


def link(keys: list[Person], *, street: Street, officer: User, since: date, now: datetime) -> None:
    """The nearest full-time carer with room as primary, the nearest other one as backup."""
    carers = list(Carer.objects.filter(street=street, tier__in=("full_time", "assistant")).select_related("start_place", "person"))
    held: Counter = Counter()
    for index, elder in enumerate(keys):
        primary = nearest(elder, [c for c in carers if c.tier == "full_time" and held[c.pk, "primary"] < 3])
        held[primary.pk, "primary"] += 1
        care.link_carer(elder_id=elder.pk, carer_id=primary.pk, rank="primary", start=since, now=now, by_id=officer.pk)
        if index >= len(keys) - HOLES:
            continue
        backup = nearest(elder, [c for c in carers if c != primary and held[c.pk, "backup"] < min(2, c.link_limit)])
        held[backup.pk, "backup"] += 1
        care.link_carer(elder_id=elder.pk, carer_id=backup.pk, rank="backup", start=since, now=now, by_id=officer.pk)


def nearest(elder: Person, carers: list[Carer]) -> Carer:
    """By the straight line between the lanes; a carer whose lane is not placed comes last."""
    here = Place(elder.place.lon, elder.place.lat)

    def far(carer: Carer) -> tuple[float, str]:
        start = carer.start_place
        return (metres(here, Place(start.lon, start.lat)) if start and start.placed else 9e9, carer.number)

    return min(carers, key=far)


def habits(index: int, *, key: bool) -> list[Habit]:
    """What the plan of the elder at this place of the list holds."""
    found = [(TALK if index % 2 else TALK_LATE) if key else ONCE]
    return found + [habit for habit in EXTRAS if index % EVERY[habit.service] == 0]


def values(habit: Habit, since: date) -> dict:
    """A habit as `care.add_item` takes it."""
    return {
        "service": habit.service, "weekdays": list(habit.weekdays), "times_per_week": habit.times or None, "months": list(habit.months),
        "window_start": habit.window[0], "window_end": habit.window[1], "minutes": habit.minutes, "carers_needed": habit.carers, "since": since,
    }  # fmt: skip
