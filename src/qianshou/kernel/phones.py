"""Telephone numbers as people in Shanghai write them: several in a cell, with and without 021, with blanks, as numbers.

Pure. A number's one form is its national digits: a mobile "13811114363", a landline with its area code "02155190127".
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from .sending import quick_to_send
from .text import half_width

HOME_AREA_CODE = "021"

PhoneKind = Literal["mobile", "landline", "other"]


@quick_to_send
@dataclass(frozen=True, slots=True)
class Phone:
    """number: national digits. extension: digits behind "转" or "-". label: what stood beside it ("宅", "办", a name), may be ""."""

    number: str
    kind: PhoneKind
    extension: str = ""
    label: str = ""

    def display(self) -> str:
        """As it is dialled and read aloud: "138 1111 4363", "021-5519 0127-12"."""
        if self.kind == "mobile":
            text = f"{self.number[:3]} {self.number[3:7]} {self.number[7:]}"
        elif self.kind == "landline":
            area = len(area_code(self.number))
            text = f"{self.number[:area]}-{self.number[area:-4]} {self.number[-4:]}"
        else:
            text = self.number
        return f"{text}-{self.extension}" if self.extension else text


@dataclass(frozen=True, slots=True)
class PhonesReading:
    """phones in the order they stand; unread: digits that are no telephone number; rest: the text without any of them."""

    phones: tuple[Phone, ...]
    unread: tuple[str, ...]
    rest: str


NO_PHONES = PhonesReading((), (), "")

_GAP = r"[ \-‐-―−]?"
_NUMBER = re.compile(
    r"(?<![0-9])(?:"
    rf"(?:(?:\+|00)?86{_GAP})?(?P<mobile>1[3-9][0-9](?:{_GAP}[0-9]){{8}})"
    rf"|(?:(?:\+|00)86{_GAP})?\(?(?P<area>0(?:10|2[0-9]|[3-9][0-9]{{2}}))\)?{_GAP}(?P<far>[1-9](?:{_GAP}[0-9]){{6,7}})"
    rf"|(?P<near>[2-9][0-9]{{3}}{_GAP}[0-9]{{4}})"
    rf"|(?P<service>400{_GAP}[0-9]{{3,4}}{_GAP}[0-9]{{3,4}}|9[56][0-9]{{3}}|12[0-9]{{3}})"
    r")(?![0-9])(?:\s*(?:转|分机|ext\.?|-)\s*(?P<extension>[0-9]{1,5})(?![0-9]))?",
    re.IGNORECASE,
)
# Two numbers typed without anything between them: 8 + 11, 11 + 8, 11 + 11, 8 + 8 digits.
_GLUED = re.compile(r"(?<![0-9])(1[3-9][0-9]{9}|[2-9][0-9]{7})(1[3-9][0-9]{9}|[2-9][0-9]{7})(?![0-9])")
_LABEL = re.compile(r"^\s*[(\[（【]\s*([^)\]）】0-9]{1,8})\s*[)\]）】]")
_DIGITS = re.compile(r"[0-9][0-9 \-]{2,}[0-9]|[0-9]{4,}")
_NOT_DIGITS = re.compile(r"[^0-9]")
_EMPTY_BRACKETS = re.compile(r"[(\[【]\s*[)\]】]")
_EDGES = " \t\r\n,，、;；:：/|+&-—."


def read_phones(cell: object, *, area: str = HOME_AREA_CODE) -> PhonesReading:
    """Take the telephone numbers out of a cell. Never raises; the same number twice is one number.

    `area`: code to put before local numbers of eight digits.
    """
    if cell is None or cell == "" or isinstance(cell, bool):
        return NO_PHONES
    if isinstance(cell, (float, int)):
        cell = str(int(cell)) if abs(cell) < 1e15 and cell == int(cell) else repr(cell)
    plain = _plain(str(cell), area)
    return plain or _read_text(str(cell), area)


def _plain(text: str, area: str) -> PhonesReading | None:
    """The commonest cells at once: one mobile, or one local number, and nothing else."""
    if not (text.isascii() and text.isdigit()):
        return None
    if len(text) == 11 and text[0] == "1" and text[1] >= "3":
        return PhonesReading((Phone(text, "mobile"),), (), "")
    if len(text) == 8 and text[0] >= "2":
        return PhonesReading((Phone(area + text, "landline"),), (), "")
    return None


@lru_cache(maxsize=1024)
def _read_text(cell: str, area: str) -> PhonesReading:
    text = _GLUED.sub(r"\1 \2", half_width(cell))
    phones: dict[str, Phone] = {}
    kept: list[str] = []
    position = 0
    for match in _NUMBER.finditer(text):
        kept.append(text[position : match.start()])
        position = match.end()
        label = _LABEL.match(text[position:])
        if label:
            position += label.end()
        phone = _phone(match, area, label.group(1).strip() if label else "")
        phones.setdefault(phone.number, phone)
    kept.append(text[position:])
    rest = " ".join(part for piece in kept if (part := piece.strip(_EDGES)))
    unread = tuple(_NOT_DIGITS.sub("", piece) for piece in _DIGITS.findall(rest))
    return PhonesReading(tuple(phones.values()), unread, _EMPTY_BRACKETS.sub("", rest).strip(_EDGES))


def _phone(match: re.Match[str], area: str, label: str) -> Phone:
    extension = match["extension"] or ""
    if match["mobile"]:
        return Phone(_NOT_DIGITS.sub("", match["mobile"]), "mobile", extension, label)
    if match["area"]:
        return Phone(match["area"] + _NOT_DIGITS.sub("", match["far"]), "landline", extension, label)
    if match["near"]:
        return Phone(area + _NOT_DIGITS.sub("", match["near"]), "landline", extension, label)
    return Phone(_NOT_DIGITS.sub("", match["service"]), "other", extension, label)


def area_code(number: str) -> str:
    """The area code at the head of a landline: three digits for 010 and 02x, four elsewhere, "" for what is no landline."""
    if not number.startswith("0"):
        return ""
    return number[:3] if number[1] in "12" else number[:4]
