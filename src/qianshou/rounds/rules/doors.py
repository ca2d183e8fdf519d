"""What a door's text says: which entrance, which floor, whether there is a lift. Pure.

Registers write 15号二楼前楼, 5号302室, 12号3楼, 8号底层后客堂, in half and full width. What is not understood costs nothing but minutes: an
unknown floor counts as the ground floor, an unknown entrance as one of its own.
"""

import re
import unicodedata
from dataclasses import dataclass

_NUMBER = r"[0-9]+(?:[-—][0-9]+)?[甲乙丙丁]?"
_ENTRANCE = re.compile(rf"^\s*([甲乙丙丁]?{_NUMBER}\s*(?:号楼|号|幢|栋|座)(?:\s*{_NUMBER}\s*(?:号|单元|门))?)")
_LETTERED = re.compile(r"^\s*([A-Za-z]\s*(?:座|栋|幢|楼))")
_ROOM = re.compile(r"([0-9]{1,2})[0-9]{2}(?:室|户|房|$)")
_STOREY = re.compile(r"([0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*(?:层|楼|F\b)")
_CELLAR = re.compile(r"地下室|地下|半地下|负一")
# Rooms of a lane house by their floor: the mezzanine room (亭子间) is half a flight up and counts as the second floor, so does what lies above the kitchen.
_ROOMS = (("阁", 3), ("亭子间", 2), ("灶披间楼上", 2), ("前楼", 2), ("后楼", 2), ("晒台", 3), ("底层", 1), ("客堂", 1), ("灶披间", 1), ("天井", 1))
_LIFT = re.compile(r"电梯|lift|elevator", re.IGNORECASE)
_NO_LIFT = re.compile(r"(?:无|没有?|不带|未装|停用)\s*电梯|电梯\s*(?:坏|停|修)|\bno (?:lift|elevator)", re.IGNORECASE)
_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九", 1)}


@dataclass(frozen=True, slots=True)
class ReadDoor:
    """`building`: the entrance, "15号", or the whole text where no entrance is seen in it; "" without a text. `floor`: 1 is the ground floor,
    -1 the cellar. `lift`: the file says there is one."""

    building: str
    floor: int
    lift: bool


def read_door(door: str, note: str = "") -> ReadDoor:
    """Read a person's door (what follows the lane) and the note on how to get in. Never fails."""
    text = unicodedata.normalize("NFKC", door).strip()
    note = unicodedata.normalize("NFKC", note)
    found = _ENTRANCE.match(text) or _LETTERED.match(text)
    building = re.sub(r"\s+", "", found[1]) if found else text
    inside = text[found.end() :] if found else text
    floor = _floor(inside) or _floor(note) or 1
    return ReadDoor(building, floor, bool(_LIFT.search(note)) and not _NO_LIFT.search(note))


def _floor(text: str) -> int | None:
    """The floor that a text names: a storey, a room of a lane house, a room number (302 is on the third)."""
    if _CELLAR.search(text):
        return -1
    if found := _STOREY.search(text):
        return _number(found[1])
    for word, floor in _ROOMS:
        if word in text:
            return floor
    if found := _ROOM.search(text):
        return int(found[1]) or None
    return None


def _number(text: str) -> int | None:
    """3, 三, 十二 → 3, 3, 12; None for what is no number."""
    if text.isdigit():
        return int(text) or None
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text)
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
