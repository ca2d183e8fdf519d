"""A street's month of appraisals: opened, worked out anew while open, corrected by a new version after closing."""

from datetime import date, datetime

from django.db import connection, transaction

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.packs.loader import load

from ..models import Appraisal
from ..queries.appraisal_scoring import CarerScore, month_end, score_street

_APPRAISAL = 0x0CA51  # first key of the advisory lock; the second is the street


def lock_appraisals(street_id: int) -> None:
    """Wait until this transaction is the only one that opens or works out this street's appraisals."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_APPRAISAL, street_id])


@transaction.atomic
def open_month(*, street_id: int, month: date, now: datetime, by_id: int | None) -> int:
    """Open an appraisal for every carer of the month and work out those that are open and unsigned. Returns how many were opened or changed.

    Doing it again takes in what was heard since; what is signed or closed stays. Refused "future" for a month that has not begun.
    """
    if month > clock.local_date(now):
        raise Refused("future")
    lock_appraisals(street_id)
    street = Street.objects.get(pk=street_id)
    held: dict[int, Appraisal] = {}
    for row in Appraisal.objects.filter(street=street, month=month).order_by("-version").prefetch_related("signs"):
        held.setdefault(row.carer_id, row)
    changed = 0
    for one in score_street(street=street, first=month, now=now):
        row = held.get(one.carer.pk)
        if row is None:
            _write(Appraisal(street=street, carer=one.carer, month=month, opened_by_id=by_id), one, now)
            changed += 1
        elif row.is_open and not row.signs.all():
            changed += _write(row, one, now)
    log(act="appraisal.opened", now=now, by_id=by_id, street_id=street_id, target="street", target_id=street_id, month=month.isoformat(), changed=changed)
    return changed


def _write(row: Appraisal, one: CarerScore, now: datetime) -> bool:
    """Let a row say what was worked out; whether anything differs from before."""
    values = {
        "tier": one.carer.tier, "parts": one.parts(), "compared": one.compared(), "tenths": one.score.tenths, "result": one.result,
        "pack": load(row.street.pack, row.month).version,
    }  # fmt: skip
    changed = row.pk is None or any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    row.worked_at = now
    row.save()
    return changed


@transaction.atomic
def work_out(*, appraisal_id: int, now: datetime, by_id: int | None) -> Appraisal:
    """Work one out anew from what stands now. Refused "closed", or "signed" when somebody has put her name under the numbers."""
    row = open_row(appraisal_id)
    if row.signs.exists():
        raise Refused("signed")
    mine = next((one for one in score_street(street=row.street, first=row.month, now=now) if one.carer.pk == row.carer_id), None)
    if mine is not None:
        _write(row, mine, now)
    log(act="appraisal.worked_out", now=now, by_id=by_id, street_id=row.street_id, target="appraisal", target_id=row.pk)
    return row


@transaction.atomic
def correct(*, appraisal_id: int, why: str, now: datetime, by_id: int) -> Appraisal:
    """A closed appraisal was wrong: a new version is opened beside it, worked out from what stands now; talk and signatures are made anew.

    Refused "why" without a reason, "open" while this or a newer version is open.
    """
    row = Appraisal.objects.select_related("street", "carer").get(pk=appraisal_id)
    lock_appraisals(row.street_id)
    if not why.strip():
        raise Refused("why")
    newest = Appraisal.objects.select_for_update().filter(carer=row.carer, month=row.month).order_by("-version").first()
    if newest.is_open:
        raise Refused("open")
    made = Appraisal.objects.create(
        street=row.street, carer=row.carer, month=row.month, version=newest.version + 1, why=why.strip()[:300], tier=newest.tier, parts=newest.parts,
        compared=newest.compared, tenths=newest.tenths, result=newest.result, pack=newest.pack, worked_at=now, opened_by_id=by_id,
    )  # fmt: skip
    log(act="appraisal.corrected", now=now, by_id=by_id, street_id=row.street_id, target="appraisal", target_id=made.pk, version=made.version)
    return work_out(appraisal_id=made.pk, now=now, by_id=by_id)


def open_row(appraisal_id: int) -> Appraisal:
    """The row, locked; Refused "closed" when it is."""
    row = Appraisal.objects.select_for_update(of=("self",)).select_related("street", "carer__person").get(pk=appraisal_id)
    if not row.is_open:
        raise Refused("closed")
    return row


def is_over(row: Appraisal, now: datetime) -> bool:
    """Whether the month has ended."""
    return clock.local_date(now) >= month_end(row.month)
