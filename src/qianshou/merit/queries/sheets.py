"""The sheets of a month as they count: frozen where the month is closed, else as the record says now; and what was heard after a closing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from qianshou.access.scope import Scope
from qianshou.care.models import Carer

from ..models import AttendanceCorrection, ClosedSheet, MonthClosing
from ..rules.adjusting import Adjustment, adjustments
from ..rules.attendance import AttendanceMonth
from ..rules.frozen import month_of
from .attendance import attendance

LOOK_BACK = 3  # months of which late news still comes onto a sheet: a phone sends for thirty days; what is older takes an opening


@dataclass(frozen=True, slots=True)
class Sheet:
    """One carer's sheet of a month.

    month        the days and their sums
    adjusted     days of months closed before that are others now: they count on this sheet
    words        corrections that were answered, as plain values: day, came, went, text, answer, by, state
    closing      what froze it; None while the month is open
    sha256       of the frozen sheet
    """

    carer_id: int
    number: str
    name: str
    tier: str
    month: AttendanceMonth
    adjusted: tuple[Adjustment, ...] = ()
    words: tuple[dict, ...] = field(default=())
    closing: MonthClosing | None = None
    sha256: str = ""


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_back(month: date, n: int) -> date:
    """The first day of the month `n` months earlier."""
    index = month.year * 12 + month.month - 1 - n
    return date(index // 12, index % 12 + 1, 1)


def closing_of(scope: Scope, month: date) -> MonthClosing | None:
    """The closing that holds (signed or closed) for a month of the scope's street."""
    rows = MonthClosing.objects.filter(scope.rows(committee=None), street_id=scope.street_id, month=month).exclude(state=MonthClosing.State.REOPENED)
    return rows.select_related("signed_by", "closed_by").first()


def closings(scope: Scope, month: date | None = None) -> list[MonthClosing]:
    """Every closing of the street, the newest first; of one month with `month`."""
    rows = MonthClosing.objects.filter(scope.rows(committee=None), street_id=scope.street_id)
    rows = rows.filter(month=month) if month else rows
    return list(rows.select_related("signed_by", "closed_by", "reopened_by"))


def sheets(scope: Scope, month: date, now: datetime, carer_id: int | None = None) -> list[Sheet]:
    """Every carer's sheet, or one's. Raises Carer.DoesNotExist for one out of scope."""
    closing = closing_of(scope, month)
    if closing and closing.state == MonthClosing.State.CLOSED:
        found = frozen_sheets(scope, closing, carer_id)
        if found or carer_id is None:
            return found  # a carer who came onto the list only afterwards has a sheet as the record says now
    return live_sheets(scope, month, now, carer_id)


def frozen_sheets(scope: Scope, closing: MonthClosing, carer_id: int | None = None) -> list[Sheet]:
    """The sheets as they were closed."""
    rows = ClosedSheet.objects.filter(scope.rows(committee=None), closing=closing).order_by("number")
    if carer_id is not None:
        rows = rows.filter(carer_id=carer_id)
        if not rows and not Carer.objects.filter(scope.rows(committee=None), pk=carer_id).exists():
            raise Carer.DoesNotExist
    return [
        Sheet(row.carer_id, row.number, row.name, row.tier, month_of(row.data), tuple(map(Adjustment.of, row.adjustments)), tuple(row.words), closing, row.sha256)
        for row in rows
    ]


def live_sheets(scope: Scope, month: date, now: datetime, carer_id: int | None = None) -> list[Sheet]:
    """The sheets as the record says now, with what closed months have still to be adjusted by."""
    found = attendance(scope, month, next_month(month), now, carer_id)
    ids = [one.carer_id for one in found]
    words, adjusted = words_of(ids, month), outstanding(scope, month, now, carer_id)
    return [Sheet(one.carer_id, one.number, one.name, one.tier, one.month, tuple(adjusted.get(one.carer_id, ())), tuple(words[one.carer_id])) for one in found]


def words_of(carer_ids: Iterable[int], month: date) -> dict[int, list[dict]]:
    """Carer → corrections of days of the month that were answered, in the order of the days."""
    found: dict[int, list[dict]] = defaultdict(list)
    rows = AttendanceCorrection.objects.filter(carer__in=list(carer_ids), day__gte=month, day__lt=next_month(month)).exclude(state="open")
    for row in rows.select_related("answered_by").order_by("day", "pk"):
        found[row.carer_id].append({
            "day": row.day.isoformat(), "came": f"{row.came:%H:%M}" if row.came else "", "went": f"{row.went:%H:%M}" if row.went else "", "text": row.text,
            "answer": row.answer, "by": row.answered_by.display_name if row.answered_by else "", "state": row.state,
        })  # fmt: skip
    return found


def outstanding(scope: Scope, before: date, now: datetime, carer_id: int | None = None, *, only: date | None = None) -> dict[int, list[Adjustment]]:
    """Carer → what is known now of closed months before `before` that no closing has taken up yet, by day. `only`: of that month alone."""
    closed = MonthClosing.objects.filter(scope.rows(committee=None), street_id=scope.street_id, state="closed", month__lt=before)
    closed = closed.filter(month=only) if only else closed.filter(month__gte=months_back(before, LOOK_BACK))
    found: dict[int, list[Adjustment]] = defaultdict(list)
    taken = _taken(scope, carer_id)
    for closing in closed.order_by("month"):
        held = {one.carer_id: one.month for one in frozen_sheets(scope, closing, carer_id)}
        end = next_month(closing.month)
        for one in attendance(scope, closing.month, end, now, carer_id):
            own = [adjusted for adjusted in taken[one.carer_id] if closing.month <= adjusted.day < end]
            found[one.carer_id] += adjustments(held.get(one.carer_id), one.month, own)
    return found


def _taken(scope: Scope, carer_id: int | None) -> dict[int, list[Adjustment]]:
    """Carer → every adjustment that a closing which holds has taken up, in the order of the months."""
    rows = ClosedSheet.objects.filter(scope.rows(committee=None), street_id=scope.street_id, closing__state="closed").exclude(adjustments=[])
    rows = rows.filter(carer_id=carer_id) if carer_id is not None else rows
    found: dict[int, list[Adjustment]] = defaultdict(list)
    for pk, many in rows.order_by("closing__month").values_list("carer_id", "adjustments"):
        found[pk] += map(Adjustment.of, many)
    return found
