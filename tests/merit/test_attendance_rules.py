"""Taps of in and out made into spans: nothing guessed, nothing lost."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from qianshou.merit.rules.attendance import (
    DOUBLE_TAP,
    LONGEST_SPAN,
    NO_IN,
    NO_OUT,
    ON_DUTY,
    Tap,
    attendance_month,
    hours_text,
    pair,
    without_double_taps,
)  # fmt: skip
from qianshou.merit.rules.leave import DayLeave, Leave

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 24)
MUCH_LATER = datetime(2026, 12, 24, tzinfo=UTC)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def spans(*taps, now=MUCH_LATER):
    return pair([Tap(moment, direction) for direction, moment in taps], ZONE, now)


def test_in_and_out_are_one_span():
    (one,) = spans(("in", at(8, 5)), ("out", at(16, 35)))
    assert (one.day, one.minutes, one.flag) == (DAY, 510, "")


def test_a_span_over_midnight_belongs_to_the_day_it_began():
    (one,) = spans(("in", at(20)), ("out", at(0, 40, DAY + timedelta(days=1))))
    assert (one.day, one.minutes) == (DAY, 280)


def test_a_double_tap_counts_once():
    (one,) = spans(("in", at(8)), ("in", at(8, 3)), ("out", at(12)), ("out", at(12, 4)))
    assert (one.start, one.end) == (at(8), at(12, 4))


def test_a_missing_out_is_flagged_and_counts_nothing():
    first, second = spans(("in", at(8)), ("in", at(13)), ("out", at(17)))
    assert (first.flag, first.minutes, second.minutes) == (NO_OUT, 0, 240)


def test_a_missing_in_is_flagged():
    (one,) = spans(("out", at(17)))
    assert (one.flag, one.start, one.minutes) == (NO_IN, None, 0)


def test_out_the_next_evening_is_not_the_same_shift():
    assert [one.flag for one in spans(("in", at(8)), ("out", at(17, 0, DAY + timedelta(days=1))))] == [NO_OUT, NO_IN]


def test_who_is_still_at_work_is_not_flagged():
    assert spans(("in", at(8)), now=at(12))[0].flag == ON_DUTY
    assert spans(("in", at(8)), now=at(8) + LONGEST_SPAN + timedelta(seconds=1))[0].flag == NO_OUT


def test_the_month_adds_up():
    days = [DAY + timedelta(days=n) for n in range(3)]
    month = attendance_month(
        days, spans(("in", at(8)), ("out", at(12)), ("in", at(13))), {DAY: 4, days[1]: 2}, [Leave(days[2], days[2], "sick")]
    )
    assert (month.days_worked, month.minutes, month.visits, month.leave_days, month.flags) == (2, 240, 6, 1, 1)
    assert [day.leave for day in month.days] == [DayLeave(), DayLeave(), DayLeave.whole_day("sick")]
    assert (hours_text(month.minutes), hours_text(0), hours_text(65)) == ("4:00", "", "1:05")


moments = st.integers(0, 5 * 24 * 60).map(lambda minutes: at(0) + timedelta(minutes=minutes))
many_taps = st.lists(st.builds(Tap, moments, st.sampled_from(["in", "out"])), max_size=40)


@given(many_taps)
def test_every_kept_tap_is_in_exactly_one_span(taps):
    kept, made = without_double_taps(taps), pair(taps, ZONE, MUCH_LATER)
    ends = [(span.start, "in") for span in made if span.start] + [(span.end, "out") for span in made if span.end]
    assert sorted(ends) == sorted((tap.made_at, tap.direction) for tap in kept)
    assert all(0 <= span.minutes <= LONGEST_SPAN.total_seconds() / 60 for span in made)
    assert all(span.flag or (span.start and span.end) for span in made)


@given(many_taps)
def test_the_order_in_which_taps_arrive_does_not_matter(taps):
    assert pair(taps, ZONE, MUCH_LATER) == pair(list(reversed(taps)), ZONE, MUCH_LATER)


def test_the_window_of_a_double_tap_is_what_it_says():
    apart = Tap(at(8) + DOUBLE_TAP + timedelta(seconds=1), "in")
    assert len(without_double_taps([Tap(at(8), "in"), apart])) == 2
