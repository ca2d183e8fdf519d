"""A list of the association's members. Pure; which person a row is, is decided with the street's files at hand (`same_person`)."""

from dataclasses import dataclass
from datetime import date

from qianshou.exchange.cells.addresses import read_address
from qianshou.exchange.cells.simple import is_nothing, read_sex, read_words
from qianshou.exchange.columns.mapping import Mapping
from qianshou.exchange.register.judge import NO_NAME, Judged, Reason
from qianshou.exchange.register.reader import tidy_name
from qianshou.kernel.dates import DateReading, read_date
from qianshou.kernel.identity import read_id_number
from qianshou.kernel.phones import read_phones

from .common import TableReader

# Members are grown up: it settles the century of a two-digit year of birth.
_YOUNGEST = 15
CARD = 12  # signs of a card number


@dataclass(slots=True)
class MemberRow:
    """One member as the list has her. `groups` and `office` as written; `since`: joined on, None where the list does not say."""

    name: str
    card: str = ""
    phone: str = ""
    id_number: str = ""
    sex: str = ""
    birth: DateReading | None = None
    lane: str = ""
    door: str = ""
    groups: tuple[str, ...] = ()
    office: str = ""
    office_since: date | None = None
    since: date | None = None
    notes: tuple[str, ...] = ()


class MemberJudge:
    """Judges the rows of a list of members, remembering earlier rows of the same name."""

    def __init__(self, mapping: Mapping, today: date) -> None:
        self._read = TableReader(mapping)
        self._today = today
        self._seen: dict[str, list[tuple[int, MemberRow]]] = {}

    def judge(self, number: int, cells: list[object]) -> Judged:
        """One row in exactly one outcome. Never raises."""
        if skipped := self._read.skipped(number, cells):
            return skipped
        name, extra = tidy_name(self._read.cell(cells, "name"))
        if not name:
            return Judged(number, "reject", cells, [NO_NAME])
        row, wrong = self._row(name, extra, cells)
        if wrong:
            return Judged(number, "reject", cells, [wrong])
        judged = Judged(number, "ok", cells, person=row)
        for earlier, other in self._seen.get(name, ()):
            same = same_row(row, other)
            if same:
                judged.outcome, judged.twin = "review", earlier
                judged.reasons = [Reason("member_twice", (("row", earlier),))]
                return judged
            if same is None:
                judged.reasons = [Reason("name_twice", (("row", earlier),))]
        self._seen.setdefault(name, []).append((number, row))
        return judged

    def _row(self, name: str, extra: str, cells: list[object]) -> tuple[MemberRow, Reason | None]:
        text, notes = self._read.text, []
        phones = read_phones(self._read.cell(cells, "phone")).phones
        if text(cells, "phone") and not phones and not is_nothing(text(cells, "phone")):
            notes.append("phone_unread")
        birth = read_date(self._read.cell(cells, "birth"), latest_year=self._today.year - _YOUNGEST)
        number = read_id_number(self._read.cell(cells, "id_number"))
        address = read_address(text(cells, "address"))
        since, wrong = self._day(cells, "member_since")
        office_since, wrong_too = self._day(cells, "office_since")
        row = MemberRow(
            name=name, card=_card(text(cells, "card")), phone=phones[0].number if phones else "", id_number=number.number if number.state == "ok" else "",
            sex=read_sex(self._read.cell(cells, "sex")) or read_sex(extra) or (number.sex if number.state == "ok" else "") or "", birth=birth,
            lane=address.lane[:80], door=address.door[:80], groups=tuple(word[:60] for word in read_words(text(cells, "groups"))),
            office="" if is_nothing(text(cells, "office")) else text(cells, "office")[:40], office_since=office_since, since=since, notes=tuple(notes),
        )  # fmt: skip
        return row, wrong or wrong_too

    def _day(self, cells: list[object], field: str) -> tuple[date | None, Reason | None]:
        """A day of the past as far as it is written (the first of a month or year), or what is wrong with the cell."""
        written = self._read.text(cells, field)
        if not written or is_nothing(written):
            return None, None
        found = read_date(self._read.cell(cells, field), latest_year=self._today.year)
        if found is None or found.lunar:
            return None, Reason(f"{field}_unread", (("word", written[:20]),))
        day = date(found.year, found.month or 1, found.day or 1)
        return (day, None) if day <= self._today else (None, Reason(f"{field}_to_come", (("word", day.isoformat()),)))


def same_row(one: MemberRow, other: MemberRow) -> bool | None:
    """Whether two rows of one name are one person: True, False, or None where nothing tells."""
    pairs = [(one.id_number, other.id_number), (one.phone, other.phone), (one.card, other.card)]
    told = [left == right for left, right in pairs if left and right]
    if one.birth and other.birth:
        told.append(one.birth.year == other.birth.year and (one.birth.exact is None or other.birth.exact is None or one.birth.exact == other.birth.exact))
    if any(left == right for left, right in pairs if left and right) or (told and all(told)):
        return True
    return False if told else None


def _card(text: str) -> str:
    """A card as the program numbers them: "1" in a number cell is 0001."""
    return text.zfill(4) if text.isdigit() else "" if is_nothing(text) else text[:CARD]
