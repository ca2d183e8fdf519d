"""Public holidays: the published calendar where there is one, else the law that makes them.

The State Council publishes next year's days late in the year before, with bridged weekends; chinesecalendar knows the published
years and raises for others. For those, the days come from the regulation itself (全国年节及纪念日放假办法, in force from 2025-01-01:
New Year 1 day, Spring Festival 4 from its eve, Qingming 1, Labour Day 2, Dragon Boat 1, Mid-Autumn 1, National Day 3).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar
from lunar_python import Lunar, Solar

_EASY = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


def is_holiday(day: date, corrections: Mapping[date, bool] | None = None) -> bool:
    """Whether a day is a public holiday (an ordinary weekend is none).

    `corrections`: what the street says of a day (True: off, False: worked); it beats the calendar.
    """
    if corrections and day in corrections:
        return corrections[day]
    return _is_public(day)


def is_day_off(day: date, corrections: Mapping[date, bool] | None = None) -> bool:
    """Whether a day is a weekend or a public holiday; a weekend that is worked in exchange for a bridge is neither."""
    if corrections and day in corrections:
        return corrections[day]
    try:
        return chinese_calendar.is_holiday(day)
    except NotImplementedError:
        return day.isoweekday() > 5 or day in by_law(day.year)


@lru_cache(maxsize=4096)
def _is_public(day: date) -> bool:
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return day in by_law(day.year)
    return bool(off and name in _NAMES)


_NAMES = {holiday.value for holiday in chinese_calendar.Holiday}


@lru_cache(maxsize=64)
def by_law(year: int) -> frozenset[date]:
    """The 13 days that the regulation names for a year, without bridges (fewer when two fall together)."""
    days = {date(year, month, number) for month, number in _EASY}
    spring = _solar(year, 1, 1)
    days |= {spring + timedelta(days=n) for n in range(-1, 3)}
    days |= {_solar(year, 5, 5), _solar(year, 8, 15), _qingming(year)}
    return frozenset(days)


def _solar(year: int, month: int, number: int) -> date:
    solar = Lunar.fromYmd(year, month, number).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def _qingming(year: int) -> date:
    # Qingming (清明) is the solar term that falls on the 4th, 5th or 6th of April.
    for number in (4, 5, 6):
        if Solar.fromYmd(year, 4, number).getLunar().getJieQi() == "清明":
            return date(year, 4, number)
    return date(year, 4, 5)
