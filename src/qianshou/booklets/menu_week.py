"""The week's menu on one sheet: from dishes to what the template prints. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qianshou.booklets.words import day_words, words

SIDE = ("soup", "staple")  # printed small, under the dishes


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day: its dishes as (category, name) in order; none where nothing is cooked."""

    day: date
    dishes: tuple[tuple[str, str], ...]


def menu_week(days: Sequence[WeekDay], *, office: str, language: str, draft: bool) -> dict:
    """The sheet as `menu_week.typ` reads it; `days` are a week from Monday on."""
    w = words(language)
    first, last = days[0].day, days[-1].day
    span = f"{day_words(first, language)} – {day_words(last, language)}"
    return {
        "words": w,
        "lang": "en" if language == "en" else "zh",
        "region": "gb" if language == "en" else "cn",
        "title": f"{w['menu-title']} {span}",
        "sheet-title": w["menu-title"],
        "office": office,
        "span": f"{first.year}年{span}" if language == "zh" else f"{span} {last.year}",
        "motto": w["motto"],
        "volume": office,
        "draft": w["draft"] if draft else "",
        "title-tracking": 0.3 if language == "zh" else 0,
        "days": [_day(one, w, language) for one in days],
    }


def _day(one: WeekDay, w: dict, language: str) -> dict:
    between = "、" if language == "zh" else ", "
    kinds: dict[str, list[str]] = {}
    for kind, name in one.dishes:
        kinds.setdefault(kind, []).append(name)
    return {
        "weekday": w["menu-weekdays"][one.day.weekday()],
        "date": day_words(one.day, language),
        "rest": one.day.weekday() >= 5,
        "dishes": [between.join(names) for kind, names in kinds.items() if kind not in SIDE],
        "sides": [f"{w['menu-kinds'][kind]}{w['menu-colon']}{between.join(kinds[kind])}" for kind in SIDE if kind in kinds],
    }
