"""Leave: asked for by a carer, taken back while it waits, granted or refused by an officer. What is granted is an absence of the care net."""

from datetime import date, datetime

from django.db import transaction

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.care.models import Absence, Carer
from qianshou.care.operations.errors import Refused
from qianshou.care.operations.presence import add_absence
from qianshou.care.queries.absences import absences_in
from qianshou.care.rules.absences import overlap
from qianshou.kernel import clock

from ..models import LeaveRequest, MonthClosing
from ..rules.asking import may_ask, months_of

State = LeaveRequest.State


@transaction.atomic
def ask_leave(
    *, carer_id: int, kind: str, first_day: date, last_day: date, made_at: datetime, now: datetime, by_id: int | None, reason: str = "",
    from_noon: bool = False, until_noon: bool = False, source: str = "",
) -> LeaveRequest:  # fmt: skip
    """Write down that a carer asks to be away (`source`: the act of her phone, kept once). Of a month that is closed it may be asked for, so that somebody answers.

    Refused "leave_kind" for a kind that the office does not know, "leave_days" for days that make no leave, "leave_open" where she asks for one of these halves already,
    "absent_already" where she is away in one of them.
    """
    if source and (held := LeaveRequest.objects.filter(source=source).first()):
        return held
    carer = Carer.objects.select_for_update().get(pk=carer_id)
    asked = (first_day, last_day, from_noon, until_noon)
    if kind not in Absence.Kind.values:
        raise Refused("leave_kind")
    if not may_ask(*asked, today=clock.local_date(now)):
        raise Refused("leave_days")
    if any(overlap(asked, one.span) for one in LeaveRequest.objects.filter(carer=carer, state=State.OPEN)):
        raise Refused("leave_open")
    if any(overlap(asked, one.span) for one in absences_in(first_day, last_day, carer_ids=[carer.pk])):
        raise Refused("absent_already")
    made = LeaveRequest.objects.create(
        street_id=carer.street_id, carer=carer, kind=kind, first_day=first_day, last_day=last_day, from_noon=from_noon, until_noon=until_noon,
        reason=reason.strip()[:200], made_at=made_at, source=source,
    )  # fmt: skip
    _log("leave.asked", made, now, by_id)
    return made


@transaction.atomic
def take_back_leave(*, source: str, now: datetime, by_id: int | None) -> LeaveRequest | None:
    """She takes back what she asked for, while nobody has answered. None where nothing was asked for; again: what stands. Refused "leave_answered"."""
    leave_id = LeaveRequest.objects.filter(source=source).values_list("pk", flat=True).first() if source else None
    if leave_id is None:
        return None
    row = _locked(leave_id)
    if row.state == State.TAKEN_BACK:
        return row
    if row.state != State.OPEN:
        raise Refused("leave_answered")
    row.state, row.answered_at = State.TAKEN_BACK, now
    row.save(update_fields=["state", "answered_at"])
    _log("leave.taken_back", row, now, by_id)
    return row


@transaction.atomic
def grant_leave(*, leave_id: int, kind: str, answer: str, now: datetime, by_id: int) -> LeaveRequest:
    """Grant it, as the kind that holds (the officer may know better). It becomes an absence, and the ladders of her elders follow at once.

    Refused "answered" or "taken_back" when somebody was quicker, "closed_month" where the sheets of one of its months are closed (`month`: which), and as
    `care.operations.presence.add_absence` refuses: "absence_days" for an unknown kind, "absent_already".
    """
    row = _waiting(leave_id)
    if closed := _closed(row):
        raise Refused("closed_month", month=f"{closed:%Y-%m}")
    row.absence = add_absence(
        carer_id=row.carer_id, kind=kind, first_day=row.first_day, last_day=row.last_day, from_noon=row.from_noon, until_noon=row.until_noon, reason=row.reason,
        now=now, by_id=by_id,
    )  # fmt: skip
    return _answer(row, State.GRANTED, answer, now, by_id)


@transaction.atomic
def refuse_leave(*, leave_id: int, answer: str, now: datetime, by_id: int) -> LeaveRequest:
    """Say no, and why. Refused "answered" or "taken_back" when somebody was quicker, "leave_answer" without a word."""
    row = _waiting(leave_id)
    if not answer.strip():
        raise Refused("leave_answer")
    return _answer(row, State.REFUSED, answer, now, by_id)


def _locked(leave_id: int) -> LeaveRequest:
    """The carer's row first, as whoever writes down an absence does."""
    carer_id = LeaveRequest.objects.values_list("carer_id", flat=True).get(pk=leave_id)
    Carer.objects.select_for_update().get(pk=carer_id)
    return LeaveRequest.objects.select_for_update().get(pk=leave_id)


def _waiting(leave_id: int) -> LeaveRequest:
    """The request, while it waits. The street's row is locked as by a closing: a month is not closed in between."""
    street_id = LeaveRequest.objects.values_list("street_id", flat=True).get(pk=leave_id)
    Street.objects.select_for_update(no_key=True).get(pk=street_id)
    row = _locked(leave_id)
    if row.state != State.OPEN:
        raise Refused("taken_back" if row.state == State.TAKEN_BACK else "answered")
    return row


def _closed(row: LeaveRequest) -> date | None:
    months = months_of(row.first_day, row.last_day)
    return MonthClosing.objects.filter(street=row.street_id, month__in=months, state=MonthClosing.State.CLOSED).order_by("month").values_list("month", flat=True).first()


def _answer(row: LeaveRequest, state: str, answer: str, now: datetime, by_id: int) -> LeaveRequest:
    row.state, row.answer, row.answered_by_id, row.answered_at = state, answer.strip()[:500], by_id, now
    row.save(update_fields=["state", "answer", "answered_by", "answered_at", "absence"])
    _log("leave.answered", row, now, by_id, state=str(state))
    return row


def _log(act: str, row: LeaveRequest, now: datetime, by_id: int | None, **more: str) -> None:
    days = {"first": row.first_day.isoformat(), "last": row.last_day.isoformat()}
    log(act=act, now=now, by_id=by_id, street_id=row.street_id, target="carer", target_id=row.carer_id, **days, **more)
