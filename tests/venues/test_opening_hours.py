"""When a room is open: the week that holds on a day, days that differ, holidays; and how hours are read and written."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianshou.venues.operations import hours, rooms
from qianshou.venues.operations.errors import Refused
from qianshou.venues.queries.hours import hours_on
from qianshou.venues.rules.hours import Different, Span, merged, on_day, read_spans, store, unstore, within, write_spans
from tests.cast import DAY, LONG_AGO
from tests.venues.rooms import by, room

MORNING, AFTERNOON, NIGHT = Span(time(8, 30), time(11, 30)), Span(time(13), time(16, 30)), Span(time(18), time(20))
spans = st.lists(st.tuples(st.integers(0, 95), st.integers(1, 20)).map(lambda p: Span(time(p[0] // 4, p[0] % 4 * 15), _later(*p))), max_size=4)


def _later(start: int, length: int) -> time:
    end = min(start + length, 95)
    return time(end // 4, end % 4 * 15) if end > start else time(23, 59)


@pytest.mark.parametrize("text", ["8:30-11:30, 13:00-16:30", "08:30–11:30，13:00—16:30", "8点30至11点30、13点到16点30", " 13:00-16:30 8:30 ~ 11:30 "])
def test_hours_are_read_as_an_office_writes_them(text):
    assert read_spans(text) == (MORNING, AFTERNOON)


@pytest.mark.parametrize("text", ["早上", "9:00", "11:00-9:00", "25:00-26:00", "9-10-11", "1-2,3-4,5-6,7-8,9-10"])
def test_what_cannot_be_read_is_said(text):
    with pytest.raises(ValueError):
        read_spans(text)


@given(spans)
def test_hours_come_back_as_they_were_kept(found):
    assert read_spans(write_spans(merged(found))) == merged(found)
    assert unstore(store({3: tuple(found)})) == ({3: merged(found)} if found else {})
    quarters = [(q, time(q // 4, q % 4 * 15)) for q in range(95)]
    for q, at in quarters:
        after = quarters[q + 1][1] if q < 94 else time(23, 45)
        assert within(merged(found), at, after) == any(s.starts <= at and after <= s.ends for s in found), "a quarter is open when some span has it"


def test_an_exception_beats_the_week_and_a_holiday():
    week, tuesday = {2: (MORNING,)}, DAY
    assert on_day(tuesday, week=week).spans == (MORNING,)
    assert on_day(tuesday, week=week, holiday=True).why == "holiday" and not on_day(tuesday, week=week, holiday=True).spans
    assert on_day(tuesday, week=week, holiday=True, open_on_holidays=True).spans == (MORNING,)
    first = Different(tuesday, tuesday, (NIGHT,), "联欢", 1)
    assert on_day(tuesday, week=week, exceptions=[first], holiday=True).spans == (NIGHT,)
    later = Different(tuesday - timedelta(days=3), tuesday, (), "装修", 2)
    assert on_day(tuesday, week=week, exceptions=[later, first]).reason == "装修"


@pytest.mark.django_db
def test_the_week_that_was_set_last_holds_from_its_day(cast):
    venue = room(cast)
    assert hours_on(venue, DAY).spans == (MORNING, AFTERNOON)  # as the pack has them
    hours.set_hours(venue_id=venue.pk, since=DAY + timedelta(days=7), week={2: (NIGHT,)}, open_on_holidays=False, **by(cast))
    assert hours_on(venue, DAY).spans == (MORNING, AFTERNOON)
    assert hours_on(venue, DAY + timedelta(days=7)).spans == (NIGHT,)
    assert hours_on(venue, LONG_AGO - timedelta(days=1)).spans == ()


@pytest.mark.django_db
def test_holidays_are_closed_unless_the_room_is_open_then(cast):
    venue, reading = room(cast), room(cast, "阅览室", sort="reading")
    national_day = date(2026, 10, 1)
    assert hours_on(venue, national_day).why == "holiday"
    assert hours_on(reading, national_day).spans


@pytest.mark.django_db
def test_days_that_differ_are_written_and_taken_back(cast):
    venue = room(cast)
    row = hours.differ(venue_id=venue.pk, since=DAY, until=DAY, spans=[], reason="消毒", **by(cast))
    assert hours_on(venue, DAY).reason == "消毒" and not hours_on(venue, DAY).spans
    assert hours.differ_no_more(different_id=row.pk, **by(cast)) and not hours.differ_no_more(different_id=row.pk, **by(cast))
    assert hours_on(venue, DAY).spans
    with pytest.raises(Refused, match="reason"):
        hours.differ(venue_id=venue.pk, since=DAY, until=DAY, spans=[], reason=" ", **by(cast))
    with pytest.raises(Refused, match="span"):
        hours.differ(venue_id=venue.pk, since=DAY, until=DAY - timedelta(days=1), spans=[], reason="x", **by(cast))


@pytest.mark.django_db
def test_a_room_has_one_name_and_closes_when_nothing_is_booked(cast):
    venue = room(cast)
    with pytest.raises(Refused, match="there"):
        room(cast)
    with pytest.raises(Refused, match="committee"):
        room(cast, "别处", committee=cast.elsewhere_committee)
    assert rooms.close_room(venue_id=venue.pk, on=DAY, **by(cast)).closed_on == DAY
    assert not hours_on(rooms.close_room(venue_id=venue.pk, on=DAY, **by(cast)), DAY).spans
    assert rooms.reopen_room(venue_id=venue.pk, **by(cast)) and not rooms.reopen_room(venue_id=venue.pk, **by(cast))
