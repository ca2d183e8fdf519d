"""The street's calendar: the published days, the pack's and the officers' words in one."""

from datetime import date, timedelta

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack

from ..models import CalendarDay
from ..rules.working_days import SET, DayKind, corrections_of, kind_of


def set_days(street_id: int | None, first: date | None = None, last: date | None = None) -> dict[date, DayKind]:
    """What officers set and did not take back, by day."""
    rows = CalendarDay.objects.filter(street_id=street_id)
    rows = rows.filter(on__gte=first) if first else rows
    rows = rows.filter(on__lte=last) if last else rows
    newest: dict[date, CalendarDay] = {}
    for row in rows.order_by("on", "pk"):
        newest[row.on] = row
    return {on: DayKind(row.kind, SET, row.name, row.as_weekday) for on, row in newest.items() if row.kind}


def pack_days(street: Street, on: date | None = None) -> dict[date, bool]:
    """Days off (True) and worked (False) of the street's pack."""
    return {holiday.on: holiday.off for holiday in load(street.pack, on).holidays.values()}


def calendar(street: Street, first: date, last: date) -> dict[date, DayKind]:
    """What each day of [first, last] is at this street."""
    own, pack = set_days(street.pk, first, last), pack_days(street, last)
    return {day: kind_of(day, own=own, pack=pack) for n in range((last - first).days + 1) if (day := first + timedelta(days=n))}


def holiday_corrections(street_id: int | None, pack: Pack, first: date, last: date) -> dict[date, bool]:
    """For `kernel.holidays.is_holiday`: which days the street says are public holidays, or are none."""
    return corrections_of(set_days(street_id, first, last), {one.on: one.off for one in pack.holidays.values()}, holidays_only=True)


def off_corrections(street: Street, first: date, last: date) -> dict[date, bool]:
    """For `kernel.holidays.is_day_off`: which days the street says are off, or are worked."""
    return corrections_of(set_days(street.pk, first, last), pack_days(street, last))


def entries(scope: Scope, year: int) -> list[CalendarDay]:
    """Every word about days of a year, the newest word first; what was taken back or set anew stands below."""
    rows = CalendarDay.objects.filter(scope.rows(committee=None), street_id=scope.street_id, on__year=year)
    return list(rows.select_related("set_by").order_by("-pk"))
