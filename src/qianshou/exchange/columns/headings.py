"""Reading headings: where they stand, and what each may mean by its words alone."""

import re
from functools import lru_cache

from qianshou.exchange.cells.simple import cell_text
from qianshou.exchange.reading.limits import HEADER_WITHIN_ROWS
from qianshou.exchange.reading.sheets import Merge, NumberedRow
from qianshou.kernel.identity import read_id_number
from qianshou.kernel.text import without_spaces

from .fields import FIELDS_OF, FLAG_HEADS, Field

_BRACKETS = re.compile(r"[(\[【<《][^)\]】>》]*[)\]】>》]")
_JOINT = re.compile(r"[/、及和与,，+&;；|]|\s")
_NUMBERING = re.compile(r"[一二三123①②③]$|^[一二三123①②③]")
_NOISE = re.compile(r"[*:：.。\s]|必填|选填")


def clean_heading(text: str) -> str:
    """A heading for comparing: half width, lower case, without spaces, stars, brackets and what is in them."""
    return _NOISE.sub("", _BRACKETS.sub("", without_spaces(text).lower()))


@lru_cache(maxsize=4096)
def heading_score(heading: str, kind: str, code: str) -> float:
    """How well a heading's words name a field: 1 the very word, 0.5–0.9 contained, 0 not at all."""
    if code == "flag":
        return 1.0 if clean_heading(heading) in FLAG_HEADS else 0.0
    field = _by_code(kind)[code]
    text = clean_heading(heading)
    if not text:
        return 0.0
    if text in field.heads or _NUMBERING.sub("", text) in field.heads:
        return 1.0
    best = 0.0
    for head in field.heads:
        if len(head) >= 2 and head in text:
            best = max(best, 0.45 + 0.45 * len(head) / len(text) + (0.05 if text.endswith(head) else 0.0))
    return min(best, 0.9)


@lru_cache(maxsize=1024)
def joined_fields(heading: str, kind: str) -> tuple[str, ...]:
    """Fields of a heading that names several: "姓名/性别" → ("name", "sex"); () when it names one."""
    text = _BRACKETS.sub("", heading.lower())
    parts = [part for part in _JOINT.split(text) if without_spaces(part)]
    if len(parts) < 2 or heading_named(heading, kind):
        return ()
    codes = [heading_named(part, kind) for part in parts]
    named = [code for code in codes if code]
    return tuple(dict.fromkeys(named)) if len(named) == len(parts) and len(set(named)) > 1 else ()


def heading_named(heading: str, kind: str) -> str:
    """The field whose very word a heading is, or ""."""
    return next((field.code for field in FIELDS_OF[kind] if heading_score(heading, kind, field.code) == 1.0), "")


@lru_cache(maxsize=8)
def _by_code(kind: str) -> dict[str, Field]:
    return {field.code: field for field in FIELDS_OF[kind]}


def find_heading(rows: list[NumberedRow], merges: list[Merge], kind: str) -> tuple[int, list[str]]:
    """(number of the heading's last row from 1, its texts by column). Row 0 and the widest row's blanks when there is no heading.

    The heading is the row with most cells that name fields. When the row below it names fields too and holds no data, both
    are one heading, and the upper text of a merged cell goes before each of the lower ones ("紧急联系人" over "姓名 电话").
    """
    best, best_score = -1, 0.0
    for index, (number, cells) in enumerate(rows):
        if number > HEADER_WITHIN_ROWS:
            break
        score = _row_score(cells, kind)
        if score > best_score:
            best, best_score = index, score
    if best < 0 or best_score < 1.5:
        best = _row_above_data(rows)
        if best < 0:
            return 0, [""] * max((len(cells) for _, cells in rows), default=0)
    number, cells = rows[best]
    upper = [cell_text(cell) for cell in cells]
    above = rows[best - 1][1] if best > 0 and rows[best - 1][0] == number - 1 else None
    if above is not None and _is_upper_part(above, upper, number - 1, merges):
        return number, _two_rows(_spread([cell_text(cell) for cell in above], number - 1, merges), upper)
    below = rows[best + 1][1] if best + 1 < len(rows) else None
    if below is not None and _is_lower_part(below, upper, kind, number, merges):
        return number + 1, _two_rows(_spread(upper, number, merges), [cell_text(cell) for cell in below])
    return number, upper


