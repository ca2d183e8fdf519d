"""An activity room with hours, bookings and a class, for tests of the places the street runs."""

from datetime import date, time, timedelta
from uuid import uuid4

from qianshou.venues.models import Arrival, Booking, Course, Enrolment, Venue
from qianshou.venues.operations import bookings, counting, courses, enrolments
from qianshou.venues.operations.bookings import Wish
from qianshou.venues.operations.courses import CoursePlan
from qianshou.venues.operations.rooms import RoomPlan, add_room
from tests.cast import DAY, LONG_AGO, NOON, Cast

NEXT = DAY + timedelta(days=7)  # a Tuesday


def by(cast: Cast) -> dict:
    return {"now": NOON, "by_id": cast.officer.pk}


def room(cast: Cast, name: str = "怀德活动室", committee=None, street=None, **more) -> Venue:
    """A neighbourhood's room: Monday to Friday 8:30–11:30 and 13:00–16:30."""
    values = {"name": name, "sort": "lane", "address": "怀德路454弄1号", "capacity": 20, "committee_id": committee and committee.pk} | more
    return add_room(street_id=(street or cast.street).pk, plan=RoomPlan(**values), opened_on=LONG_AGO, **by(cast))


def wish(venue: Venue, day: date = NEXT, starts: time = time(9), ends: time = time(11), **more) -> Wish:
    return Wish(**{"venue_id": venue.pk, "day": day, "starts": starts, "ends": ends, "title": "合唱", "booker": "陈阿姨"} | more)


def booked(cast: Cast, venue: Venue, day: date = NEXT, starts: time = time(9), ends: time = time(11), **more) -> Booking:
    return bookings.book(wish=wish(venue, day, starts, ends, **more), **by(cast))


def course(cast: Cast, venue: Venue, places: int = 2, since: date = NEXT, weeks: int = 4, **more) -> Course:
    """A calligraphy class on Tuesday afternoons."""
    values = {"name": "书法班", "teacher": "顾老师", "since": since, "until": since + timedelta(weeks=weeks - 1), "starts": time(13, 30), "ends": time(15), "places": places}
    made, _ = courses.plan_course(venue_id=venue.pk, plan=CoursePlan(**values | more), **by(cast))
    return made


def enrol(cast: Cast, klass: Course, *people) -> list[Enrolment]:
    return [enrolments.enrol(course_id=klass.pk, person_id=p.pk, **by(cast)) for p in people]


def came(cast: Cast, venue: Venue, sex: str = "f", now=NOON, batch=None) -> Arrival:
    return counting.count_one(venue_id=venue.pk, sex=sex, batch=batch or uuid4(), now=now, by_id=cast.officer.pk)


def learns(cast: Cast, *people) -> Course:
    """A class in a room of its own in which these learn; each was counted at the door."""
    klass = course(cast, room(cast, "编织活动室"), places=1, name="编织班", teacher="顾老师")
    enrol(cast, klass, *people)
    for one in people:
        counting.count_person(venue_id=klass.venue_id, person_id=one.pk, batch=uuid4(), **by(cast))
    return klass
