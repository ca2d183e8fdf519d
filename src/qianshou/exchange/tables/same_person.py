"""Which person of the street's files a row of a members' list is: the same, unclear, or somebody new. Pure.

A name alone never links: a telephone, an ID number, a day of birth, an address, a card or the day of joining must say the same, or the only member of
that name must have nothing that speaks against her.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from .members import MemberRow


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the same name. `phones`: blind indices; `card`, `joined`: of a running membership."""

    person_id: int
    phones: frozenset[bytes] = frozenset()
    id_blind: bytes = b""
    sex: str = ""
    birth: date | None = None
    precision: str = ""  # day | month | year
    lane: str = ""
    door: str = ""
    card: str = ""
    joined: date | None = None
    gone: bool = False  # dead or moved away by her file


@dataclass(frozen=True, slots=True)
class Match:
    """`same`: one person; `unclear`: one of several, or none; `new`: nobody of the files."""

    kind: Literal["same", "unclear", "new"]
    people: tuple[int, ...] = field(default=())


def match(row: MemberRow, known: list[Known], *, phone: bytes, id_number: bytes) -> Match:
    """`phone`, `id_number`: blind indices of what the row says, b"" where it says nothing."""
    words = [(one, _speaks(row, one, phone, id_number)) for one in known]
    hers = [one for one, word in words if word == "for"]
    if len(hers) == 1 and not hers[0].gone:
        return Match("same", (hers[0].person_id,))
    left = hers or [one for one, word in words if word != "against"]
    members = [one for one in left if one.joined and not (phone and one.phones)]
    if len(members) == 1 and not hers:
        return Match("same", (members[0].person_id,))
    return Match("unclear", tuple(one.person_id for one in left)) if left else Match("new")


def _speaks(row: MemberRow, one: Known, phone: bytes, id_number: bytes) -> str:
    """Whether what both know says that it is she: "for", "against" or ""."""
    if id_number and one.id_blind:
        return "for" if id_number == one.id_blind else "against"
    if row.sex and one.sex and row.sex != one.sex:
        return "against"
    if row.birth and one.birth and one.precision:
        agrees = row.birth.agrees_with(one.birth) if one.precision == "day" else row.birth.year == one.birth.year or row.birth.short_year
        if not agrees:
            return "against"
        if row.birth.exact and one.precision == "day":
            return "for"
    if phone and phone in one.phones:
        return "for"
    if row.door and row.lane == one.lane and row.door == one.door:
        return "for"
    if one.joined and (row.card == one.card or row.since == one.joined):
        return "for"
    return ""
