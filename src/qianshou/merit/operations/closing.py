"""A month's sheets are signed, closed, and in need opened again by a second officer. What is closed is frozen and locked (migration 0001)."""

from datetime import date, datetime

from django.db import transaction

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.access.scope import Scope
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock

from ..models import ClosedSheet, MonthClosing
from ..queries.closing import checksum_of, frozen_of, open_items
from ..queries.sheets import Sheet, live_sheets, next_month
from ..rules.closing import counted, holds_up

State = MonthClosing.State


@transaction.atomic
def sign_month(*, street_id: int, month: date, left_open_why: str, now: datetime, by_id: int) -> MonthClosing:
    """An officer has checked the sheets of a month that is over: what she saw is signed by its checksum. Signing again signs what stands now.

    Refused "early", "closed", "nobody" without carers, "held_up" while corrections or leave wait for an answer or somebody is still at work, "open" when something else
    is open and no reason is given.
    """
    street = _locked(street_id)
    held = _standing(street, month)
    if held and held.state == State.CLOSED:
        raise Refused("closed")
    found = _sheets(street, month, now)
    items = open_items(street, month, found)
    if holding := holds_up(items):
        raise Refused("held_up", n=len(holding))
    why = left_open_why.strip()[:500]
    if items and not why:
        raise Refused("open", n=len(items))
    values = {
        "sha256": checksum_of(found), "left_open": counted(items), "left_open_why": why if items else "", "signed_by_id": by_id, "signed_at": now,
    }  # fmt: skip
    if held:
        MonthClosing.objects.filter(pk=held.pk, state=State.SIGNED).update(**values)
        held.refresh_from_db()
    else:
        held = MonthClosing.objects.create(street=street, month=month, **values)
    log(act="attendance.signed", now=now, by_id=by_id, street_id=street_id, target="closing", target_id=held.pk, month=f"{month:%Y-%m}", sha256=held.sha256)
    return held


@transaction.atomic
def close_month(*, street_id: int, month: date, now: datetime, by_id: int) -> MonthClosing:
    """Freeze the sheets that were signed. Refused "unsigned", "closed", "held_up", and "changed" when they are others by now: sign anew."""
    street = _locked(street_id)
    held = _standing(street, month)
    if held is None:
        raise Refused("unsigned")
    if held.state == State.CLOSED:
        raise Refused("closed")
    found = _sheets(street, month, now)
    if holding := holds_up(open_items(street, month, found)):
        raise Refused("held_up", n=len(holding))
    if checksum_of(found) != held.sha256:
        raise Refused("changed")
    ClosedSheet.objects.bulk_create([ClosedSheet(closing=held, street=street, carer_id=one.carer_id, **frozen_of(one)) for one in found])
    if not MonthClosing.objects.filter(pk=held.pk, state=State.SIGNED).update(state=State.CLOSED, closed_by_id=by_id, closed_at=now):
        raise Refused("closed")
    held.refresh_from_db()
    log(act="attendance.closed", now=now, by_id=by_id, street_id=street_id, target="closing", target_id=held.pk, month=f"{month:%Y-%m}", sheets=len(found))
    return held


@transaction.atomic
def reopen_month(*, street_id: int, month: date, why: str, now: datetime, by_id: int) -> MonthClosing:
    """A second officer opens a closed month again; its frozen sheets stay. Refused "not_closed", "why" without a reason, "same" for the officer who
    signed or closed it, "later" when a later month is closed: its adjustment lines say what has changed."""
    street = _locked(street_id)
    held = _standing(street, month)
    if held is None or held.state != State.CLOSED:
        raise Refused("not_closed")
    if not why.strip():
        raise Refused("why")
    if by_id in (held.closed_by_id, held.signed_by_id):
        raise Refused("same")
    if MonthClosing.objects.filter(street=street, month__gt=month, state=State.CLOSED).exists():
        raise Refused("later")
    MonthClosing.objects.filter(pk=held.pk, state=State.CLOSED).update(
        state=State.REOPENED, reopened_by_id=by_id, reopened_at=now, reopened_why=why.strip()[:500]
    )
    held.refresh_from_db()
    log(act="attendance.reopened", now=now, by_id=by_id, street_id=street_id, target="closing", target_id=held.pk, month=f"{month:%Y-%m}")
    return held


def _locked(street_id: int) -> Street:
    """One closing of a street at a time. Rows that point to the street are not held up by it."""
    return Street.objects.select_for_update(no_key=True).get(pk=street_id)


def _standing(street: Street, month: date) -> MonthClosing | None:
    return MonthClosing.objects.select_for_update().filter(street=street, month=month).exclude(state=State.REOPENED).first()


def _sheets(street: Street, month: date, now: datetime) -> list[Sheet]:
    """The sheets as the record says now. Refused before the month and the last night shift that began in it are over, and where there are none."""
    if month.day != 1 or clock.local_date(now) < next_month(month):
        raise Refused("early")
    found = live_sheets(Scope.system(street.pk), month, now)
    if not found:
        raise Refused("nobody")
    if any(end > now for one in found for day in one.month.days for _start, end in day.facts.planned):
        raise Refused("early")
    return found
