"""Letters and forms for one person that are no part of a volume: the family's letter, the consent form. Plain data, pure.

Their words are in `templates/letters.json`, as those of the volumes are in words.json, and for the same reason.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from qianshou.booklets.words import TEMPLATES, words


@cache
def letter_words(language: str) -> dict:
    """Printed words of a language (`zh` or `en`; anything else reads as `zh`), those of the volumes included."""
    everything = json.loads((TEMPLATES / "letters.json").read_text(encoding="utf-8"))
    return words(language) | everything.get(language, everything["zh"])


def _sheet(language: str, *, title: str, office: str) -> dict:
    """What `paper.typ` needs of every sheet."""
    w = letter_words(language)
    return {
        "words": w, "lang": "en" if language == "en" else "zh", "region": "gb" if language == "en" else "cn", "title": title, "office": office,
        "volume": office,
        "motto": w["motto"], "draft": "", "title-tracking": 0.1 if language == "zh" else 0,
    }  # fmt: skip


def family_letter(
    *, office: str, telephone: str, elder: str, relative: str, address: str, code: str, picture: str, until: date, on: date, language: str
) -> dict:
    """The letter as `family_letter.typ` reads it; `picture` is the address as an SVG square, `code` as it is read aloud."""
    w = letter_words(language)
    named = {"name": relative, "elder": elder}
    return _sheet(language, title=w["family-title"], office=office) | {
        "dear": w["family-dear"].format(**named), "lead": w["family-lead"].format(**named), "steps": w["family-steps"],
        "mind": w["family-mind"].format(**named),
        "address": address, "code": code, "picture": picture, "until": until.isoformat(), "on": on.isoformat(), "telephone": telephone,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the consent form. answer: True yes, False no, None not asked yet (both boxes empty)."""

    purpose: str
    data: str
    why: str
    who: str
    stops: str
    sensitive: bool
    answer: bool | None = None


def consent_form(*, office: str, name: str, born: str, address: str, committee: str, asked: Sequence[Asked], language: str) -> dict:
    """The form as `consent_form.typ` reads it."""
    w = letter_words(language)
    person = [
        [w["consent-person"][key], value] for key, value in (("name", name), ("born", born), ("address", address), ("committee", committee))
    ]
    rows = [
        {"no": n, "purpose": one.purpose, "data": one.data, "why": one.why, "who": one.who, "stops": one.stops, "sensitive": one.sensitive,
         "yes": one.answer is True, "no-box": one.answer is False}
        for n, one in enumerate(asked, start=1)
    ]  # fmt: skip
    return _sheet(language, title=w["consent-title"], office=office) | {"person": person, "rows": rows}
