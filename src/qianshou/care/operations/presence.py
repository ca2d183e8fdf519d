"""When carers are there: weekly shifts, and absences, which open holes and move ladders."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from qianshou.access.operations import log

from ..models import Absence, Carer, Shift
from ..rules.absences import is_span, overlap
from ..rules.shifts import LONGEST_BREAK, clashing, length
from .errors import Refused
from .ladders import follow_carer


@transaction.atomic
def set_shifts(
    *, carer_id: int, week: Iterable[tuple[int, time, time]], since: date, now: datetime, by_id: int | None = None, break_minutes: int = 0
) -> None:
    """From `since` on the carer works these hours: (ISO weekday, start, end). What held before ends the day before; the past stays.

    A span whose end is earlier than its start ends on the next day. `break_minutes`: the meal break of every span that is longer than it.
    Refused when spans overlap, also over midnight, or have no length, and for a break of more than two hours.
    """
    carer = Carer.objects.select_for_update().get(pk=carer_id)
    spans = sorted(week)
    if (clash := clashing(spans)) is not None:
        raise Refused("shift_spans", weekday=clash)
    if not 0 <= break_minutes <= LONGEST_BREAK:
        raise Refused("shift_break")
    running = Shift.objects.filter(carer=carer).filter(Q(until__isnull=True) | Q(until__gte=since))
    running.filter(since__gte=since).delete()  # planned but never worked: their rows stay in the history
    running.filter(since__lt=since).update(until=since - timedelta(days=1))
    Shift.objects.bulk_create([
        Shift(carer=carer, weekday=day, starts=start, ends=end, since=since, break_minutes=break_minutes if length(start, end) > break_minutes else 0)
        for day, start, end in spans
    ])  # fmt: skip
    log(act="carer.shifts", now=now, by_id=by_id, street_id=carer.street_id, target="carer", target_id=carer.pk, spans=len(spans))


@transaction.atomic
def add_absence(
    *, carer_id: int, kind: str, first_day: date, last_day: date, now: datetime, by_id: int | None = None, reason: str = "",
    from_noon: bool = False, until_noon: bool = False,
) -> Absence:  # fmt: skip
    """The carer is away from `first_day` to `last_day`, both included. The ladders of her elders follow at once.

    `from_noon`: she still comes in the morning of the first day; `until_noon`: she is back in the afternoon of the last. Refused when nothing is
    left between the two ends, the kind is unknown, or she is away in some of these halves already.
    """
    carer = Carer.objects.select_for_update().get(pk=carer_id)
    asked = (first_day, last_day, from_noon, until_noon)
    if not is_span(*asked) or kind not in Absence.Kind.values:
        raise Refused("absence_days")
    held = Absence.objects.filter(carer=carer, cancelled_at__isnull=True, first_day__lte=last_day, last_day__gte=first_day)
    if any(overlap(asked, one.span) for one in held):
        raise Refused("absent_already")
    absence = Absence.objects.create(
        carer=carer, kind=kind, first_day=first_day, last_day=last_day, from_noon=from_noon, until_noon=until_noon, reason=reason.strip()[:200],
        entered_by_id=by_id,
    )  # fmt: skip
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
        days=str(absence.days),
    )
    return absence


@transaction.atomic
def cancel_absence(*, absence_id: int, now: datetime, by_id: int | None = None) -> None:
    """She is there after all. Cancelling twice changes nothing."""
    absence = Absence.objects.select_related("carer").get(pk=absence_id)
    if Absence.objects.filter(pk=absence_id, cancelled_at__isnull=True).update(cancelled_at=now):
        follow_carer(carer=absence.carer, now=now)
        log(act="carer.present", now=now, by_id=by_id, street_id=absence.carer.street_id, target="carer", target_id=absence.carer_id)
