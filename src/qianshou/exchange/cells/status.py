"""Where a person is now, how they live, on which days they eat: readers of short phrases. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from qianshou.kernel.dates import read_date

from .simple import is_nothing
from .words import ABROAD, LIVING, NO, NOT_IN_HOSPITAL, STATUSES, YES

_WHEN = re.compile(r"(?:[0-9]{4}|[0-9]{2})(?:[-./年][0-9]{1,2}(?:[-./月][0-9]{1,2}日?|月)?|年)")
_WHERE = re.compile(r"(?:迁出?|搬)(?:至|到|往|去)([^,，;；。、\s]{1,20})")
_DAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7}
_RANGE = re.compile(r"(?:周|星期|礼拜)?([一二三四五六1-6])\s*(?:至|到|—|–|-|~)\s*(?:周|星期|礼拜)?([二三四五六日天2-7])")
_EVERY = re.compile(r"每[天日]|天天|全周|全年|周一至周日|一周七天|7天|daily", re.IGNORECASE)
_WORKDAYS = re.compile(r"工作日|平日|双休日除外|双休除外|weekdays", re.IGNORECASE)
_WEEKEND = re.compile("双休日?|周末")
_DAY_LETTERS = re.compile(r"(?:周|星期|礼拜|逢|每)*((?:[一二三四五六日1-7][、,，/和及\s]*(?:周|星期)?)+)")
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class StatusReading:
    """status: as `people.Status`; since: as written ("2026-08") or ""; place: where to, or ""."""

    status: str = "active"
    since: str = ""
    place: str = ""


@lru_cache(maxsize=8192)
def read_status(text: str, latest_year: int) -> StatusReading | None:
    """What a remark says of where the person is; None when it says nothing of it."""
    if not text:
        return None
    for pattern, code in STATUSES:
        if not pattern.search(text) or (code == "hospital" and NOT_IN_HOSPITAL.search(text)):
            continue
        when = _WHEN.search(text)
        date = read_date(when[0], latest_year=latest_year) if when else None
        where = _WHERE.search(text) if code == "moved" else None
        return StatusReading(code, date.isoformat() if date else "", where[1] if where else "")
    return None


@lru_cache(maxsize=4096)
def read_living(text: str) -> tuple[str, bool]:
    """How a person lives (code, "" when not told) and whether the children are abroad."""
    code = next((code for pattern, code in LIVING if pattern.search(text)), "") if text else ""
    return code, bool(text and ABROAD.search(text))


@lru_cache(maxsize=4096)
def read_meal_days(text: str) -> tuple[int, ...] | None:
    """Weekdays (1 Monday … 7 Sunday) on which meals are wanted; () for none; None when the cell cannot be understood.

    A bare tick means every day: the point cooks daily, and whoever ticks without a day is counted in.
    """
    if not text or text in NO or is_nothing(text) or re.match("不|停|否|未|暂停|无需", text):
        return ()
    if text in YES or _EVERY.search(text):
        return EVERY_DAY
    if span := _RANGE.search(text):
        return tuple(range(_DAYS[span[1]], _DAYS[span[2]] + 1))
    if _WORKDAYS.search(text):
        return (1, 2, 3, 4, 5)
    if _WEEKEND.search(text):
        return (6, 7)
    if letters := _DAY_LETTERS.search(text):
        return tuple(sorted({_DAYS[sign] for sign in letters[1] if sign in _DAYS}))
    return EVERY_DAY if re.search("需|要|是|送|订|用餐|堂吃|中餐|午餐|晚餐", text) else None
