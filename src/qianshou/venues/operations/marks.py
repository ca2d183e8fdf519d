"""Who was at a session of a class."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from qianshou.access.operations import log
from qianshou.kernel import clock

from ..models import Booking, Enrolment, SessionMark
from .errors import Refused


@transaction.atomic
def mark(*, session_id: int, enrolment_id: int, state: str, now: datetime, by_id: int) -> SessionMark | None:
    """Write down how it was with one; "" takes a mark back. Refused "state", "early" before its day, "cancelled", "class" for somebody of another class."""
    session = _session(session_id, now)
    if state and state not in SessionMark.State.values:
        raise Refused("state")
    row = Enrolment.objects.filter(pk=enrolment_id, course=session.course_id).first()
    if row is None:
        raise Refused("class")
    if not state:
        SessionMark.objects.filter(session=session, enrolment=row).delete()
        made = None
    else:
        made, _new = SessionMark.objects.update_or_create(session=session, enrolment=row, defaults={"state": state, "at": now, "by_id": by_id})
    _log(session, now, by_id, person=row.person_id, state=state)
    return made


@transaction.atomic
def mark_the_rest(*, session_id: int, now: datetime, by_id: int) -> int:
    """Whoever has a place and no mark yet was there; how many. Refused as `mark`."""
    session = _session(session_id, now)
    marked = SessionMark.objects.filter(session=session).values("enrolment")
    rest = Enrolment.objects.filter(course=session.course_id, seat__isnull=False).exclude(pk__in=marked).order_by(F("seat"))
    SessionMark.objects.bulk_create([SessionMark(session=session, enrolment=row, state=SessionMark.State.PRESENT, at=now, by_id=by_id) for row in rest])
    if rest:
        _log(session, now, by_id, n=len(rest), state="present")
    return len(rest)


def _session(session_id: int, now: datetime) -> Booking:
    row = Booking.objects.select_for_update(of=("self",), no_key=True).get(pk=session_id, course__isnull=False)
    if row.cancelled_at is not None:
        raise Refused("cancelled")
    if clock.local_date(now) < row.day:
        raise Refused("early")
    return row


def _log(session: Booking, now: datetime, by_id: int, **more: object) -> None:
    log(act="class.marked", now=now, by_id=by_id, street_id=session.street_id, target="booking", target_id=session.pk, **more)
