"""Paper of the ten best: voting slips to cut, paper ballots, the order of the ceremony, a certificate for each who is elected. Plain data, pure.

Their words are in `templates/elections.json`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from qianshou.booklets.labels import square
from qianshou.booklets.words import TEMPLATES, words


@dataclass(frozen=True, slots=True)
class Slip:
    """One voter's slip. `code` as it is read aloud; `link` opens the page with the code filled in."""

    name: str
    place: str
    number: int
    code: str
    link: str


@dataclass(frozen=True, slots=True)
class Honoured:
    """One who is elected, in the order of calling."""

    category: str
    name: str
    tier: str
    citation: str
    years: str = ""


@cache
def own_words(language: str) -> dict:
    """Printed words of a language, `zh` or `en`."""
    return json.loads((TEMPLATES / "elections.json").read_text(encoding="utf-8"))[language]


def _shell(title: str, office: str, language: str) -> dict:
    w = words(language) | own_words(language)
    return {
        "words": w, "lang": "en" if language == "en" else "zh", "region": "gb" if language == "en" else "cn", "title": title, "sheet-title": title,
        "title-tracking": 0.1 if language == "zh" else 0, "office": office, "volume": office, "motto": w["motto"], "draft": "",
    }  # fmt: skip


def slips(people: Sequence[Slip], *, title: str, office: str, address: str, until: str, language: str) -> dict:
    """Slips as `vote_slips.typ` reads them, eight a sheet. `address` is what is typed by hand."""
    rows = [{"name": p.name, "place": p.place, "number": str(p.number), "code": p.code, "square": square(p.link)} for p in people]
    return {**_shell(title, office, language), "address": address, "until": until, "people": rows}


def ballots(categories: Sequence[tuple[str, int, Sequence[tuple[int, str]]]], *, title: str, office: str, copies: int, language: str) -> dict:
    """Paper ballots as `vote_ballot.typ` reads them: (category, how many one may choose, [(number, name)]); no sign tells one copy from another."""
    w = own_words(language)
    parts = [
        {"name": name, "most": w["choose"].format(n=most), "people": [{"number": str(number), "name": one} for number, one in people]} for name, most, people in categories
    ]
    return {**_shell(title, office, language), "parts": parts, "copies": copies}


def ceremony(people: Sequence[Honoured], *, title: str, office: str, on: str, language: str) -> dict:
    """The order of calling as `ten_best.typ` reads it."""
    rows = [{"no": str(n), "category": p.category, "name": p.name, "tier": p.tier, "citation": p.citation} for n, p in enumerate(people, start=1)]
    return {**_shell(title, office, language), "kind": "list", "people": rows, "on": on}


def certificates(people: Sequence[Honoured], *, title: str, office: str, on: str, language: str) -> dict:
    """One certificate a page as `ten_best.typ` reads it."""
    w = own_words(language)
    rows = [
        {"dear": w["dear"].format(name=p.name), "text": w["elected"].format(title=title, category=p.category), "citation": p.citation} for p in people
    ]
    return {**_shell(title, office, language), "kind": "certificates", "people": rows, "on": on}
