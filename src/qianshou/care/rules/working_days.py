"""What a day is for those who work: a working day, a day off, a public holiday. Pure.

A weekend that is worked in exchange (调休) is a working day; the weekdays off that it pays for are days off and no public holidays. Public
holidays are the days that the regulation names (全国年节及纪念日放假办法): only on them work is paid as holiday work.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import chinese_calendar

from qianshou.kernel.holidays import by_law

WORK, REST, HOLIDAY = "work", "rest", "holiday"
PUBLISHED, BY_LAW, PACK, SET = "published", "by_law", "pack", "set"


@dataclass(frozen=True, slots=True)
class DayKind:
    """What a day is and who says so.

    kind        WORK, REST or HOLIDAY
    basis       PUBLISHED: the calendar that ships with the program; BY_LAW: its year is not published there yet, so only what the
                regulation fixes is known; PACK: the street's pack; SET: an officer
    name        of the holiday, as far as it is known
    as_weekday  whose weekday's working hours hold on a worked weekend, 1 to 7; None: nobody has said
    """

    kind: str
    basis: str
    name: str = ""
    as_weekday: int | None = None

    @property
    def off(self) -> bool:
        """Whether one is off on it."""
        return self.kind != WORK


def published_until() -> int:
    """The last year whose days off and worked weekends ship with the program."""
    return max(day.year for day in chinese_calendar.constants.holidays)


def is_published(year: int) -> bool:
    """Whether the State Council's days of a year ship with the program."""
    return year in _years()


def _years() -> set[int]:
    return {day.year for day in chinese_calendar.constants.holidays}


def known(day: date) -> DayKind:
    """What a day is as far as the calendar that ships with the program or else the law says."""
    weekend = day.isoweekday() > 5
    if not is_published(day.year):
        return DayKind(HOLIDAY if day in by_law(day.year) else REST if weekend else WORK, BY_LAW)
    off, name = chinese_calendar.get_holiday_detail(day)
    called = name if name in _NAMES else ""
    return DayKind(HOLIDAY if day in by_law(day.year) else REST if off else WORK, PUBLISHED, called)


_NAMES = {holiday.value for holiday in chinese_calendar.Holiday}


def kind_of(day: date, *, own: Mapping[date, DayKind], pack: Mapping[date, bool]) -> DayKind:
    """What a day is at one street: an officer's word beats the pack, the pack beats the calendar."""
    if day in own:
        return own[day]
    if day in pack:
        return DayKind(REST if pack[day] else WORK, PACK)
    return known(day)


def corrections_of(own: Mapping[date, DayKind], pack: Mapping[date, bool], *, holidays_only: bool = False) -> dict[date, bool]:
    """The same for `kernel.holidays`: day → off. `holidays_only`: a day off that an officer set counts as no holiday (care plans go on)."""
    return dict(pack) | {day: one.kind == HOLIDAY if holidays_only else one.off for day, one in own.items()}


def unpublished_years(days: Iterable[date]) -> list[int]:
    """Years of these days that do not ship with the program yet."""
    return sorted({day.year for day in days} - _years())
