"""A next week on Pingliang street: three plan items and one visit by hand."""

from __future__ import annotations

from datetime import date, time

from qianshou.care import operations as care
from qianshou.care.models import PlanItem, Visit
from tests.cast import NOON, Cast

from .days import visit

MONDAY = date(2026, 11, 30)  # DAY is the Tuesday before; visits stand in the book until the 7th of December
ITEM = {"window_start": time(8, 30), "window_end": time(11), "minutes": 30, "carers_needed": 1, "since": date(2026, 11, 1)}


def week(cast: Cast) -> dict[str, PlanItem]:
    """Talks twice a week and shopping once for Shen, cleaning on every workday for Lu; a walk on Wednesday by hand."""
    add = lambda who, **values: care.add_item(elder_id=who.pk, values=ITEM | values, now=NOON, by_id=cast.officer.pk)
    items = {
        "talk": add(cast.shen, service="talking", times_per_week=2), "shop": add(cast.shen, service="shopping", times_per_week=1),
        "clean": add(cast.lu, service="cleaning", weekdays=[1, 2, 3, 4, 5]),
    }  # fmt: skip
    visit(cast, cast.lu, "walking", time(9), time(15), day=date(2026, 12, 2))
    return items


def days_of(item: PlanItem, monday: date = MONDAY) -> list[int]:
    """The weekdays on which an item's visits of the week stand."""
    rows = Visit.objects.filter(item=item, day__range=(monday, date.fromordinal(monday.toordinal() + 6))).exclude(state="cancelled")
    return sorted(v.day.isoweekday() for v in rows)
