"""A room is booked, once or each week; what clashes is refused with who has it and the next free times."""

from __future__ import annotations

import threading
from datetime import time, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from qianshou.venues.models import Booking
from qianshou.venues.operations import bookings, hours
from qianshou.venues.operations.errors import Refused
from tests.cast import DAY, NOON, make
from tests.venues.rooms import NEXT, booked, by, room, wish


@pytest.fixture
def venue(cast):
    return room(cast)


def refusal(code: str, **more) -> Refused:
    with pytest.raises(Refused, match=f"^{code}$") as caught:
        bookings.book(**more)
    return caught.value


@pytest.mark.django_db
def test_who_comes_second_is_told_who_has_it_and_when_it_is_free(cast, venue):
    booked(cast, venue)
    said = refusal("taken", wish=wish(venue, starts=time(10), ends=time(11, 30)), **by(cast))
    assert (said.params["title"], said.params["booker"]) == ("合唱", "陈阿姨")
    free = [(one.starts.date(), one.starts.time(), one.ends.time()) for one in said.params["free"]]
    assert free == [(NEXT, time(13), time(14, 30)), (NEXT + timedelta(days=1), time(10), time(11, 30)), (NEXT + timedelta(days=1), time(13), time(14, 30))]
    assert booked(cast, venue, starts=time(11), ends=time(11, 30)), "who ends at eleven does not clash with who begins at eleven"
    assert booked(cast, room(cast, "霍兰活动室")), "another room is free"


@pytest.mark.django_db
def test_the_database_itself_refuses_what_overlaps(cast, venue):
    row = booked(cast, venue)
    same = {name: getattr(row, name) for name in ("venue", "street", "day", "period", "title", "booker", "made_at", "changed_at")}
    with pytest.raises(IntegrityError, match="booking_alone_in_its_room"), transaction.atomic():
        Booking.objects.create(**same)
    Booking.objects.create(**same | {"venue": room(cast, "霍兰活动室")})
    bookings.cancel_booking(booking_id=row.pk, reason="停电", version=1, **by(cast))
    Booking.objects.create(**same)


@pytest.mark.django_db
def test_only_within_the_opening_hours_unless_an_officer_says_why(cast, venue):
    late = wish(venue, starts=time(18), ends=time(20))
    assert [str(s) for s in refusal("closed", wish=late, **by(cast)).params["spans"]] == ["08:30–11:30", "13:00–16:30"]
    assert refusal("closed", wish=wish(venue, starts=time(11), ends=time(14)), **by(cast)), "over noon it is closed"
    assert booked(cast, venue, starts=time(18), ends=time(20), overrule="中秋联欢").overruled == "中秋联欢"
    hours.differ(venue_id=venue.pk, since=NEXT, until=NEXT, spans=[], reason="装修", **by(cast))
    assert refusal("closed", wish=wish(venue), **by(cast)).params["reason"] == "装修"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "more"),
    [("title", {"title": " "}), ("booker", {"booker": ""}), ("ends", {"ends": time(8)}), ("short", {"ends": time(9, 10)}), ("past", {"day": DAY - timedelta(days=1)}),
     ("far", {"day": DAY + timedelta(days=900)}), ("many", {"people": 21})],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(cast, venue, code, more):
    refusal(code, wish=wish(venue, **more), **by(cast))


@pytest.mark.django_db
def test_each_week_books_what_is_free_and_says_what_clashes(cast, venue):
    booked(cast, venue, NEXT + timedelta(weeks=1), time(10), time(11))
    hours.differ(venue_id=venue.pk, since=NEXT + timedelta(weeks=3), until=NEXT + timedelta(weeks=3), spans=[], reason="装修", **by(cast))
    done = bookings.book_weekly(wish=wish(venue), until=NEXT + timedelta(weeks=4), **by(cast))
    assert [(row.day - NEXT).days // 7 for row in done.made] == [0, 2, 4]
    assert [((day - NEXT).days // 7, why.code) for day, why in done.left_out] == [(1, "taken"), (3, "closed")]
    with pytest.raises(Refused, match="none"):
        bookings.book_weekly(wish=wish(venue), until=NEXT, **by(cast))
    with pytest.raises(Refused, match="until"):
        bookings.book_weekly(wish=wish(venue), until=NEXT - timedelta(days=1), **by(cast))
    first, second, third = (Booking.objects.get(pk=row.pk) for row in done.made)
    assert bookings.cancel_booking(booking_id=second.pk, reason="放假", later_too=True, version=1, **by(cast)) == [second.pk, third.pk]
    first.refresh_from_db()
    assert first.cancelled_at is None
    assert bookings.restore_booking(booking_id=second.pk, **by(cast))
    assert not Booking.objects.filter(cancelled_at__isnull=False).exists(), "those cancelled with it come back with it"


@pytest.mark.django_db
def test_a_booking_is_moved_with_reason_and_keeps_where_it_was(cast, venue):
    row, other = booked(cast, venue), booked(cast, venue, starts=time(13), ends=time(14))
    there = {"booking_id": row.pk, "venue_id": venue.pk, "day": NEXT, "reason": "老师有事", **by(cast)}
    with pytest.raises(Refused, match="taken"):
        bookings.move_booking(**there, starts=time(13, 30), ends=time(14, 30), version=1)
    with pytest.raises(Refused, match="stale"):
        bookings.move_booking(**there, starts=time(14), ends=time(15), version=7)
    moved = bookings.move_booking(**there, starts=time(9, 30), ends=time(11, 30), version=1)
    assert moved.version == 2 and moved.starts.astimezone(None) == NOON.replace(day=1, month=12, hour=1, minute=30)
    assert [(e.act, e.before, e.reason) for e in moved.entries.all()] == [("booked", "", ""), ("moved", "怀德活动室 2026-12-01 09:00–11:00", "老师有事")]
    far = room(cast, "别街活动室", street=cast.elsewhere)
    with pytest.raises(Refused, match="room"):
        bookings.move_booking(**there | {"venue_id": far.pk}, starts=time(9), ends=time(10), version=2)
    bookings.cancel_booking(booking_id=other.pk, reason="x", version=1, **by(cast))
    with pytest.raises(Refused, match="cancelled"):
        bookings.cancel_booking(booking_id=other.pk, reason="x", version=2, **by(cast))
    booked(cast, venue, starts=time(13), ends=time(14))
    with pytest.raises(Refused, match="taken"):
        bookings.restore_booking(booking_id=other.pk, **by(cast))


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_want_one_hour_and_one_has_it():
    cast = make()
    venue = room(cast)
    barrier, made, refused, broken = threading.Barrier(8), [], [], []

    def want(n: int) -> None:
        try:
            barrier.wait()
            made.append(bookings.book(wish=wish(venue, title=f"第{n}家", starts=time(9, n), ends=time(10, n)), **by(cast)))
        except Refused as error:
            refused.append(error)
        except Exception as error:
            broken.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=want, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not broken
    assert len(made) == Booking.objects.count() == 1
    assert {error.code for error in refused} == {"taken"} and len(refused) == 7
    assert all(error.params["title"] == made[0].title and error.params["free"] for error in refused)
