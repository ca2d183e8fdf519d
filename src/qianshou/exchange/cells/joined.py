"""A column that holds several things: "董素英（女）", "怀德路885弄21号 57900937", taken apart by what its heading names. Pure."""

import re
from typing import TYPE_CHECKING

from qianshou.kernel.dates import read_date
from qianshou.kernel.identity import read_id_number
from qianshou.kernel.phones import read_phones

from .addresses import read_address
from .simple import read_sex

if TYPE_CHECKING:
    from qianshou.exchange.register.person import PersonRow

_ID = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9])")
_DATE = re.compile(r"(?<![0-9])(?:[0-9]{4}|[0-9]{2})(?:[-./年][0-9]{1,2})(?:[-./月][0-9]{1,2}日?|月)?(?![0-9])|(?<![0-9])(?:19|20)[0-9]{6}(?![0-9])")
_SEX = re.compile(r"(?<![㐀-鿿])([男女])(?:性)?(?![㐀-鿿])")
_COMMITTEE = re.compile(r"[㐀-鿿0-9]{2,10}?(?:居民委员会|居委会|居民区|村委会)")
_NAME = re.compile(r"[㐀-鿿·]{2,4}(?![㐀-鿿])")
_EDGES = " ,，、;；:：/|()（）-"


def take_apart(row: "PersonRow", text: str, fields: list[str], latest_birth: int) -> None:
    """Fill the named fields of a row from one text; the surest patterns are cut out first. What is empty stays as it was."""
    if not text:
        return
    if "id_number" in fields and (found := _ID.search(text)):
        row.id = read_id_number(found[0])
        row.sex = row.sex or row.id.sex or ""
        text = _cut(text, found)
    if "phone" in fields:
        reading = read_phones(text)
        row.phones = row.phones or reading.phones
        text = reading.rest
    if "birth" in fields and (found := _DATE.search(text)):
        row.birth_read = read_date(found[0], latest_year=latest_birth)
        text = _cut(text, found)
    if "sex" in fields and (found := _SEX.search(text)):
        row.sex_cell = read_sex(found[1]) or ""
        row.sex = row.sex_cell or row.sex
        text = _cut(text, found)
    if "committee" in fields and (found := _COMMITTEE.search(text)):
        row.committee = found[0]
        text = _cut(text, found)
    if "name" in fields and not row.name and (found := _NAME.search(text)):
        row.name = found[0]
        text = _cut(text, found)
    if "address" in fields and text.strip(_EDGES):
        read = read_address(text.strip(_EDGES))
        row.lane, row.door = read.lane[:80], read.door[:80]


def _cut(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}".strip(_EDGES)
