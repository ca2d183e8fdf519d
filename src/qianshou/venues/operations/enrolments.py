"""People enrol in a class, leave it, learn that they moved up; what each made of it."""

from datetime import datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.people.models import Person, Status

from ..models import Course, Enrolment
from .errors import Refused
from .locks import held_course
from .seating import seat_everybody


@transaction.atomic
def enrol(*, course_id: int, person_id: int, now: datetime, by_id: int) -> Enrolment:
    """Take her in: a place while there is one, else the end of the waiting list. Enrolled already, she stays as she is. Refused "person" for one who is not of
    the street, "dead", "ended"."""
    course = held_course(course_id)
    person = Person.objects.filter(pk=person_id, street_id=course.street_id, merged_into__isnull=True).select_related("file").first()
    if person is None:
        raise Refused("person")
    if getattr(person, "file", None) and person.file.status == Status.DEAD:
        raise Refused("dead")
    if known := Enrolment.objects.filter(course=course, person=person, left_at__isnull=True).first():
        return known
    row = Enrolment.objects.create(course=course, person=person, street_id=course.street_id, enrolled_at=now, enrolled_by_id=by_id)
    seat_everybody(course, now=now, but=row.pk)
    _log("class.enrolled", course, now, by_id, person=person.pk)
    row.refresh_from_db()
    return row


@transaction.atomic
def leave(*, enrolment_id: int, why: str = "", now: datetime, by_id: int) -> list[int]:
    """She does not come any more; her place goes to the first who waits. What she paid before the class began is to be given back (`repay_fee`). Returns the ids of who moved up.

    Refused "ended"."""
    row, course = _row(enrolment_id)
    done = Enrolment.objects.filter(pk=row.pk, left_at__isnull=True).update(left_at=now, left_why=why.strip()[:120], seat=None, moved_up_at=None, told_at=None)
    if not done:
        return []
    _log("class.left", course, now, by_id, person=row.person_id)
    return seat_everybody(course, now=now)


@transaction.atomic
def come_back(*, enrolment_id: int, now: datetime, by_id: int) -> Enrolment:
    """Leaving was a mistake: she stands in her old order, but a place that went to somebody else stays there. Refused "ended", "twice" when she enrolled anew."""
    row, course = _row(enrolment_id)
    if row.left_at is not None:
        if Enrolment.objects.filter(course=course, person=row.person_id, left_at__isnull=True).exists():
            raise Refused("twice")
        Enrolment.objects.filter(pk=row.pk).update(left_at=None, left_why="")
        seat_everybody(course, now=now, but=row.pk)
        _log("class.come_back", course, now, by_id, person=row.person_id)
        row.refresh_from_db()
    return row


@transaction.atomic
def told(*, enrolment_id: int, now: datetime, by_id: int) -> bool:
    """Whoever moved up knows it. False when there was nothing to tell."""
    row, course = _row(enrolment_id)
    done = Enrolment.objects.filter(pk=row.pk, moved_up_at__isnull=False, told_at__isnull=True).update(told_at=now)
    if done:
        _log("class.told", course, now, by_id, person=row.person_id)
    return bool(done)


@transaction.atomic
def note_result(*, enrolment_id: int, result: str, now: datetime, by_id: int) -> None:
    """What she made of the class; also after its end."""
    course_id = Enrolment.objects.values_list("course_id", flat=True).get(pk=enrolment_id)
    course = held_course(course_id, ended_too=True)
    Enrolment.objects.filter(pk=enrolment_id).update(result=result.strip()[:200])
    _log("class.result", course, now, by_id, enrolment=enrolment_id)


def _row(enrolment_id: int) -> tuple[Enrolment, Course]:
    """The enrolment, read after its class is locked."""
    course = held_course(Enrolment.objects.values_list("course_id", flat=True).get(pk=enrolment_id))
    return Enrolment.objects.get(pk=enrolment_id), course


def _log(act: str, course: Course, now: datetime, by_id: int, **more: object) -> None:
    log(act=act, now=now, by_id=by_id, street_id=course.street_id, target="course", target_id=course.pk, **more)
