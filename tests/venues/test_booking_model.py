"""Bookings against a plain list: no two hold one moment, what was refused really clashed, what was booked stands."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from qianshou.venues.models import Booking
from qianshou.venues.operations import bookings
from qianshou.venues.operations.errors import Refused
from tests.venues.rooms import NEXT, by, room, wish

ROOMS, DAYS = st.integers(0, 1), st.integers(0, 2)
QUARTERS = st.tuples(st.integers(28, 68), st.integers(1, 12))  # from seven in the morning on; so many quarters long
OPEN = [(34, 46), (52, 66)]  # quarters: 8:30–11:30, 13:00–16:30


def at(quarter: int) -> time:
    return time(quarter // 4, quarter % 4 * 15)


class Rooms(RuleBasedStateMachine):
    """The program beside a list of (room, day, first quarter, last). One transaction for each run, rolled back at its end."""

    cast = None
    book = staticmethod(bookings.book)

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.venues = [room(self.cast, name) for name in ("甲", "乙")]
        self.stands: dict[int, tuple[int, int, int, int]] = {}
        self.gone: dict[int, tuple[int, int, int, int]] = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def clashing(self, room_, day, first, last, but=None):
        return [pk for pk, (r, d, f, t) in self.stands.items() if pk != but and (r, d) == (room_, day) and f < last and first < t]

    def expected(self, *place, but=None) -> str:
        _room, _day, first, last = place
        if not any(opens <= first and last <= closes for opens, closes in OPEN):
            return "closed"
        return "taken" if self.clashing(*place, but=but) else ""

    @rule(room_=ROOMS, day=DAYS, quarters=QUARTERS)
    def is_wanted(self, room_, day, quarters):
        first, last = quarters[0], quarters[0] + quarters[1]
        want = wish(self.venues[room_], NEXT + timedelta(days=day), at(first), at(last))
        if why := self.expected(room_, day, first, last):
            with pytest.raises(Refused, match=why):
                self.book(wish=want, **by(self.cast))
            return
        self.stands[self.book(wish=want, **by(self.cast)).pk] = (room_, day, first, last)

    @precondition(lambda self: self.stands)
    @rule(which=st.integers(0, 30), room_=ROOMS, day=DAYS, quarters=QUARTERS)
    def is_moved(self, which, room_, day, quarters):
        pk = sorted(self.stands)[which % len(self.stands)]
        first, last = quarters[0], quarters[0] + quarters[1]
        version = Booking.objects.get(pk=pk).version
        there = {"venue_id": self.venues[room_].pk, "day": NEXT + timedelta(days=day), "starts": at(first), "ends": at(last), "reason": "x", "version": version}
        if why := self.expected(room_, day, first, last, but=pk):
            with pytest.raises(Refused, match=why):
                bookings.move_booking(booking_id=pk, **there, **by(self.cast))
            return
        bookings.move_booking(booking_id=pk, **there, **by(self.cast))
        self.stands[pk] = (room_, day, first, last)

    @precondition(lambda self: self.stands)
    @rule(which=st.integers(0, 30))
    def is_cancelled(self, which):
        pk = sorted(self.stands)[which % len(self.stands)]
        bookings.cancel_booking(booking_id=pk, reason="x", version=Booking.objects.get(pk=pk).version, **by(self.cast))
        self.gone[pk] = self.stands.pop(pk)

    @precondition(lambda self: self.gone)
    @rule(which=st.integers(0, 30))
    def is_restored(self, which):
        pk = sorted(self.gone)[which % len(self.gone)]
        if self.clashing(*self.gone[pk]):
            with pytest.raises(Refused, match="taken"):
                bookings.restore_booking(booking_id=pk, **by(self.cast))
            return
        assert bookings.restore_booking(booking_id=pk, **by(self.cast))
        self.stands[pk] = self.gone.pop(pk)

    @precondition(lambda self: self.stands)
    @rule(room_=ROOMS, day=DAYS, quarters=QUARTERS)
    def what_is_offered_instead_is_free(self, room_, day, quarters):
        first, last = quarters[0], quarters[0] + quarters[1]
        if self.expected(room_, day, first, last) != "taken":
            return
        with pytest.raises(Refused) as caught:
            self.book(wish=wish(self.venues[room_], NEXT + timedelta(days=day), at(first), at(last)), **by(self.cast))
        for slot in caught.value.params["free"]:
            days, quarters = (slot.starts.date() - NEXT).days, [m.hour * 4 + m.minute // 15 for m in (slot.starts, slot.ends)]
            assert quarters[1] - quarters[0] == last - first and not self.expected(room_, days, *quarters)

    @invariant()
    def the_table_says_the_same(self):
        rows = Booking.objects.filter(venue__in=self.venues, cancelled_at__isnull=True)
        assert {row.pk for row in rows} == set(self.stands)
        for row in rows:
            assert not self.clashing(*self.stands[row.pk], but=row.pk)


def tried(machine, examples: int = 40):
    phases = [Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink]
    run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=14, deadline=None, phases=phases, suppress_health_check=list(HealthCheck)))


@pytest.mark.django_db
def test_any_sequence_of_bookings_leaves_no_two_in_one_room_at_once(cast):
    tried(type("OfCast", (Rooms,), {"cast": cast}))


@pytest.mark.django_db
def test_the_machine_would_notice_if_the_hours_did_not_count(cast, monkeypatch):
    monkeypatch.setattr("qianshou.venues.operations.bookings.within", lambda *_: True)
    with pytest.raises(BaseException, match=r"DID NOT RAISE|Failed"):
        tried(type("OfCast", (Rooms,), {"cast": cast}), examples=20)
