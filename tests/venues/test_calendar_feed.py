"""The calendar of a room: a strict reader accepts it, entries keep their UID, the public one names nobody."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianshou.kernel import clock
from qianshou.venues.operations import bookings, rooms
from qianshou.venues.rules.calendar import Event, escape, feed, fold
from tests.cast import NOON
from tests.venues import ical
from tests.venues.rooms import NEXT, booked, by, course, enrol, room

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=120) | st.sampled_from(["书法，绘画；\\n", "舞" * 80, "a" * 75 + "é", "𬭩" * 40, "\r\n二"])


def event(**more) -> Event:
    values = {"uid": "booking-1@x", "starts": NOON, "ends": NOON + timedelta(hours=1), "summary": "合唱", "changed_at": NOON}
    return Event(**values | more)


@given(texts, texts, texts)
def test_any_words_are_read_back_as_they_were_written(summary, place, name):
    read = ical.read(feed(name=name, events=[event(summary=summary, location=place)]).encode())
    (entry,) = [part for part in read.parts if part.name == "VEVENT"]
    plain = lambda text: re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    assert (entry.text("SUMMARY"), entry.text("LOCATION"), read.text("X-WR-CALNAME")) == (plain(summary), plain(place), plain(name))


@given(texts)
def test_folding_is_undone_by_unfolding(text):
    line = "SUMMARY:" + escape(text)
    assert ical.unfolded(fold(line).encode() + b"\r\n") == [line]


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("SUMMARY:合唱", "SUMMARY:合唱, 舞蹈"), ("VERSION:2.0\r\n", ""), ("DTSTART;TZID=Asia/Shanghai", "DTSTART;TZID=Europe/Berlin"), ("END:VEVENT\r\n", ""), ("UID:booking-1@x\r\n", ""),
     ("SUMMARY:合唱", "SUMMARY:" + "唱" * 30), ("\r\nEND:VCALENDAR", "\nEND:VCALENDAR"), ("TZOFFSETTO:+0800\r\n", "")],
)  # fmt: skip
def test_the_reader_is_strict(was, becomes):
    good = feed(name="室", events=[event()])
    assert was in good
    with pytest.raises(ical.NotACalendar):
        ical.read(good.replace(was, becomes, 1).encode())


def test_the_zone_and_the_times_are_the_offices():
    read = ical.read(feed(name="室", events=[event()]).encode())
    zone, entry = read.parts
    assert zone.text("TZID") == "Asia/Shanghai" and zone.parts[0].text("TZOFFSETTO") == "+0800"
    assert entry.all("DTSTART") == [({"TZID": "Asia/Shanghai"}, "20261124T120000")]
    assert datetime.strptime(entry.text("DTSTAMP"), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) == NOON


@pytest.mark.django_db
def test_the_public_feed_names_nobody_and_the_private_one_who_booked(cast, client):
    venue = room(cast)
    booked(cast, venue, title="沈玉芳的生日", booker="沈明")
    booked(cast, venue, NEXT, time(14), time(15), title="合唱", booker="陈阿姨", open_to_all=True)
    enrol(cast, course(cast, venue, since=NEXT + timedelta(days=1)), cast.shen)
    read = {}
    with clock.frozen(NOON):
        for key in ("public_key", "private_key"):
            answer = client.get(f"/rooms/feeds/{getattr(venue, key)}.ics")
            assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
            read[key] = answer.content.decode()
            ical.read(answer.content)
        assert client.get("/rooms/feeds/nobody.ics").status_code == 404
    public, private = read["public_key"], read["private_key"]
    for name in ("沈玉芳", "沈明", "陈阿姨", "顾老师"):
        assert name not in public
    assert "合唱" in public and "书法班" in public and "已占用" in public
    assert "沈明" in private.replace("\r\n ", "") and "沈玉芳的生日" in private.replace("\r\n ", "")


@pytest.mark.django_db
def test_an_entry_keeps_its_uid_and_says_that_it_changed(cast, client):
    venue = room(cast)
    row = booked(cast, venue)

    def entry():
        with clock.frozen(NOON):
            (found,) = [p for p in ical.read(client.get(f"/rooms/feeds/{venue.private_key}.ics").content).parts if p.name == "VEVENT"]
        return found.text("UID"), found.all("SEQUENCE")[0][1], found.text("STATUS")

    first = entry()
    bookings.move_booking(booking_id=row.pk, venue_id=venue.pk, day=NEXT, starts=time(9, 30), ends=time(11), reason="x", version=1, **by(cast))
    moved = entry()
    bookings.cancel_booking(booking_id=row.pk, reason="x", version=2, **by(cast))
    gone = entry()
    assert first[0] == moved[0] == gone[0] and [one[1] for one in (first, moved, gone)] == ["0", "1", "2"]
    assert gone[2] == "CANCELLED"


@pytest.mark.django_db
def test_a_renewed_address_shuts_the_old_one(cast, client):
    venue = room(cast)
    old = venue.private_key
    new = rooms.renew_feed(venue_id=venue.pk, **by(cast)).private_key
    assert client.get(f"/rooms/feeds/{old}.ics").status_code == 404 and client.get(f"/rooms/feeds/{new}.ics").status_code == 200
