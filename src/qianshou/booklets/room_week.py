"""The week of an activity room on one sheet for its door: from bookings to what the template prints. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qianshou.booklets.words import day_words, words

WORDS = {
    "zh": {
        "title": "活动安排", "closed": "休息", "holiday": "节假日休息", "none": "自由活动", "open": "开放", "foot": "安排如有变动，以室内通知为准。", "address": "地址", "telephone": "电话",
    },
    "en": {
        "title": "This week in the room", "closed": "Closed", "holiday": "Closed: public holiday", "none": "Open to all comers", "open": "Open",
        "foot": "Changes are put up inside the room.", "address": "Address", "telephone": "Telephone",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Booked:
    """One booking, times of the office; `who` is empty where it is not open to all."""

    starts: datetime
    ends: datetime
    title: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class RoomDay:
    """One day: open hours in words, why they differ, what is booked."""

    day: date
    spans: tuple[str, ...]
    reason: str = ""
    holiday: bool = False
    booked: tuple[Booked, ...] = ()


def room_week(days: Sequence[RoomDay], *, name: str, address: str, telephone: str, office: str, language: str) -> dict:
    """The sheet as `room_week.typ` reads it; `days` are a week from Monday on."""
    w, own = words(language), WORDS["en" if language == "en" else "zh"]
    first, last = days[0].day, days[-1].day
    span = f"{day_words(first, language)} – {day_words(last, language)}"
    where = [f"{own['address']} {address}" if address else "", f"{own['telephone']} {telephone}" if telephone else ""]
    return {
        "words": w, "own": own, "lang": "en" if language == "en" else "zh", "region": "gb" if language == "en" else "cn", "title": f"{name} {span}", "name": name,
        "sheet-title": own["title"], "office": office, "span": f"{first.year}年{span}" if language == "zh" else f"{span} {last.year}", "volume": office,
        "title-tracking": 0.2 if language == "zh" else 0, "where": "　".join(part for part in where if part), "days": [_day(one, w, own, language) for one in days],
    }  # fmt: skip


def _day(one: RoomDay, w: dict, own: dict, language: str) -> dict:
    closed = own["holiday"] if one.holiday else one.reason or own["closed"]
    return {
        "weekday": w["menu-weekdays"][one.day.weekday()], "date": day_words(one.day, language), "rest": one.day.weekday() >= 5, "hours": ("、" if language == "zh" else ", ").join(one.spans),
        "closed": "" if one.spans else closed, "reason": one.reason if one.spans else "",
        "lines": [{"time": f"{b.starts:%H:%M}–{b.ends:%H:%M}", "title": b.title, "who": b.who} for b in one.booked],
    }  # fmt: skip
