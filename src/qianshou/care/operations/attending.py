"""On the day: somebody came, asked or unasked; and that is taken back."""

from datetime import datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.people.models import Person

from ..models import Attendance, Invitation, Occasion
from .errors import Refused
from .occasions import held


@transaction.atomic
def sign_in(*, occasion_id: int, person_id: int, now: datetime, by_id: int) -> Attendance:
    """She is here. Twice is once. `unasked` is set for whoever is not on the list. Refused "over", "early" before the day, "person" for one who is not of
    the street."""
    occasion = held(occasion_id)
    if clock.local_date(now) < occasion.on:
        raise Refused("early")
    if known := Attendance.objects.filter(occasion=occasion, person_id=person_id, taken_back_at__isnull=True).first():
        return known
    person = Person.objects.filter(pk=person_id, street_id=occasion.street_id, merged_into__isnull=True).first()
    if person is None:
        raise Refused("person")
    asked = Invitation.objects.filter(occasion=occasion, person=person, taken_off_at__isnull=True).exists()
    row = Attendance.objects.create(occasion=occasion, person=person, street_id=occasion.street_id, unasked=not asked, at=now, by_id=by_id)
    _log("attendance.came", occasion, now, by_id, person.pk)
    return row


@transaction.atomic
def take_back_attendance(*, attendance_id: int, now: datetime, by_id: int) -> bool:
    """She did not come after all. False when it was taken back before. Refused "over"."""
    row = Attendance.objects.get(pk=attendance_id)
    occasion = held(row.occasion_id)
    done = Attendance.objects.filter(pk=row.pk, taken_back_at__isnull=True).update(taken_back_at=now)
    if done:
        _log("attendance.taken_back", occasion, now, by_id, row.person_id)
    return bool(done)


def _log(act: str, occasion: Occasion, now: datetime, by_id: int, person_id: int) -> None:
    log(act=act, now=now, by_id=by_id, street_id=occasion.street_id, target="occasion", target_id=occasion.pk, person=person_id)