def _row_score(cells: list[object], kind: str) -> float:
    """How many different fields a row's cells name; a long text or a number speaks against a heading."""
    found: dict[str, float] = {}
    for cell in cells:
        if not isinstance(cell, str) or not cell.strip() or len(cell) > 40:
            continue
        joined = joined_fields(cell, kind)
        for code in joined:
            found[code] = 1.0
        if joined:
            continue
        code, score = max(((field.code, heading_score(cell, kind, field.code)) for field in FIELDS_OF[kind]), key=lambda pair: pair[1])
        if score >= 0.6:
            found[code] = max(found.get(code, 0.0), score)
    if any(_is_data(cell) for cell in cells):
        return 0.0
    return sum(found.values())


def _is_data(cell: object) -> bool:
    return read_id_number(cell).state in ("ok", "check", "spoilt") if cell not in ("", None) else False


def _row_above_data(rows: list[NumberedRow]) -> int:
    """Without a word that is known: the row of short texts right above the first row that holds an ID number or many numbers."""
    for index, (number, cells) in enumerate(rows):
        if number > HEADER_WITHIN_ROWS + 1:
            break
        if any(_is_data(cell) for cell in cells):
            if index and _looks_like_heading(rows[index - 1][1]):
                return index - 1
            return -1
    return -1


def _looks_like_heading(cells: list[object]) -> bool:
    texts = [cell for cell in cells if cell not in ("", None)]
    return len(texts) >= 3 and all(isinstance(cell, str) and len(cell) <= 20 and not re.search(r"[0-9]{4}", cell) for cell in texts)


def _is_upper_part(above: list[object], lower: list[str], number: int, merges: list[Merge]) -> bool:
    """Whether the row above belongs to the heading: it has a merged cell over several columns, but not over the whole table."""
    width = sum(1 for text in lower if text)
    for (top, left), (bottom, right) in merges:
        if top == number - 1 and bottom == top and 1 <= right - left < max(width - 2, 2) and left < len(above) and cell_text(above[left]):
            return True
    return False


def _is_lower_part(below: list[object], upper: list[str], kind: str, number: int, merges: list[Merge]) -> bool:
    """Whether the row below belongs to the heading: it names fields, stands under merged or empty cells, and holds no data."""
    texts = [(index, cell_text(cell)) for index, cell in enumerate(below) if cell not in ("", None)]
    if not texts or any(not isinstance(below[index], str) for index, _ in texts):
        return False
    merged = {
        column
        for (top, left), (bottom, right) in merges
        if top == number - 1 and bottom == top
        for column in range(left, right + 1)
    }
    named = sum(1 for _, text in texts if any(heading_score(text, kind, field.code) >= 0.9 for field in FIELDS_OF[kind]))
    under = all(index in merged or index >= len(upper) or not upper[index] or upper[index] == text for index, text in texts)
    return under and named * 2 >= len(texts)


def _spread(texts: list[str], number: int, merges: list[Merge]) -> list[str]:
    """The text of a cell merged over columns, put over each of them."""
    spread = list(texts)
    for (top, left), (bottom, right) in merges:
        if top <= number - 1 <= bottom and left < len(texts):
            for column in range(left, min(right + 1, len(spread))):
                spread[column] = spread[column] or texts[left]
    return spread


def _two_rows(upper: list[str], lower: list[str]) -> list[str]:
    width = max(len(upper), len(lower))
    upper, lower = upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower))
    return [high + low if high and low and high != low else high or low for high, low in zip(upper, lower, strict=True)]
