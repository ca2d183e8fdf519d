"""Two rooms with something on every page: a class today with a waiting list and somebody who moved up, bookings, counts, goals, equipment, days that differ."""

from datetime import time, timedelta
from uuid import uuid4

from qianshou.venues.models import Booking, Course
from qianshou.venues.operations import bookings, counting, courses, enrolments, equipment, fees, goals, hours, marks, rooms
from qianshou.venues.rules.goals import WHATS
from tests.cast import DAY, NOON, Cast
from tests.invitations.salon import dancers
from tests.venues.rooms import booked, by, came, course, enrol, room, wish


def busy(cast: Cast) -> Course:
    """The class whose session is today."""
    venue, second = room(cast), room(cast, "霍兰阅览室", committee=cast.huolan, place_id=cast.lane.pk, sort="reading")
    rooms.close_room(venue_id=room(cast, "旧活动室").pk, on=DAY, **by(cast))
    klass = course(cast, venue, places=2, since=DAY, fee_fen=6000)
    rows = enrol(cast, klass, cast.shen, cast.lu, *dancers(cast, 3))
    session = Booking.objects.filter(course=klass).order_by("day").first()
    slip = fees.pay_fee(enrolment_id=rows[0].pk, receipt="0016", batch=uuid4(), **by(cast))
    fees.take_back_payment(payment_id=slip.pk, reason="记错了人", **by(cast))
    fees.pay_fee(enrolment_id=rows[1].pk, fen=2500, receipt="0017", batch=uuid4(), **by(cast))
    early = course(cast, second, since=DAY + timedelta(days=8), places=3, name="剪纸班", fee_fen=3000)
    for n, one in enumerate(enrol(cast, early, cast.shen, cast.lu)):
        fees.pay_fee(enrolment_id=one.pk, batch=uuid4(), **by(cast))
        enrolments.leave(enrolment_id=one.pk, why="不来了", **by(cast))
        if n:
            fees.repay_fee(enrolment_id=one.pk, fen=1000, why="开课前退班", batch=uuid4(), **by(cast))
    marks.mark(session_id=session.pk, enrolment_id=rows[1].pk, state="present", **by(cast))
    enrolments.leave(enrolment_id=rows[0].pk, why="搬家", **by(cast))
    over = course(cast, second, since=DAY + timedelta(days=1), weeks=1, name="编织班")
    courses.end_course(course_id=over.pk, result="织了二十条围巾", **by(cast))
    booked(cast, second, DAY + timedelta(weeks=1), time(10), time(11), title="读书会")
    made = bookings.book_weekly(wish=wish(second, DAY, time(9, 30), time(11, 30)), until=DAY + timedelta(weeks=3), now=NOON - timedelta(days=1), by_id=cast.officer.pk).made
    bookings.cancel_booking(booking_id=made[1].pk, reason="放假", version=1, **by(cast))
    hours.differ(venue_id=venue.pk, since=DAY + timedelta(days=3), until=DAY + timedelta(days=4), spans=[], reason="消毒", **by(cast))
    for sex in "ffm":
        one = came(cast, venue, sex)
    counting.take_off(arrival_id=one.pk, batch=uuid4(), **by(cast))
    counting.count_person(venue_id=venue.pk, person_id=cast.shen.pk, batch=uuid4(), **by(cast))
    for n, what in enumerate(WHATS):
        goals.set_goal(venue_id=venue.pk, year=DAY.year, what=what, target=1 + 400 * (n % 2), **by(cast))
    broken = equipment.add_equipment(venue_id=venue.pk, sort="sound", name="音响", count=1, **by(cast))
    equipment.say_equipment(equipment_id=broken.pk, act="fault", note="没有声音", **by(cast))
    equipment.add_equipment(venue_id=venue.pk, sort="extinguisher", name="", count=2, check_by=DAY, **by(cast))
    return klass
