"""The citizen identity number, GB 11643-1999: 6 digits area, 8 birth, 3 sequence (odd: male), 1 check.

Old numbers of 15 digits (GB 11643-1989: two-digit year, no check) are completed. Pure; agrees with `stdnum.cn.ric`, and is
written out here because a register of 242,600 rows leaves a few microseconds for each.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import mul
from typing import Literal

from .sending import quick_to_send
from .text import without_spaces

Sex = Literal["f", "m"]
# ok: a number to trust. The others say why not; see `read_id_number`.
IdState = Literal["ok", "missing", "check", "spoilt", "form"]

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"

_NOTHING = re.compile(r"[-—–_/\\.。、?？*×xX无没有暂缺未知不详空]*")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{1,2}")
# What people put round a number: a leading apostrophe (Excel's mark for text), quotes, dashes or dots between the groups.
_DRESS = re.compile(r"[\s'`\"‘’“”´·.\-—–_,，:：]|身份证号?码?|公民")
# Largest whole number that a spreadsheet's number cell keeps exactly: 15 digits.
EXACT_IN_A_CELL = 10**15


@quick_to_send
@dataclass(frozen=True, slots=True)
class IdReading:
    """What one cell says as an ID number.

    number     the 18 digits, upper-case X, when `state` is "ok"; otherwise ""
    digits     what was typed, made even, for people to look at and to compare rows by (may be wrong or cut)
    birth, sex as the number tells them: also when only the check digit is wrong, for they may still be right
    completed  the number had 15 digits
    """

    state: IdState
    number: str = ""
    digits: str = ""
    birth: date | None = None
    sex: Sex | None = None
    completed: bool = False


MISSING = IdReading("missing")


def check_digit(first17: str) -> str:
    """Check character over the first 17 digits: weights 7 9 10 5 …, sum mod 11 → 1 0 X 9 8 7 6 5 4 3 2."""
    return CHECK_DIGITS[sum(map(mul, WEIGHTS, map(int, first17))) % 11]


def make_id_number(*, area: str, birth: date, sequence: int) -> str:
    """The number for an area (6 digits), a birth date and a sequence 0–999; for invented people."""
    first17 = f"{area}{birth:%Y%m%d}{sequence:03d}"
    return first17 + check_digit(first17)


def complete_old(number15: str) -> str:
    """The 18-digit form of a 15-digit number. Sequences 996–999 were kept for people born before 1900."""
    century = "18" if number15[12:] >= "996" else "19"
    first17 = number15[:6] + century + number15[6:]
    return first17 + check_digit(first17)


def read_id_number(cell: object) -> IdReading:
    """Read a cell of a spreadsheet as an ID number. Never raises.

    States: "ok"; "missing" (nothing there); "check" (18 characters, wrong check digit); "spoilt" (a number cell, which keeps
    15 digits only); "form" (another length, a birth date that is none, masked digits, another document).
    """
    if type(cell) is str:
        if not cell:
            return MISSING
        # Nearly every cell of a register: eighteen plain characters.
        return _new(cell.upper()) if len(cell) == 18 and cell.isascii() and cell[:17].isdigit() else _read_text(cell)
    if cell is None:
        return MISSING
    if isinstance(cell, (float, int)) and not isinstance(cell, bool):
        return _read_number(cell)
    return _read_text(str(cell))


def _read_number(cell: float | int) -> IdReading:
    """A number cell keeps 15 digits exactly: an old number survives in it, a new one does not."""
    if isinstance(cell, float) and not cell.is_integer():
        return IdReading("form", digits=repr(cell))
    digits = str(int(cell))
    if cell >= EXACT_IN_A_CELL:
        birth, sex = _birth(digits[6:14]), None
        return IdReading("spoilt", digits=digits[:15], birth=birth, sex=sex)
    if len(digits) == 15 and digits.isdigit():
        return _old(digits)
    return MISSING if digits == "0" else IdReading("form", digits=digits)


@lru_cache(maxsize=512)
def _read_text(cell: str) -> IdReading:
    text = without_spaces(cell)
    if len(text) == 18 and text[:17].isdigit() and text.isascii():
        return _new(text.upper())
    if _NOTHING.fullmatch(text):
        return MISSING
    if _SCIENTIFIC.fullmatch(text):
        return IdReading("spoilt", digits=text)
    digits = _DRESS.sub("", text).upper().replace("×", "X").replace("Х", "X")
    if len(digits) == 18 and digits[:17].isdigit() and digits.isascii():
        return _new(digits)
    if len(digits) == 15 and digits.isdigit() and digits.isascii():
        return _old(digits)
    return IdReading("form", digits=digits[:40]) if digits else MISSING


def _new(number: str) -> IdReading:
    birth = _birth(number[6:14])
    if birth is None or number[17] not in "0123456789X":
        return IdReading("form", digits=number)
    sex: Sex = "m" if int(number[16]) % 2 else "f"
    if check_digit(number[:17]) != number[17]:
        state: IdState = "spoilt" if number.endswith("000") else "check"
        return IdReading(state, digits=number, birth=birth, sex=sex)
    return IdReading("ok", number, number, birth, sex)


def _old(number15: str) -> IdReading:
    number = complete_old(number15)
    reading = _new(number)
    if reading.state != "ok":
        return IdReading("form", digits=number15)
    return IdReading("ok", number, number15, reading.birth, reading.sex, completed=True)


@lru_cache(maxsize=16384)
def _birth(digits: str) -> date | None:
    try:
        found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return found if 1850 <= found.year <= 2200 else None
