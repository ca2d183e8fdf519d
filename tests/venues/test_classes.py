"""A class: its sessions are booked with it, who is too many waits and moves up, each session is marked."""

from datetime import date, time, timedelta

import pytest

from qianshou.venues.models import Booking, Course, Enrolment, SessionMark
from qianshou.venues.operations import bookings, courses, enrolments, hours, marks
from qianshou.venues.operations.courses import CoursePlan
from qianshou.venues.operations.errors import Refused
from qianshou.venues.operations.moving import end_classes
from qianshou.venues.queries.courses import enrolled
from tests.cast import DAY, NOON
from tests.invitations.salon import dancers
from tests.venues.rooms import NEXT, booked, by, course, enrol, room


@pytest.mark.django_db
def test_its_sessions_are_booked_and_dates_that_clash_are_said(cast):
    venue = room(cast)
    booked(cast, venue, NEXT + timedelta(weeks=1), time(13), time(14), title="合唱")
    plan = CoursePlan(name="书法班", teacher="顾老师", since=NEXT, until=NEXT + timedelta(weeks=3), starts=time(13, 30), ends=time(15), places=10)
    klass, done = courses.plan_course(venue_id=venue.pk, plan=plan, **by(cast))
    assert [s.day for s in Booking.objects.filter(course=klass).order_by("day")] == [NEXT, NEXT + timedelta(weeks=2), NEXT + timedelta(weeks=3)]
    assert [(day, why.code) for day, why in done.left_out] == [(NEXT + timedelta(weeks=1), "taken")]
    more = courses.add_session(course_id=klass.pk, day=NEXT + timedelta(days=8), starts=time(9), ends=time(10, 30), venue_id=venue.pk, **by(cast))
    assert more.course == klass


@pytest.mark.django_db
@pytest.mark.parametrize(("more", "code"), [({"name": " "}, "name"), ({"teacher": ""}, "teacher"), ({"places": 0}, "places"), ({"places": 21}, "over_capacity"), ({"ends": time(13)}, "ends"),
                                            ({"until": DAY}, "until"), ({"starts": time(18), "ends": time(19)}, "none")])  # fmt: skip
def test_what_makes_no_sense_is_refused_and_leaves_nothing(cast, more, code):
    values = {"name": "书法班", "teacher": "顾老师", "since": NEXT, "until": NEXT + timedelta(weeks=3), "starts": time(13, 30), "ends": time(15), "places": 10}
    with pytest.raises(Refused, match=code):
        courses.plan_course(venue_id=room(cast).pk, plan=CoursePlan(**values | more), **by(cast))
    assert not Course.objects.exists() and not Booking.objects.exists()


@pytest.mark.django_db
def test_who_waits_moves_up_by_herself_and_is_to_be_told(cast):
    klass = course(cast, room(cast), places=2)
    rows = enrol(cast, klass, cast.shen, cast.lu, *dancers(cast, 2))
    assert [row.seat for row in rows] == [1, 2, None, None]
    assert enrolments.leave(enrolment_id=rows[0].pk, why="搬家", **by(cast)) == [rows[2].pk]
    third = Enrolment.objects.get(pk=rows[2].pk)
    assert third.seat == 1 and third.moved_up_at and not third.told_at
    assert [row.seat for row in enrolled(klass.pk)] == [1, 2, None]
    assert enrolments.told(enrolment_id=third.pk, **by(cast)) and not enrolments.told(enrolment_id=third.pk, **by(cast))
    back = enrolments.come_back(enrolment_id=rows[0].pk, **by(cast))
    assert back.seat is None and [row.pk for row in enrolled(klass.pk)][2:] == [rows[0].pk, rows[3].pk], "her old order, but the place is the other's"
    with pytest.raises(Refused, match="person"):
        enrol(cast, klass, cast.stranger)
    courses.end_course(course_id=klass.pk, result="办了展览", **by(cast))
    with pytest.raises(Refused, match="ended"):
        enrolments.leave(enrolment_id=rows[1].pk, **by(cast))
    enrolments.note_result(enrolment_id=rows[1].pk, result="写了一幅字", **by(cast))
    assert courses.reopen_course(course_id=klass.pk, **by(cast))


@pytest.mark.django_db
def test_a_session_is_marked_changed_taken_back_and_the_rest_with_one_act(cast):
    klass = course(cast, room(cast), places=3, since=DAY)
    rows = enrol(cast, klass, cast.shen, cast.lu, *dancers(cast, 2))
    first, second = Booking.objects.filter(course=klass).order_by("day")[:2]
    marks.mark(session_id=first.pk, enrolment_id=rows[0].pk, state="absent", **by(cast))
    marks.mark(session_id=first.pk, enrolment_id=rows[0].pk, state="excused", **by(cast))
    assert SessionMark.objects.get().state == "excused"
    assert marks.mark_the_rest(session_id=first.pk, **by(cast)) == 2, "who waits is not of the class yet"
    assert marks.mark(session_id=first.pk, enrolment_id=rows[1].pk, state="", **by(cast)) is None
    assert sorted(SessionMark.objects.values_list("state", flat=True)) == ["excused", "present"]
    other = enrol(cast, course(cast, room(cast, "霍兰活动室"), name="编织班"), cast.shen)[0]
    for act, code in (({"session_id": second.pk}, "early"), ({"state": "asleep"}, "state"), ({"enrolment_id": other.pk}, "class")):
        with pytest.raises(Refused, match=code):
            marks.mark(**{"session_id": first.pk, "enrolment_id": rows[1].pk, "state": "present"} | act, **by(cast))
    bookings.cancel_booking(booking_id=second.pk, reason="放假", version=1, **by(cast))
    with pytest.raises(Refused, match="cancelled"):
        marks.mark_the_rest(session_id=second.pk, now=NOON + timedelta(days=30), by_id=cast.officer.pk)


@pytest.mark.django_db
def test_whose_file_moves_away_leaves_her_classes(cast):
    klass = course(cast, room(cast), places=1)
    _shen, lu = enrol(cast, klass, cast.shen, cast.lu)
    assert end_classes(person_id=cast.shen.pk, why="搬家", **by(cast)) == 1
    lu.refresh_from_db()
    assert lu.seat == 1 and lu.moved_up_at


@pytest.mark.django_db
def test_a_class_does_not_meet_on_holidays(cast):
    with pytest.raises(Refused, match="none"):
        course(cast, room(cast), since=date(2027, 1, 1), weeks=1)
    venue = room(cast, "阅览室")
    hours.differ(venue_id=venue.pk, since=NEXT, until=NEXT, spans=[], reason="x", **by(cast))
    assert Booking.objects.filter(course=course(cast, venue, weeks=2)).count() == 1
