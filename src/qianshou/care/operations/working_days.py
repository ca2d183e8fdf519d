"""An officer sets days of the calendar, or takes her word back. Rows are added; nothing is overwritten."""

from datetime import date, datetime, timedelta

from django.db import transaction

from qianshou.access.models import Street
from qianshou.access.operations import log

from ..models import CalendarDay
from .errors import Refused

MOST_DAYS = 31


@transaction.atomic
def set_days(
    *, street_id: int, first: date, last: date, kind: str, name: str, source: str, now: datetime, by_id: int | None, as_weekday: int | None = None
) -> int:
    """These days, both included, are `kind` from now on ("": as published again). Returns how many days.

    Refused "days" for a span the wrong way round or of more than a month, "kind", "source" without a source, "weekday" for one that is none or
    on a day that is not worked.
    """
    Street.objects.select_for_update(no_key=True).get(pk=street_id)
    if not 0 <= (last - first).days < MOST_DAYS:
        raise Refused("days", most=MOST_DAYS)
    if kind and kind not in CalendarDay.Kind.values:
        raise Refused("kind")
    if not source.strip():
        raise Refused("source")
    if as_weekday is not None and (kind != CalendarDay.Kind.WORK or not 1 <= as_weekday <= 7):
        raise Refused("weekday")
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    CalendarDay.objects.bulk_create([
        CalendarDay(street_id=street_id, on=day, kind=kind, as_weekday=as_weekday, name=name.strip()[:60], source=source.strip()[:200], set_by_id=by_id,
                    set_at=now)
        for day in days
    ])  # fmt: skip
    log(act="calendar.set", now=now, by_id=by_id, street_id=street_id, target="calendar", target_id=f"{first}", last=f"{last}", kind=kind)
    return len(days)
