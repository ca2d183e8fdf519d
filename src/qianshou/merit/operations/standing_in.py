"""One carer works another's shift; and the paper of an absence is seen."""

from datetime import date, datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.care.models import Absence, Carer
from qianshou.care.operations.errors import Refused

from ..models import AbsencePaper, Replacement


@transaction.atomic
def replace_carer(*, carer_id: int, by_carer_id: int, first_day: date, last_day: date, note: str, now: datetime, by_id: int | None) -> Replacement:
    """From `first_day` to `last_day`, both included, `by_carer_id` owes the shifts of `carer_id`.

    Refused "days" for a span the wrong way round, "stand_in" for herself or a carer of another street, "replaced" where somebody stands in already.
    """
    carer = Carer.objects.select_for_update().get(pk=carer_id)
    other = Carer.objects.filter(pk=by_carer_id, street_id=carer.street_id).exclude(pk=carer.pk).first()
    if other is None:
        raise Refused("stand_in")
    if last_day < first_day:
        raise Refused("days")
    if Replacement.objects.filter(carer=carer, cancelled_at=None, first_day__lte=last_day, last_day__gte=first_day).exists():
        raise Refused("replaced")
    made = Replacement.objects.create(
        street_id=carer.street_id, carer=carer, by_carer=other, first_day=first_day, last_day=last_day, note=note.strip()[:200], entered_by_id=by_id,
        entered_at=now,
    )  # fmt: skip
    log(act="attendance.replaced", now=now, by_id=by_id, street_id=carer.street_id, target="carer", target_id=carer.pk, other=other.pk, first=str(first_day))
    return made


@transaction.atomic
def cancel_replacement(*, replacement_id: int, now: datetime, by_id: int | None) -> None:
    """She works her shift herself after all. Cancelling twice changes nothing."""
    row = Replacement.objects.get(pk=replacement_id)
    if Replacement.objects.filter(pk=row.pk, cancelled_at=None).update(cancelled_at=now):
        log(act="attendance.not_replaced", now=now, by_id=by_id, street_id=row.street_id, target="carer", target_id=row.carer_id)


@transaction.atomic
def see_paper(*, absence_id: int, now: datetime, by_id: int) -> AbsencePaper:
    """An officer has the paper of this absence in hand. Again: what was written first stays."""
    absence = Absence.objects.select_related("carer").get(pk=absence_id)
    row, made = AbsencePaper.objects.get_or_create(absence=absence, defaults={"street_id": absence.carer.street_id, "seen_by_id": by_id, "seen_at": now})
    if made:
        log(act="attendance.paper", now=now, by_id=by_id, street_id=row.street_id, target="absence", target_id=absence.pk)
    return row
