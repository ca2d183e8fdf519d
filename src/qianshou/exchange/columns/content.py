"""What a column holds, judged by a sample of its cells: for each field the share of cells that fit it."""

import itertools
import re
from collections.abc import Callable

from qianshou.exchange.cells.contacts import relation_code
from qianshou.exchange.cells.simple import cell_text, is_nothing, read_conditions, read_diet, read_hardships, read_sex, read_tick
from qianshou.exchange.cells.status import read_living, read_meal_days, read_status
from qianshou.exchange.cells.words import CONDITIONS, RELATIONS, SURNAMES
from qianshou.kernel.dates import read_date
from qianshou.kernel.identity import read_id_number
from qianshou.kernel.phones import read_phones

_BRACKETS = re.compile(r"[(\[【][^)\]】]*[)\]】]")
_NAME = re.compile(r"[㐀-鿿][㐀-鿿·\s]{1,8}")
_COMMITTEE = re.compile(r"(?:居委会?|居民委员会|居民区|社区|村委会|小区|村|里|大楼|坊)(?:\s*(?:小计|合计))?$")
_ADDRESS = re.compile(r"[0-9０-９]+\s*(?:弄|号|室|幢|栋|楼)|路[0-9０-９]+")
_LANE = re.compile(r"[0-9０-９]+\s*弄$|(?:小区|新村|苑|公寓|花园|里|坊|邨)$")
_DOOR = re.compile(r"^[0-9]+\s*号|^[0-9]+[-/][0-9]+$|室$|[楼阁层间]$")
_HOBBIES = re.compile(
    "书法|国画|沪剧|越剧|京剧|唱歌|舞|太极|编织|剪纸|象棋|桥牌|围棋|麻将|摄影|集邮|二胡|口琴|钢琴|烹饪|养花|种花|英语|修理|钓鱼|阅读|看书|绘画|合唱|乒乓|散步|旅游|戏曲|评弹"
)
_MEALS = re.compile("每天|每日|周[一二三四五六日]|一三五|二四六|工作日|双休")
_TIER = re.compile("专职|助理|上门护理|护理员|关爱员|心理|志愿者")

Test = Callable[[object, str], bool]


def _is_phone(cell: object, text: str) -> bool:
    reading = read_phones(cell)
    return bool(reading.phones) and len(reading.rest) <= 3


def _is_contact(cell: object, text: str) -> bool:
    reading = read_phones(cell)
    return bool(reading.phones) and bool(re.search("[㐀-鿿]{2}", reading.rest)) and not _ADDRESS.search(text)


def _is_date(cell: object, text: str) -> bool:
    if isinstance(cell, int | float):
        return cell > 3653 and read_date(cell, latest_year=2020) is not None
    return read_date(cell, latest_year=2020) is not None


def _is_age(cell: object, text: str) -> bool:
    digits = text.removesuffix("岁")
    return digits.isdigit() and 40 <= int(digits) <= 120


def _is_name(cell: object, text: str) -> bool:
    bare = _BRACKETS.sub("", text).strip()
    return isinstance(cell, str) and bool(_NAME.fullmatch(bare)) and bare[0] in SURNAMES and len(bare.replace(" ", "")) <= 4


def _number_between(low: float, high: float) -> Test:
    def fits(cell: object, text: str) -> bool:
        try:
            return low < float(text) < high
        except ValueError:
            return False

    return fits


TESTS: dict[str, Test] = {
    "id_number": lambda cell, text: read_id_number(cell).state in ("ok", "check", "spoilt"),
    "phone": _is_phone,
    "contact_phone": _is_phone,
    "contact": _is_contact,
    "contact_relation": lambda cell, text: relation_code(text)[0] != "" and len(text) <= 5 and text in RELATIONS,
    "contact_name": _is_name,
    "name": _is_name,
    "sex": lambda cell, text: read_sex(cell) is not None,
    "birth": _is_date,
    "since": _is_date,
    "date": _is_date,
    "age": _is_age,
    "committee": lambda cell, text: bool(_COMMITTEE.search(text)) and not _ADDRESS.search(text),
    "address": lambda cell, text: bool(_ADDRESS.search(text)) and len(text) > 6,
    "registered_address": lambda cell, text: bool(_ADDRESS.search(text)) and len(text) > 6,
    "lane": lambda cell, text: bool(_LANE.search(text)),
    "door": lambda cell, text: bool(_DOOR.search(text)) and len(text) <= 14,
    "living": lambda cell, text: read_living(text)[0] != "",
    "health": lambda cell, text: bool(read_conditions(text)[0]) or any(pattern.search(text) for pattern, _ in CONDITIONS),
    "self_care": lambda cell, text: not read_conditions(text)[0] and bool(read_conditions(text)[1]),
    "diet": lambda cell, text: bool(read_diet(text)[0]) or text in ("无忌口", "不忌口"),
    "hobbies": lambda cell, text: bool(_HOBBIES.search(text)),
    "meals": lambda cell, text: bool(_MEALS.search(text)) and bool(read_meal_days(text)),
    "status": lambda cell, text: read_status(text, 2100) is not None or text in ("在册", "正常", "在住"),
    "hardship": lambda cell, text: bool(read_hardships(text)) and len(text) <= 8,
    "remark": lambda cell, text: bool(read_hardships(text)) or read_status(text, 2100) is not None,
    "flag": lambda cell, text: read_tick(cell) is not None,
    "longitude": _number_between(70, 140),
    "latitude": _number_between(3, 54),
    "tier": lambda cell, text: bool(_TIER.search(text)),
}

# Fields whose cells mostly hold something else than a rule could name: content says nothing against them.
OPEN_FIELDS = frozenset(
    ["name", "committee", "serial", "remark", "other", "registered_address", "dialect", "key_holder", "house", "room", "road", "street", "status", "hardship", "diet", "hobbies", "health", "living", "meals", "self_care", "lane", "door", "contact", "contact_name", "staff_code", "skills", "hours", "dialects", "weekday", "main", "second", "vegetable", "soup", "staple", "price", "card", "groups", "office", "office_since", "member_since"]
)


def content_scores(cells: list[object]) -> tuple[dict[str, float], int]:
    """Share of cells (without blanks and "none") that fit each field, and how many cells that is over."""
    sample = [(cell, cell_text(cell)) for cell in cells if cell not in ("", None)]
    sample = [(cell, text) for cell, text in sample if text and not is_nothing(text)]
    if not sample:
        return {}, 0
    scores = {code: sum(1 for cell, text in sample if test(cell, text)) / len(sample) for code, test in TESTS.items()}
    scores["serial"] = _counts_up([cell for cell, _ in sample])
    return scores, len(sample)


def _counts_up(cells: list[object]) -> float:
    """Share of steps between neighbours that are +1: a column of running numbers."""
    numbers = [float(text) for cell in cells if (text := cell_text(cell)).isdigit() and len(text) < 7]
    if len(numbers) < 3 or len(numbers) < len(cells) * 0.8:
        return 0.0
    return sum(1 for one, two in itertools.pairwise(numbers) if two - one == 1) / (len(numbers) - 1)
