"""The care plan of an elder, and the days that it makes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from qianshou.access.scope import Scope
from qianshou.kernel.holidays import is_holiday
from qianshou.packs.shapes import Pack
from qianshou.people.models import Person

from ..models import PlanItem
from ..rules.recurrence import Recurrence, days_of
from .working_days import holiday_corrections


def recurrence_of(item: PlanItem) -> Recurrence:
    """The pure rule of an item."""
    return Recurrence(
        since=item.since,
        until=item.until,
        weekdays=frozenset(item.weekdays),
        times_per_week=item.times_per_week,
        months=frozenset(item.months),
        skip_holidays=item.skip_holidays,
    )


def days_of_item(item: PlanItem, first: date, last: date, pack: Pack) -> Iterator[date]:
    """The days of an item; the street's own holidays come from its calendar and pack. An elder's days spread by the elder's id."""
    corrections = holiday_corrections(item.street_id, pack, first, last) if item.skip_holidays else {}
    return days_of(recurrence_of(item), first, last, seed=item.elder_id, is_holiday=lambda day: is_holiday(day, corrections))


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One day of the look ahead: the items that fall on it, and whether it is a holiday."""

    day: date
    items: list[PlanItem]
    is_holiday: bool


def elder_of(*, scope: Scope, elder_id: int) -> Person:
    """An elder that the user may see; Person.DoesNotExist otherwise."""
    return Person.objects.select_related("file", "place", "committee").get(scope.rows(), pk=elder_id, merged_into__isnull=True)


def items_of(*, scope: Scope, elder_id: int, on: date) -> QuerySet[PlanItem]:
    """The items of an elder that hold on a day or begin later."""
    return PlanItem.objects.filter(scope.rows(committee="elder__committee_id"), elder_id=elder_id).filter(
        Q(until__isnull=True) | Q(until__gte=on)
    )


def item_of(*, scope: Scope, item_id: int) -> PlanItem:
    """One item that the user may see; PlanItem.DoesNotExist otherwise."""
    return PlanItem.objects.select_related("elder").get(scope.rows(committee="elder__committee_id"), pk=item_id)


def look_ahead(items: list[PlanItem], first: date, days: int, pack: Pack) -> list[PlannedDay]:
    """What the items make on the next days, day by day, by time."""
    last = first + timedelta(days=days - 1)
    found: dict[date, list[PlanItem]] = {first + timedelta(days=n): [] for n in range(days)}
    for item in items:
        for day in days_of_item(item, first, last, pack):
            found[day].append(item)
    corrections = holiday_corrections(items[0].street_id if items else None, pack, first, last)
    return [
        PlannedDay(day, sorted(on, key=lambda i: (i.window_start, i.pk or 0)), is_holiday(day, corrections)) for day, on in found.items()
    ]
