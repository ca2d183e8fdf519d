"""The door of a room on a telephone: one press counts one, a mistake is taken off; and a session is marked by keys, the next person by itself."""

import pytest

from qianshou.kernel import clock
from qianshou.venues.models import Arrival, Booking, SessionMark
from tests.cast import DAY, NOON
from tests.venues.rooms import course, enrol, room


@pytest.fixture
def klass(cast):
    with clock.frozen(NOON):
        made = course(cast, room(cast), places=3, since=DAY)
        enrol(cast, made, cast.shen, cast.lu, cast.bao)
        yield made


def test_count_at_the_door_and_mark_a_session_by_keys(cast, klass, visit):
    page = visit(cast.secretary)
    page.goto(f"/rooms/{klass.venue_id}/count/")
    for key, shown in (("1", "1"), ("1", "2"), ("2", "3"), ("3", "4")):
        page.keyboard.press(key)
        page.locator("#counted h2 .big", has_text=shown).wait_for()
    page.keyboard.press("z")
    page.locator("#counted h2 .big", has_text="3").wait_for()
    assert sorted(Arrival.objects.values_list("sex", "number")) == [("", -1), ("", 1), ("f", 1), ("f", 1), ("m", 1)]

    session = Booking.objects.filter(course=klass).order_by("day").first()
    page.goto(f"/rooms/bookings/{session.pk}/attendance/")
    page.locator("#who", has_text="沈玉芳").wait_for()
    page.keyboard.press("3")
    page.locator("#who", has_text="陆根宝").wait_for()
    page.keyboard.press("r")
    page.locator("#who").wait_for(state="detached")
    found = dict(SessionMark.objects.values_list("enrolment__person__name", "state"))
    assert found == {"沈玉芳": "absent", "陆根宝": "present", "鲍秀英": "present"}
