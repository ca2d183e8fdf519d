"""Plan items fall on the right days, whatever the span, the season and the spread."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from qianshou.care.rules.recurrence import SPREADS, Recurrence, days_of, weekdays_of
from qianshou.kernel import holidays

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
WEEKDAYS = st.frozensets(st.integers(1, 7), min_size=1)
MONTHS = st.frozensets(st.integers(1, 12))


@st.composite
def recurrences(draw) -> Recurrence:
    since = draw(DAYS)
    until = draw(st.none() | st.integers(0, 400).map(lambda n: since + timedelta(days=n)))
    weekly = draw(st.booleans())
    return Recurrence(
        since=since,
        until=until,
        weekdays=frozenset() if weekly else draw(WEEKDAYS),
        times_per_week=draw(st.integers(1, 7)) if weekly else None,
        months=draw(MONTHS),
        skip_holidays=draw(st.booleans()),
    )


@given(recurrences(), DAYS, st.integers(0, 60), st.integers(0, 10**6))
def test_every_day_made_is_allowed_and_no_allowed_day_is_missed(recurrence, first, span, seed):
    last = first + timedelta(days=span)
    made = list(days_of(recurrence, first, last, seed=seed, is_holiday=holidays.is_holiday))
    weekdays = weekdays_of(recurrence, seed)
    wanted = [
        day
        for day in (first + timedelta(days=n) for n in range(span + 1))
        if day >= recurrence.since
        and (recurrence.until is None or day <= recurrence.until)
        and day.isoweekday() in weekdays
        and (not recurrence.months or day.month in recurrence.months)
        and not (recurrence.skip_holidays and holidays.is_holiday(day))
    ]
    assert made == wanted
    assert recurrence.faults() == []


@given(recurrences(), DAYS, st.integers(0, 30), st.integers(0, 30), st.integers(0, 99))
def test_looking_at_a_stretch_in_two_parts_gives_the_same_days(recurrence, first, a, b, seed):
    middle, last = first + timedelta(days=a), first + timedelta(days=a + b)
    whole = list(days_of(recurrence, first, last, seed=seed))
    parts = list(days_of(recurrence, first, middle, seed=seed)) + list(days_of(recurrence, middle + timedelta(days=1), last, seed=seed))
    assert whole == parts


@given(st.integers(1, 7), st.integers(0, 10**6))
def test_n_times_a_week_is_n_days_with_no_longer_wait_than_working_days_need(times, seed):
    days = sorted(weekdays_of(Recurrence(since=date(2026, 1, 1), times_per_week=times), seed))
    assert len(days) == times
    waits = [(b - a) % 7 or 7 for a, b in zip(days, days[1:] + days[:1], strict=True)]
    assert max(waits) <= {1: 7, 2: 4, 3: 3, 4: 3, 5: 3, 6: 2, 7: 1}[times]


def test_a_winter_item_rests_in_summer_and_comes_again():
    bath = Recurrence(since=date(2026, 1, 1), weekdays=frozenset({3}), months=frozenset({11, 12, 1, 2, 3}))
    months = {day.month for day in days_of(bath, date(2026, 1, 1), date(2027, 12, 31))}
    assert months == {11, 12, 1, 2, 3}


def test_faults_are_named():
    since = date(2026, 1, 1)
    assert Recurrence(since=since).faults() == ["one_way"]
    assert Recurrence(since=since, weekdays=frozenset({1}), times_per_week=2).faults() == ["one_way"]
    assert Recurrence(since=since, times_per_week=8).faults() == ["times_per_week"]
    assert Recurrence(since=since, weekdays=frozenset({0}), until=date(2025, 1, 1)).faults() == ["weekdays", "span"]


def test_spreads_use_working_days_as_long_as_they_can():
    assert all(max(way) <= 5 for times, ways in SPREADS.items() if times <= 5 for way in ways)


def test_published_holidays_come_from_the_calendar_and_weekends_are_none():
    assert holidays.is_holiday(date(2026, 10, 1))
    assert not holidays.is_holiday(date(2026, 11, 28))  # a Saturday


def test_a_year_not_published_yet_falls_back_on_the_law():
    assert holidays.is_holiday(date(2031, 10, 2))
    assert holidays.is_holiday(date(2031, 1, 23))  # first day of the lunar year
    assert not holidays.is_holiday(date(2031, 10, 8))


@given(st.integers(2025, 2090))
def test_the_law_names_thirteen_days_unless_two_fall_together(year):
    assert 12 <= len(holidays.by_law(year)) <= 13


def test_the_streets_own_days_beat_the_calendar():
    day = date(2026, 7, 20)
    assert holidays.is_holiday(day, {day: True})
    assert not holidays.is_holiday(date(2026, 10, 1), {date(2026, 10, 1): False})
