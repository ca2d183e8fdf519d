"""Paper for an occasion: the call list, the letters in large print, the sheet to sign on the day. Pure.

The wording is data (`templates/invitations.json`), as for all sheets: a letter of the office has a fixed wording.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache

from qianshou.booklets.words import TEMPLATES, day_words, words

SPARE_LINES = 8  # on the sheet for whoever comes unasked


@dataclass(frozen=True, slots=True)
class About:
    """The occasion as paper names it."""

    name: str
    on: date
    starts: time
    ends: time | None
    where: str
    organiser: str
    telephone: str = ""
    text: str = ""
    places: int | None = None
    answer_by: date | None = None


@dataclass(frozen=True, slots=True)
class OnList:
    """One person on a sheet. `stands`: how she stands, "" where she was not asked yet; `waits`: on the waiting list."""

    name: str
    age: int | None = None
    address: str = ""
    phones: tuple[str, ...] = ()
    stands: str = ""
    note: str = ""
    seat: int | None = None
    waits: bool = False
    sex: str = ""  # f | m | "": how a letter addresses her


@cache
def _own_words(language: str) -> dict:
    return json.loads((TEMPLATES / "invitations.json").read_text(encoding="utf-8"))[language]


def when(about: About, language: str) -> str:
    """ "2026年11月28日 星期六 14:00–16:00", "Saturday 28 November 2026, 14:00–16:00"."""
    w = words(language)
    hours = f"{about.starts:%-H:%M}" + (f"–{about.ends:%-H:%M}" if about.ends else "")
    weekday, day = w["menu-weekdays"][about.on.weekday()], day_words(about.on, language)
    return f"{weekday} {day} {about.on.year}, {hours}" if language == "en" else f"{about.on.year}年{day} {weekday} {hours}"


def _shell(about: About, title: str, office: str, language: str) -> dict:
    w = words(language) | _own_words(language)
    return {
        "words": w, "lang": "en" if language == "en" else "zh", "region": "gb" if language == "en" else "cn", "title": f"{title} {about.name}", "sheet-title": title,
        "title-tracking": 0.3 if language == "zh" else 0, "office": office, "volume": office, "motto": w["motto"], "draft": "", "occasion": about.name,
        "when": when(about, language), "where": about.where, "organiser": about.organiser, "telephone": about.telephone,
        "places": w["free"] if about.places is None else str(about.places),
        "answer-by": w["answer-by"].format(day=day_words(about.answer_by, language)) if about.answer_by else "",
    }  # fmt: skip


def call_list(about: About, people: Sequence[OnList], *, office: str, language: str) -> dict:
    """The list to ring along, as `call_list.typ` reads it."""
    w = _own_words(language)
    rows = [
        {"no": str(n), "name": p.name, "age": "" if p.age is None else str(p.age), "address": p.address, "phones": list(p.phones), "said": p.stands, "note": p.note}
        for n, p in enumerate(people, start=1)
    ]  # fmt: skip
    return {**_shell(about, w["call-list"], office, language), "people": rows}


def letters(about: About, people: Sequence[OnList], *, office: str, language: str, made_on: date) -> dict:
    """One letter a page, as `invitation_letters.typ` reads it."""
    w = _own_words(language)
    day = day_words(made_on, language)
    return {
        **_shell(about, w["letter"], office, language),
        "text": [part.strip() for part in about.text.splitlines() if part.strip()],
        "made": f"{day} {made_on.year}" if language == "en" else f"{made_on.year}年{day}",
        "people": [{"dear": w["dear"].format(name=p.name, title=w["titles"].get(p.sex, "")), "name": p.name, "address": p.address} for p in people],
    }  # fmt: skip


def sign_sheet(about: About, people: Sequence[OnList], *, office: str, language: str) -> dict:
    """The sheet to sign on the day: who has a place in its order, who waits, and lines for whoever comes unasked."""
    w = _own_words(language)
    rows = [{"no": str(p.seat) if p.seat else w["waiting"], "name": p.name, "address": p.address} for p in people if p.seat or p.waits]
    return {**_shell(about, w["sign-sheet"], office, language), "people": rows, "spare": SPARE_LINES}
