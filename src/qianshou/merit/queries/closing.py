"""What a closing needs to know: what is still open, and what would be frozen."""

from collections.abc import Sequence
from datetime import date

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.care.models import Absence
from qianshou.care.queries.working_days import set_days
from qianshou.care.rules.working_days import is_published
from qianshou.packs.loader import load

from ..models import AbsencePaper, AttendanceCorrection, LeaveRequest
from ..rules.closing import LEAVE, PAPER, UNCLEAR, UNPUBLISHED, WAITING, OpenItem, in_order, open_days, unsaid_days
from ..rules.frozen import checksum, plain
from .sheets import Sheet, next_month


def open_items(street: Street, month: date, found: Sequence[Sheet]) -> list[OpenItem]:
    """What is still open on these sheets of a street's month, in the order in which one mends it."""
    names = {one.carer_id: one.name for one in found}
    items = [item for one in found for item in open_days(one.carer_id, one.name, one.month)]
    items += unsaid_days(one.month for one in found)
    waiting = AttendanceCorrection.objects.filter(street=street, state="open", day__gte=month, day__lt=next_month(month)).select_related("carer__person")
    items += [OpenItem(WAITING, row.day, row.carer_id, row.carer.person.name, row.pk) for row in waiting]
    asked = LeaveRequest.objects.filter(street=street, state="open", first_day__lt=next_month(month), last_day__gte=month).select_related("carer__person")
    items += [OpenItem(LEAVE, max(row.first_day, month), row.carer_id, row.carer.person.name, row.pk) for row in asked]
    items += _absences(street, month, names)
    if not is_published(month.year) and not any(day.year == month.year for day in set_days(street.pk, month.replace(month=1), month.replace(month=12, day=31))):
        items.append(OpenItem(UNPUBLISHED, None, ref=month.year))
    return in_order(items)


def _absences(street: Street, month: date, names: dict[int, str]) -> list[OpenItem]:
    """Absences that touch the month: a paper is owed and nobody has seen it, or it does not say which leave it is."""
    kinds, end = load(street.pack, month).leave_kinds, next_month(month)
    rows = list(Absence.objects.filter(carer__in=list(names), cancelled_at=None, first_day__lt=end, last_day__gte=month))
    seen = set(AbsencePaper.objects.filter(absence__in=rows).values_list("absence_id", flat=True))
    found = []
    for row in rows:
        kind, days = kinds.get(row.kind), row.days
        if kind is None:
            continue
        if kind.unclear:
            found.append(OpenItem(UNCLEAR, max(row.first_day, month), row.carer_id, names[row.carer_id], row.pk))
        if kind.paper_from and days >= kind.paper_from and row.pk not in seen:
            found.append(OpenItem(PAPER, max(row.first_day, month), row.carer_id, names[row.carer_id], row.pk))
    return found


def frozen_of(one: Sheet) -> dict:
    """What is written down of one sheet, with its checksum."""
    kept = {
        "number": one.number, "name": one.name, "tier": one.tier, "data": plain(one.month), "adjustments": [adjusted.plain() for adjusted in one.adjusted],
        "words": list(one.words),
    }  # fmt: skip
    return kept | {"sha256": checksum(kept)}


def checksum_of(found: Sequence[Sheet]) -> str:
    """One checksum of all sheets of a month: what an officer signs."""
    return checksum([[one.carer_id, frozen_of(one)["sha256"]] for one in sorted(found, key=lambda one: one.carer_id)])


def corrections(scope: Scope, carer_id: int | None = None, state: str = "") -> list[AttendanceCorrection]:
    """Corrections of the street, those to be answered first, then the newest."""
    rows = AttendanceCorrection.objects.filter(scope.rows(committee=None), street_id=scope.street_id)
    rows = rows.filter(carer=carer_id) if carer_id is not None else rows
    rows = rows.filter(state=state) if state else rows
    return sorted(rows.select_related("carer__person", "answered_by", "written_by"), key=lambda one: (one.state != "open", -one.made_at.timestamp()))


def correction_of(scope: Scope, correction_id: int) -> AttendanceCorrection:
    """One correction; DoesNotExist for one out of scope."""
    return AttendanceCorrection.objects.select_related("carer__person", "carer__street").get(scope.rows(committee=None), pk=correction_id)


def own_corrections(carer_id: int, since: date) -> list[AttendanceCorrection]:
    """A carer's own of the days from `since` on, for her phone."""
    return list(AttendanceCorrection.objects.filter(carer=carer_id, day__gte=since).order_by("-day", "-pk"))
