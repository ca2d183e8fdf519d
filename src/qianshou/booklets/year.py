"""What both volumes of a year share: the twelve bound months they point to, and the words. From plain values to what the templates print. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from .sheets import Binding, cover_lines, shell
from .words import TEMPLATES, short_month, words, year_words

BOUND, DRAFT, EARLY, LOST, NONE, AHEAD = "bound", "draft", "early", "lost", "none", "ahead"


@dataclass(frozen=True, slots=True)
class BoundMonth:
    """One month of the year as a volume of its own.

    state: BOUND; DRAFT, bound before the month was over; EARLY, bound before its sheets were closed; LOST, the file is not what was bound;
    NONE, never bound; AHEAD, not begun. `sha256`, `pages`, `sheets` and `bound_on` of the file that was kept; `language` of its words.
    """

    month: date
    state: str
    sha256: str = ""
    pages: int = 0
    sheets: int = 0
    bound_on: date | None = None
    language: str = "zh"


@cache
def year_said(language: str) -> dict:
    """All words of the year's volumes in one language (`zh` or `en`; anything else reads as `zh`)."""
    return json.loads((TEMPLATES / "year.json").read_text(encoding="utf-8"))["en" if language == "en" else "zh"]


def bound_lines(months: Sequence[BoundMonth], said: dict, language: str) -> list[dict]:
    """The table of bound months as `bound_months.typ` reads it: a missing month is a line that says so."""
    return [
        {
            "month": short_month(one.month, language),
            "state": said["states"][one.state],
            "ok": one.state in (BOUND, AHEAD),
            "sheets": str(one.sheets) if one.sha256 else "",
            "pages": str(one.pages) if one.sha256 else "",
            "on": one.bound_on.isoformat() if one.bound_on else "",
            "sum": " ".join(one.sha256[at : at + 16] for at in range(0, len(one.sha256), 16)),
            "other": said["other"].format(language=said["languages"][one.language]) if one.sha256 and one.language != language else "",
        }
        for one in months
    ]


def year_shell(binding: Binding, cover: str, first: str, count: int, months: Sequence[BoundMonth]) -> dict:
    """Titles, footer, cover and the list of bound months. `cover`: key of the title in year.json; `first` and `count`: the first line of the cover."""
    language = "en" if binding.language == "en" else "zh"
    said, year = year_said(language), year_words(binding.month, language)
    base = shell(replace(binding, language=language), "attendance")
    return {
        **base,
        "words": words(language) | {"year": said},
        "title": " ".join(filter(None, (said[cover], binding.part, year))),
        "cover-title": said[cover],
        "cover-month": year,
        "month": f"{year}　{base['draft']}" if base["draft"] else year,
        "volume": said["volume"].format(title=said[cover], part=binding.part, year=year).replace("  ", " ").strip(),
        "cover-lines": cover_lines(binding, first, count),
        "bound": bound_lines(months, said, language),
    }
