"""Which hours have nobody on duty."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from qianshou.kernel.clock import ZONE
from qianshou.watch.rules.roster import SLOTS, cell_of, gaps, holes, week_of

MONDAY = date(2026, 11, 23)
START = datetime.combine(MONDAY, time(8, 30), ZONE)


def hours(first: float, last: float):
    return START + timedelta(hours=first), START + timedelta(hours=last)


def test_a_shift_before_half_past_eight_belongs_to_yesterdays_night():
    assert cell_of(datetime.combine(MONDAY, time(6), ZONE), ZONE) == (date(2026, 11, 22), "night")
    assert cell_of(START, ZONE) == (MONDAY, "day")


def test_a_stretch_that_nobody_covers_is_found():
    assert gaps(hours(0, 8), [hours(-1, 2), hours(3, 5)]) == [hours(2, 3), hours(5, 8)]
    assert gaps(hours(0, 8), [hours(0, 9)]) == []
    assert gaps(hours(0, 8), []) == [hours(0, 8)]


@given(st.lists(st.tuples(st.integers(-3, 12), st.integers(1, 6)), max_size=6))
def test_gaps_are_exactly_the_uncovered_minutes(spans):
    taken = [hours(a, a + n) for a, n in spans]
    found = gaps(hours(0, 9), taken)
    for half in range(18):
        at = START + timedelta(minutes=half * 30 + 15)
        assert any(a <= at < b for a, b in found) != any(a <= at < b for a, b in taken)


def test_holes_are_shown_from_now_on():
    week = (START, START + timedelta(days=5))
    found = holes(monday=MONDAY, shifts=[week], now=START + timedelta(days=2), tz=ZONE)
    assert found == [(MONDAY + timedelta(days=n), code) for n in (5, 6) for code in SLOTS]
    assert week_of(MONDAY + timedelta(days=6)) == MONDAY
