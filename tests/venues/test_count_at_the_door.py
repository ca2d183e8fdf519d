"""People are counted at the door; a mistake is an entry against it; a year's goals come from the records."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from qianshou.venues.models import Arrival, Booking
from qianshou.venues.operations import counting, goals, marks, rooms
from qianshou.venues.operations.errors import Refused
from qianshou.venues.queries.counting import by_day, counted
from qianshou.venues.queries.goals import goals_of
from qianshou.venues.rules.goals import reached
from tests.cast import DAY, NOON
from tests.venues.rooms import by, came, course, enrol, room


@pytest.mark.django_db
def test_each_press_counts_one_and_a_press_sent_twice_too(cast):
    venue, key = room(cast), uuid4()
    for sex, batch in (("f", key), ("f", key), ("f", None), ("m", None), ("", None)):
        came(cast, venue, sex, batch=batch)
    found = counted([venue.pk], DAY, DAY)[venue.pk]
    assert (found.all, found.women, found.men, found.hours) == (4, 2, 1, {12: 4})
    with pytest.raises(Refused, match="sex"):
        came(cast, venue, "?")


@pytest.mark.django_db
def test_a_mistake_is_taken_off_by_an_entry_against_it_once(cast):
    venue = room(cast)
    first, _second = came(cast, venue, now=NOON - timedelta(days=1)), came(cast, venue)
    against = counting.take_off(arrival_id=first.pk, batch=uuid4(), **by(cast))
    assert (against.number, against.day, against.hour, against.corrects) == (-1, first.day, first.hour, first)
    assert counting.take_off(arrival_id=first.pk, batch=uuid4(), **by(cast)) is None
    assert by_day([venue.pk], DAY - timedelta(days=1), DAY) == {(venue.pk, DAY - timedelta(days=1)): 0, (venue.pk, DAY): 1}
    assert Arrival.objects.count() == 3, "nothing was changed or deleted"
    with pytest.raises(Refused, match="correction"):
        counting.take_off(arrival_id=against.pk, batch=uuid4(), **by(cast))
    with pytest.raises(IntegrityError), transaction.atomic():
        Arrival.objects.create(venue=venue, street=cast.street, day=DAY, hour=9, number=2, at=NOON, batch=uuid4())


@pytest.mark.django_db
def test_a_person_counts_once_a_day_and_again_after_a_correction(cast):
    venue, acts = room(cast), {"person_id": cast.shen.pk, **by(cast)}
    one = counting.count_person(venue_id=venue.pk, batch=uuid4(), **acts)
    with pytest.raises(Refused, match="counted"):
        counting.count_person(venue_id=venue.pk, batch=uuid4(), **acts)
    counting.take_off(arrival_id=one.pk, batch=uuid4(), **by(cast))
    assert counting.count_person(venue_id=venue.pk, batch=uuid4(), **acts).sex == "f"
    assert counting.count_person(venue_id=venue.pk, batch=uuid4(), **acts | {"now": NOON + timedelta(days=1)})
    with pytest.raises(Refused, match="person"):
        counting.count_person(venue_id=venue.pk, batch=uuid4(), **acts | {"person_id": cast.stranger.pk})
    rooms.close_room(venue_id=venue.pk, on=DAY, **by(cast))
    with pytest.raises(Refused, match="no_more"):
        came(cast, venue)


@pytest.mark.django_db
def test_goals_are_reached_by_what_was_counted_and_marked(cast):
    venue, other = room(cast), room(cast, "霍兰活动室")
    klass = course(cast, venue, places=2, weeks=2)
    shen, lu = enrol(cast, klass, cast.shen, cast.lu)
    sessions = list(Booking.objects.filter(course=klass).order_by("day"))
    for session, who, state in ((sessions[0], shen, "present"), (sessions[0], lu, "absent"), (sessions[1], shen, "present")):
        marks.mark(session_id=session.pk, enrolment_id=who.pk, state=state, now=session.ends, by_id=cast.officer.pk)
    for day in (0, 0, 1):
        came(cast, venue, now=NOON - timedelta(days=day))
    counting.take_off(arrival_id=came(cast, venue, now=NOON - timedelta(days=9)).pk, batch=uuid4(), **by(cast))
    came(cast, venue, now=NOON - timedelta(days=365))
    came(cast, other)
    for what, target in (("arrivals", 3), ("open_days", 100), ("learners", 1)):
        goals.set_goal(venue_id=venue.pk, year=2026, what=what, target=target, **by(cast))
    lines = {line.what: line for line in goals_of([venue], 2026, DAY)[venue.pk]}
    assert {what: line.done for what, line in lines.items()} == {"arrivals": 3, "open_days": 4, "sessions": 2, "learners": 1}
    assert [lines[what].goal and lines[what].goal.state for what in ("arrivals", "open_days", "sessions", "learners")] == ["reached", "behind", None, "reached"]
    assert goals.set_goal(venue_id=venue.pk, year=2026, what="arrivals", target=None, **by(cast)) is None
    assert goals_of([venue], 2026, DAY)[venue.pk][0].goal is None
    for wrong, code in (({"target": 0}, "target"), ({"what": "smiles"}, "what"), ({"year": 1}, "year")):
        with pytest.raises(Refused, match=code):
            goals.set_goal(**{"venue_id": venue.pk, "year": 2026, "what": "arrivals", "target": 5} | wrong, **by(cast))


@given(st.integers(1, 10_000), st.integers(0, 20_000), st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_what_is_asked_grows_with_the_year(target, done, today):
    found = reached(target=target, done=done, year=2026, today=today)
    assert 0 <= found.asked <= target and found.percent == done * 100 // target
    assert (found.asked == target) == (today >= date(2026, 12, 31)) or target < 366
    assert (found.state == "reached") == (done >= target)
    if today.year < 2026:
        assert found.asked == 0 and found.state in ("on", "reached")
