"""The words printed on forms and volumes, in Chinese and English, and dates as paper writes them. Pure.

The words are data (`templates/words.json`), not gettext: a printed form is a document of the office with a fixed
wording, and the same volume must come out byte for byte the same whoever's language asked for it.
"""

import json
from datetime import date
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
TEMPLATES = Path(__file__).resolve().parent / "templates"
DIGITS = "〇一二三四五六七八九"
ENGLISH_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


@cache
def words(language: str) -> dict:
    """All printed words of one language (`zh` or `en`; anything else reads as `zh`)."""
    everything = json.loads((TEMPLATES / "words.json").read_text(encoding="utf-8"))
    return everything.get(language, everything["zh"])


def chinese_number(value: int) -> str:
    """`value` (0–99) as one says it: 十一, 二十, 三十一."""
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else DIGITS[tens] + "十")
    return head + (DIGITS[ones] if ones or not tens else "")


def month_words(month: date, language: str) -> str:
    """The month as a title: 二〇二六年十一月, or November 2026."""
    if language == "en":
        return f"{ENGLISH_MONTHS[month.month - 1]} {month.year}"
    return f"{year_words(month, language)}{chinese_number(month.month)}月"


def year_words(day: date, language: str) -> str:
    """The year as a title: 二〇二六年, or 2026."""
    return str(day.year) if language == "en" else "".join(DIGITS[int(digit)] for digit in str(day.year)) + "年"


def short_month(month: date, language: str) -> str:
    """The month in a footer, where the year is already known: 十一月, or November."""
    return ENGLISH_MONTHS[month.month - 1] if language == "en" else f"{chinese_number(month.month)}月"


def day_words(day: date, language: str) -> str:
    """A day inside a month: 11月9日, or 9 Nov."""
    if language == "en":
        return f"{day.day} {ENGLISH_MONTHS[day.month - 1][:3]}"
    return f"{day.month}月{day.day}日"


def list_of_days(days: list[date], language: str) -> str:
    """Several days of one month: 11月9日、16日, or 9, 16 Nov."""
    if not days:
        return ""
    if language == "en":
        return ", ".join(str(day.day) for day in days) + f" {ENGLISH_MONTHS[days[0].month - 1][:3]}"
    return f"{days[0].month}月" + "、".join(f"{day.day}日" for day in days)
