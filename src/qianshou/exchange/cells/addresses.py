"""Addresses of Shanghai: a lane (a road and its number: 控江路1455弄) and a door in it (12号502室, 15号二楼前楼). Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from qianshou.kernel.text import without_spaces

_CITY = re.compile(r"^(?:中国)?(?:上海市?)?(?:市辖区)?(?:[㐀-鿿]{2,3}(?<!小)(?<!社)(?<!地)(?<!园)(?<!新)区)?(?:[㐀-鿿]{2,6}?(?:街道|镇))?")
_COMMITTEE = re.compile(r"^([㐀-鿿0-9]{2,12}?(?:居民委员会|居委会|居民区|村委会|居委))")
_LANE = re.compile(r"^(.+?(?:路|街|大道|道|巷|里|坊|村|湾)(?:\([^)]*\))?)?([0-9]{1,5})(?:弄|衖)(?:[-—]?)")
_ESTATE = re.compile(r"^(.{2,16}?(?:小区|新村|公寓|花园|苑|家园|大楼|大厦|别墅|名邸|公馆|里|坊|邨|[一二三四五六七八九十]村))(?=[0-9]|$|第|[一二三四五六七八九十])")
_ROAD_NUMBER = re.compile(r"^(.{1,10}?(?:路|街|大道))([0-9]{1,5}(?:号|甲号|乙号))")
_DASHED = re.compile(r"^(.+?(?:路|街))([0-9]{1,5})[-/—]([0-9]{1,4})[-/—]([0-9]{1,5})$")
_SIGNS = str.maketrans({"＃": "号", "#": "号", "﹣": "-", "～": "-"})


@dataclass(frozen=True, slots=True)
class AddressReading:
    """lane: "控江路1455弄", an estate's name, or a road where there is no lane; door: the rest; committee: if it was written inside."""

    lane: str
    door: str
    committee: str = ""

    @property
    def text(self) -> str:
        return self.lane + self.door


NO_ADDRESS = AddressReading("", "")


@lru_cache(maxsize=2048)
def read_address(cell: str) -> AddressReading:
    """Lane and door of an address. City, district and street before them are dropped; what cannot be divided is all lane."""
    text = without_spaces(cell).translate(_SIGNS).strip("。.,，;；、")
    if not text:
        return NO_ADDRESS
    text = text[_CITY.match(text).end() :] or text  # type: ignore[union-attr]
    committee = ""
    if match := _COMMITTEE.match(text):
        committee, text = match[1], text[match.end() :]
    text = text.lstrip(",，、:：-")
    if match := _DASHED.match(text):
        return AddressReading(f"{match[1]}{match[2]}弄", f"{match[3]}号{match[4]}室", committee)
    if match := _LANE.match(text):
        lane = f"{match[1] or ''}{match[2]}弄"
        return AddressReading(lane, _door(text[match.end() :]), committee)
    for pattern in (_ESTATE, _ROAD_NUMBER):
        if match := pattern.match(text):
            lane = match[1]
            return AddressReading(lane, _door(text[len(lane) :]), committee)
    return AddressReading(text, "", committee)


def join_address(road: str, lane: str, house: str, room: str, door: str) -> AddressReading:
    """An address whose parts stand in columns of their own; bare numbers get their 弄, 号, 室."""
    road, lane, house, room = (without_spaces(part) for part in (road, lane, house, room))
    if lane.isdigit() and road:
        lane = f"{lane}弄"
    if house and house[-1].isdigit():
        house = f"{house}号"
    if room and room[-1].isdigit():
        room = f"{room}室"
    if lane and not road and not lane[-1].isdigit():
        read = read_address(lane)
        return AddressReading(read.lane, read.door + _door(house + room + without_spaces(door)), read.committee)
    if road and not lane and not road[-1].isdigit():
        return AddressReading(read_address(road).text, _door(house + room + without_spaces(door)))
    return read_address(road + lane + house + room + without_spaces(door))


_DASHED_DOOR = re.compile(r"([0-9]{1,4})[-/—]([0-9]{2,5})")


def _door(text: str) -> str:
    """ "12-502" is written for 12号502室."""
    if match := _DASHED_DOOR.fullmatch(text):
        return f"{match[1]}号{match[2]}室"
    return text.lstrip("-—")
