"""A person's statement of hours on paper: plain data for `hours_statement.typ`. Pure.

The wording is data (`templates/hours.json`), as for all sheets.
"""

import json
from collections.abc import Sequence
from datetime import date
from functools import cache

from .words import TEMPLATES, words


@cache
def _own_words(language: str) -> dict:
    return json.loads((TEMPLATES / "hours.json").read_text(encoding="utf-8"))[language]


def statement_sheet(
    *, name: str, office: str, first: date, last: date, opening: str, closing: str, gained: str, spent: str, rows: Sequence[Sequence[str]], language: str
) -> dict:
    """The sheet as its template reads it. Amounts are hours and minutes as text; `rows`: day, what for, in, out, balance."""
    w = words(language) | _own_words(language)
    return {
        "words": w, "lang": "en" if language == "en" else "zh", "region": "gb" if language == "en" else "cn", "title": f"{w['hours-title']} {name}", "sheet-title": w["hours-title"],
        "title-tracking": 0.2 if language == "zh" else 0, "office": office, "volume": office, "motto": w["motto"], "draft": "", "name": name,
        "span": f"{first:%Y-%m-%d} – {last:%Y-%m-%d}", "opening": opening, "closing": closing, "gained": gained, "spent": spent, "rows": [list(row) for row in rows],
    }  # fmt: skip
