"""A Tuesday on Pingliang street with six visits: what the tests of rounds plan and change."""

from __future__ import annotations

from datetime import date, datetime, time

from qianshou.care.models import Absence, Carer, Visit
from qianshou.kernel import clock
from qianshou.people.models import Person
from tests.cast import DAY, NOON, Cast, elder

MORNING = datetime(2026, 11, 23, 23, 30, tzinfo=NOON.tzinfo)  # 7:30 of the 24th at the office


def visit(cast: Cast, who: Person, service: str, start: time, end: time, *, minutes: int = 30, carers: int = 1, day: date = DAY, **more) -> Visit:
    """One visit of the day; its due is not needed here."""
    return Visit.objects.create(
        street=who.street, committee=who.committee, elder=who, service=service, day=day, window_start=clock.at(day, start),
        window_end=clock.at(day, end), minutes=minutes, carers_needed=carers, made_at=NOON, **more,
    )  # fmt: skip


def six(cast: Cast) -> dict[str, Visit]:
    """Talk, shopping, cleaning and walks that the full-time carers and the assistant can give, and a wash for two."""
    hua = elder(cast.street, cast.huaide, "华惠珍", cast.lane_unplaced, "2号", date(1937, 5, 5), "310110193705051521", NOON)
    return {
        "talk": visit(cast, cast.shen, "talking", time(8, 30), time(10)),
        "shop": visit(cast, cast.shen, "shopping", time(13), time(16)),
        "clean": visit(cast, cast.lu, "cleaning", time(8), time(16), minutes=60),
        "walk": visit(cast, cast.lu, "walking", time(9), time(15)),
        "chat": visit(cast, hua, "talking", time(8), time(16)),
        "pair": visit(cast, hua, "walking", time(9), time(11), carers=2),
    }


def absent(cast: Cast, carer, day: date = DAY) -> Absence:
    """The carer is ill on the day."""
    return Absence.objects.create(carer=carer, kind="sick", first_day=day, last_day=day, entered_by=cast.officer)


def too_much(cast: Cast) -> dict[str, Visit]:
    """More than the street can do: a late talk, three long mornings of cleaning at one hour, a bath that nobody has learned."""
    visits = six(cast)
    for k in range(3):
        visits[f"long{k}"] = visit(cast, cast.lu, "cleaning", time(9), time(9, 20), minutes=120)
    visits["late"] = visit(cast, cast.shen, "talking", time(16, 45), time(16, 50), minutes=60)
    visits["bath"] = visit(cast, cast.lu, "bathing", time(13), time(15), minutes=45)
    Carer.objects.filter(pk=cast.aide.pk).update(skills=[])
    return visits
