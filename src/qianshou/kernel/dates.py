"""Dates as offices type them: "1937-02-13", "1937.2.13", "37年2月", "19370213", "民国26年2月", a serial number, a date cell.

Pure. What was written is kept with its precision; a missing day is not made up.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from .sending import quick_to_send
from .text import without_spaces


@quick_to_send
@dataclass(frozen=True, slots=True)
class DateReading:
    """A date as written: `year` full; `month`, `day` None where the writing has none.

    short_year  the year had two digits, its century is a guess
    lunar       said to be by the farmers' calendar; not comparable
    months      other months it may mean (a number cell 1937.1 is January or October)
    """

    year: int
    month: int | None = None
    day: int | None = None
    short_year: bool = False
    lunar: bool = False
    months: tuple[int, ...] = ()

    @property
    def exact(self) -> date | None:
        """The day, when it is fully known."""
        if self.month and self.day and not self.lunar:
            return date(self.year, self.month, self.day)
        return None

    def agrees_with(self, other: date) -> bool:
        """Whether `other` may be this date, as far as it is written."""
        if self.lunar:
            return abs(self.year - other.year) <= 1
        same_year = self.year % 100 == other.year % 100 if self.short_year else self.year == other.year
        if not same_year or self.month is None:
            return same_year
        if self.month != other.month and other.month not in self.months:
            return False
        return self.day is None or self.day == other.day

    def isoformat(self) -> str:
        """ISO 8601, as precise as it is known: "1937", "1937-02", "1937-02-13"."""
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)


# A serial number in a date column: days since 1899-12-30. 3654 is 1910-01-01; 73051 is 2100-01-01.
_SERIAL_DAYS = range(3654, 73051)
_EPOCH = date(1899, 12, 30)

_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_TENS = re.compile(r"([1-9])?十([1-9])?")
_REPUBLIC = re.compile(r"民国([0-9]{1,2})年")
_LUNAR = re.compile(r"农历|阴历|旧历|\(农\)|\(阴\)")
_NOISE = re.compile(r"公历|阳历|新历|\((?:公|阳)\)|出?生于?|[()]")
_TIME = re.compile(r"[T ]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
_SEP = r"[-./\\年,,、_—–·]"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}}|[0-9]{{2}}){_SEP}([0-9]{{1,2}})(?:[-./\\月,,、_—–·]([0-9]{{1,2}})[日号]?|月份?)?[.。]?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})")
_YEAR_ONLY = re.compile(r"([0-9]{4}|[0-9]{2}(?=年))年?(?:生|出生)?")
_PLAIN = re.compile(r"[0-9]{6}|[0-9]{8}")


def read_date(cell: object, *, latest_year: int) -> DateReading | None:
    """Read a cell as a date; None when it is none. Never raises.

    `latest_year`: the latest year that makes sense. A two-digit year is the latest such year not after it: for births of elders in
    2026 pass about 1986, and "26年" is 1926; for a death pass this year, and "26.8" is August 2026.
    """
    if isinstance(cell, datetime):
        return DateReading(cell.year, cell.month, cell.day)
    if isinstance(cell, date):
        return DateReading(cell.year, cell.month, cell.day)
    if cell is None or cell == "" or isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return _read_number(cell, latest_year)
    if isinstance(cell, str):
        return _read_text(cell, latest_year)
    return None


def _read_number(cell: float, latest_year: int) -> DateReading | None:
    if cell != cell or not 0 < cell < 1e9:
        return None
    if cell == int(cell):
        whole = int(cell)
        if 1850 <= whole <= 2150:
            return DateReading(whole)
        if whole in _SERIAL_DAYS:
            found = _EPOCH + timedelta(days=whole)
            return DateReading(found.year, found.month, found.day)
        return _read_text(str(whole), latest_year)
    reading = _read_text(f"{cell:.2f}" if cell > 1000 else repr(cell), latest_year)
    # 1937.1 may be what is left of 1937.10: the cell dropped the nought.
    if reading and reading.day is None and reading.month in (1, 10) and round(cell * 10) == round(cell * 10, 6):
        return DateReading(reading.year, 1, None, reading.short_year, months=(10,))
    return reading


@lru_cache(maxsize=8192)
def _read_text(cell: str, latest_year: int) -> DateReading | None:
    text = _TIME.sub("", _even(cell))
    lunar = bool(_LUNAR.search(text))
    text = _NOISE.sub("", _LUNAR.sub("", text))
    if match := _REPUBLIC.search(text):
        text = f"{1911 + int(match[1])}年{text[match.end() :]}"
    if match := _YEAR_FIRST.fullmatch(text):
        return _made(match[1], match[2], match[3], latest_year, lunar)
    if match := _PLAIN.fullmatch(text):
        return _plain(text, latest_year, lunar)
    if match := _YEAR_LAST.fullmatch(text):
        return _made(match[3], match[2], match[1], latest_year, lunar) or _made(match[3], match[1], match[2], latest_year, lunar)
    if match := _YEAR_ONLY.fullmatch(text):
        return _made(match[1], None, None, latest_year, lunar)
    return None


def _even(cell: str) -> str:
    """Half width, no spaces but before a time, digits for Chinese numerals: "一九三七年十二月" → "1937年12月"."""
    text = without_spaces(cell) if ":" not in cell and "：" not in cell else " ".join(cell.replace("：", ":").split())
    if text.isascii():
        return text
    text = text.translate(_CHINESE_DIGITS)
    return _TENS.sub(lambda match: f"{match[1] or 1}{match[2] or 0}", text) if "十" in text else text


def _plain(text: str, latest_year: int, lunar: bool) -> DateReading | None:
    """Digits only: 19370213, 193702, or 370213."""
    if len(text) == 8:
        return _made(text[:4], text[4:6], text[6:], latest_year, lunar)
    by_month = _made(text[:4], text[4:], None, latest_year, lunar)
    return by_month if by_month else _made(text[:2], text[2:4], text[4:], latest_year, lunar)


def _made(year: str, month: str | None, day: str | None, latest_year: int, lunar: bool) -> DateReading | None:
    """A reading, if the parts make a date between 1850 and 2150."""
    short = len(year) == 2
    full = latest_year - (latest_year - int(year)) % 100 if short else int(year)
    # "1937-00-00" is how some systems write "1937".
    months, days = int(month or 0) or None, int(day or 0) or None
    if not 1850 <= full <= 2150 or (months is not None and not 1 <= months <= 12):
        return None
    if days is not None and not 1 <= days <= _last_day(full, months or 1, lunar):
        return None
    return DateReading(full, months, days, short_year=short, lunar=lunar)


def _last_day(year: int, month: int, lunar: bool) -> int:
    return 30 if lunar else monthrange(year, month)[1]
