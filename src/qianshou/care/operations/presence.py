"""When carers are there: weekly shifts, and absences, which open holes and move ladders."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from qianshou.access.operations import log

from ..models import Absence, Carer, Shift
from .errors import Refused
from .ladders import follow_carer


@transaction.atomic
def set_shifts(*, carer_id: int, week: Iterable[tuple[int, time, time]], since: date, now: datetime, by_id: int | None = None) -> None:
    """From `since` on the carer works these hours: (ISO weekday, start, end). What held before ends the day before; the past stays.

    Refused when spans of one day overlap or end before they begin.
    """
    carer = Carer.objects.select_for_update().get(pk=carer_id)
    spans = sorted(week)
    for (day, start, end), after in zip(spans, [*spans[1:], None], strict=False):  # without spans there is nothing to compare
        if end <= start or (after and after[0] == day and after[1] < end):
            raise Refused("shift_spans", weekday=day)
    running = Shift.objects.filter(carer=carer).filter(Q(until__isnull=True) | Q(until__gte=since))
    running.filter(since__gte=since).delete()  # planned but never worked: their rows stay in the history
    running.filter(since__lt=since).update(until=since - timedelta(days=1))
    Shift.objects.bulk_create([Shift(carer=carer, weekday=day, starts=start, ends=end, since=since) for day, start, end in spans])
    log(act="carer.shifts", now=now, by_id=by_id, street_id=carer.street_id, target="carer", target_id=carer.pk, spans=len(spans))


@transaction.atomic
def add_absence(
    *, carer_id: int, kind: str, first_day: date, last_day: date, now: datetime, by_id: int | None = None, reason: str = ""
) -> Absence:
    """The carer is away from `first_day` to `last_day`, both included. The ladders of her elders follow at once.

    Refused when the days are the wrong way round, the kind is unknown, or she is away on some of them already.
    """
    carer = Carer.objects.select_for_update().get(pk=carer_id)
    if last_day < first_day or kind not in Absence.Kind.values:
        raise Refused("absence_days")
    if Absence.objects.filter(carer=carer, cancelled_at__isnull=True, first_day__lte=last_day, last_day__gte=first_day).exists():
        raise Refused("absent_already")
    absence = Absence.objects.create(
        carer=carer, kind=kind, first_day=first_day, last_day=last_day, reason=reason.strip()[:200], entered_by_id=by_id
    )
    follow_carer(carer=carer, now=now)
    log(
        act="carer.absent",
        now=now,
        by_id=by_id,
        street_id=carer.street_id,
        target="carer",
        target_id=carer.pk,
        first=str(first_day),
        last=str(last_day),
    )
    return absence


@transaction.atomic
def cancel_absence(*, absence_id: int, now: datetime, by_id: int | None = None) -> None:
    """She is there after all. Cancelling twice changes nothing."""
    absence = Absence.objects.select_related("carer").get(pk=absence_id)
    if Absence.objects.filter(pk=absence_id, cancelled_at__isnull=True).update(cancelled_at=now):
        follow_carer(carer=absence.carer, now=now)
        log(act="carer.present", now=now, by_id=by_id, street_id=absence.carer.street_id, target="carer", target_id=absence.carer_id)
