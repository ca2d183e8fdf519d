"""Readers of plain cells: text, sex, ticks, lists of words. Pure; each result is cached by its text where that pays."""

import re
from datetime import date, datetime
from functools import lru_cache

from qianshou.kernel.text import squeeze, without_spaces

from .words import CONDITIONS, DIETS, HARDSHIPS, NO, NOTHING, SELF_CARE, SEXES, YES

_LIST = re.compile(r"[、,，;；/|\s+＋&·]+")
_CLAUSE = re.compile(r"[、,，;；/|+＋&\n]+")
_UNITED = re.compile(r"以及|及|与|和")


def cell_text(cell: object) -> str:
    """A cell as tidy text: no float tails ("12.0" → "12"), ISO dates, half width, one space for many."""
    if type(cell) is str:
        return _squeezed(cell)
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell == cell and abs(cell) < 1e15 and cell == int(cell) else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if (cell.hour, cell.minute, cell.second) == (0, 0, 0) else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return squeeze(str(cell))


@lru_cache(maxsize=4096)
def _squeezed(text: str) -> str:
    return squeeze(text)


@lru_cache(maxsize=1024)
def is_nothing(text: str) -> bool:
    """Whether a cell says "none" in one of the ways people do: 无, —, /, 不详, 无忌口."""
    return NOTHING.fullmatch(text) is not None


def read_sex(cell: object) -> str | None:
    """ "f" or "m"; None when the cell does not tell."""
    return SEXES.get(cell_text(cell).lower().removesuffix("性"))


def read_tick(cell: object) -> bool | None:
    """True, False, or None when the cell is no tick."""
    if cell == "" or cell is None:
        return False
    text = cell_text(cell)
    if text in YES:
        return True
    return False if text in NO else None


@lru_cache(maxsize=4096)
def read_words(text: str) -> tuple[str, ...]:
    """Words of a list written with any separator, in order, without doubles: "书法，沪剧/口琴" → ("书法", "沪剧", "口琴")."""
    if is_nothing(text):
        return ()
    words: dict[str, None] = {}
    for word in _LIST.split(text):
        for part in _UNITED.split(word) if len(word) > 3 else (word,):
            tidy = part.strip("。.:：()（）")
            if tidy and not is_nothing(tidy):
                words[tidy] = None
    return tuple(words)


@lru_cache(maxsize=4096)
def read_conditions(text: str) -> tuple[tuple[str, ...], str]:
    """Illnesses named in a cell, by their standard words, and the level of self-care (自理, 半失能, 失能), "" when not told."""
    if not text:
        return (), ""
    conditions = tuple(code for pattern, code in CONDITIONS if pattern.search(text))
    level = next((code for pattern, code in SELF_CARE if pattern.search(text)), "")
    return conditions, level


@lru_cache(maxsize=8192)
def read_diet(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Diets and allergies by their standard words, and the parts of the cell that none covers."""
    if not text or is_nothing(text):
        return (), ()
    codes: dict[str, None] = {}
    unknown: list[str] = []
    for clause in _CLAUSE.split(text):
        found = [code for pattern, code in DIETS if pattern.search(clause)]
        codes.update(dict.fromkeys(found))
        if not found and clause.strip() and not is_nothing(clause.strip()):
            unknown.append(clause.strip())
    return tuple(codes), tuple(unknown)


@lru_cache(maxsize=8192)
def read_hardships(text: str) -> tuple[str, ...]:
    """Hardships and honours by their standard words in a remark: 低保, 失独, 劳模, 归侨 …"""
    return tuple(code for pattern, code in HARDSHIPS if pattern.search(text)) if text else ()


def compact(text: str) -> str:
    """For comparing: half width, no spaces, lower case."""
    return without_spaces(text).lower()
