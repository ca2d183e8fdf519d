"""The card for the wall: whom to call, in very large print, and nothing that a stranger at the door should not read. Pure.

No first name, no age, no illness, and not that somebody lives alone: the surname as of a household, the address that one reads out to 120, and
numbers. Relatives stand there by what they are to her, carers by their surname.
"""

from __future__ import annotations

from qianshou.booklets.booklet import Booklet, Helper, booklet_words
from qianshou.booklets.labels import square
from qianshou.kernel.names import split_name


def card_data(one: Booklet, scanned: str, language: str) -> dict:
    """{"home", "here", "square", "lines": [{"number", "who", "urgent"}]}; a number that nobody wrote down is a line for the pen.

    `scanned`: what the square for the carers' phones says; "" for a card without one.
    """
    w = booklet_words(language)
    lines = [{"number": number, "who": who, "urgent": True} for number, who in w["card-numbers"]]
    lines.append(_line(one.desk, w["card-desk"].format(street=one.office)))
    for role, words in (("primary", w["card-carer"]), ("backup", w["card-backup"])):
        helper = next((h for h in one.helpers if h.role == role), Helper("", ""))
        lines.append(_line(helper.phone, words.format(name=split_name(helper.name)[0]).strip()))
    first = next((call for call in one.contacts if call.phone), None)
    lines.append(_line(first.phone if first else "", (first.relation if first else "") or w["card-family"]))
    surname = split_name(one.name)[0]
    home = w["card-home"].format(surname=surname) if surname else ""
    return {"home": home, "here": one.address, "square": square(scanned) if scanned else "", "lines": lines}


def _line(number: str, who: str) -> dict:
    return {"number": number, "who": who, "urgent": False}
