"""What becomes of a row: ok, review, reject or skip, with the reasons. Pure decisions, one row after the other.

Review is for what only a person can settle (issue texts in `exchange.words`). An ID number under two names makes the *later* row
doubtful, as another address does: one question settles it, and the first file keeps its outcome.
"""

import re
from array import array
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from qianshou.exchange.cells.simple import cell_text
from qianshou.exchange.columns.mapping import Mapping
from qianshou.kernel.sending import quick_to_send

from .person import PersonRow
from .reader import RegisterReader

Outcome = Literal["ok", "review", "reject", "skip"]


@quick_to_send
@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code of `exchange.words` and what fills its text in."""

    code: str
    params: tuple[tuple[str, object], ...] = ()

    def as_json(self) -> dict[str, object]:
        """As rows keep it."""
        return {"code": self.code, "params": dict(self.params)}


@quick_to_send
@dataclass(slots=True)
class Judged:
    """A row of the sheet with its one outcome. `person` is there for ok and review; `twin` is the earlier row of the same person."""

    row: int
    outcome: Outcome
    cells: list[object]
    reasons: list[Reason] = field(default_factory=list)
    person: PersonRow | None = None
    twin: int | None = None


_SUBTOTAL = re.compile(r"小计|合计|总计|共计|累计|总人数|人数[:：]")
_COUNT = re.compile(r"(?:共|计)?\s*[0-9]+\s*(?:人|户|名)")
_NOTE = re.compile(
    r"^(?:备注|注|说明|附注|填表|制表|审核|负责人|经办|分管|联系人|填报|以上|本表|本页|第[0-9一二三四五六七八九十]+页|共[0-9]+页|截至|截止|统计|打印|单位|盖章|日期|"
    r"街道|区|※|\*)[^㐀-鿿]?"
)
_NOTE_SURE = re.compile(r"^(?:备注|注|说明|附注|填表|制表|审核人|填报|本表|本页|打印|第.{1,3}页)[^㐀-鿿]|^(?:填表|制表|填报|审核)(?:人|单位|日期)")
_SECTION = re.compile(r"^[㐀-鿿0-9（）()]{2,16}(?:居委会|居民委员会|居民区|居委|社区|村委会|片区|块区)[:：]?(?:[(（].*[)）])?$")

SKIP_BLANK = Reason("blank_row")
SKIP_SUBTOTAL = Reason("subtotal")
SKIP_NOTE = Reason("note")
SKIP_HEADING = Reason("heading")
SKIP_SECTION = Reason("section")
NO_NAME = Reason("no_name")


class Judge:
    """Judges the rows of one sheet in order, remembering who came before (about 60 bytes a person)."""

    def __init__(self, mapping: Mapping, today: date) -> None:
        self._reader = RegisterReader(mapping, today)
        self._mapping = mapping
        self._today = today
        self._committee = ""
        self._headings = frozenset(cell_text(column.heading) for column in mapping.columns if column.heading)
        self._name_column = mapping.first("name")
        self._seen = Seen()

    def judge(self, number: int, cells: list[object]) -> Judged:
        """One row in exactly one outcome. Never raises, whatever the cells hold."""
        if number <= self._mapping.header_row:
            return Judged(number, "skip", cells, [SKIP_HEADING if any(cell not in ("", None) for cell in cells) else SKIP_BLANK])
        written = self._reader.committee_cell(cells)
        person = self._reader.read(cells)
        if not person.name or person.id.state in ("missing", "form"):
            doubt = self._no_person(cells, person)
            if doubt is not None:
                if doubt is SKIP_SECTION:
                    self._committee = _section_name(cells)
                return Judged(number, "reject" if doubt is NO_NAME else "skip", cells, [doubt])
        if written and not _SUBTOTAL.search(written):
            self._committee = written
        person.committee = (written or person.committee or self._committee)[:60]
        judged = Judged(number, "ok", cells, person=person)
        judged.reasons = [*doubts_of(person, self._today)]
        self._compare(judged, person)
        if judged.reasons:
            judged.outcome = "review"
        return judged

    def _compare(self, judged: Judged, person: PersonRow) -> None:
        """Look for the same person further up."""
        earlier = self._seen.meet(person, judged.row)
        if earlier is None:
            return
        judged.twin = earlier.row
        if not earlier.same_name:
            judged.reasons.append(Reason("id_two_names", (("row", earlier.row),)))
        elif not earlier.same_address:
            judged.reasons.append(Reason("same_person_other_address", (("row", earlier.row),)))

    def _no_person(self, cells: list[object], person: PersonRow) -> Reason | None:
        """Why a row without a sound ID number is no person's; None when it is one's."""
        texts = [(index, text) for index, cell in enumerate(cells) if cell not in ("", None) and (text := cell_text(cell))]
        told = [(index, text) for index, text in texts if index in self._reader.mapped]
        name = person.name
        if not texts or (not told and all(text.isdigit() for _, text in texts)):
            return SKIP_BLANK
        if sum(1 for _, text in texts if text in self._headings) * 2 > len(texts) and len(texts) > 1:
            return SKIP_HEADING
        if any(_SUBTOTAL.search(text) for _, text in texts[:4]) and (not name or _SUBTOTAL.search(name) or _COUNT.fullmatch(name) or len(texts) <= 4):
            return SKIP_SUBTOTAL
        first = texts[0][1]
        if _NOTE_SURE.match(first) or (len(texts) <= 3 and _NOTE.match(first) and len(first) > 4):
            return SKIP_NOTE
        if len(texts) == 1:
            return self._lone_cell(texts[0][0], first, name)
        if name and _COUNT.fullmatch(name):
            return SKIP_SUBTOTAL
        if not name and set(told) <= {(self._mapping.first("committee"), text) for _, text in told}:
            return SKIP_BLANK
        return None if name else NO_NAME

    def _lone_cell(self, index: int, text: str, name: str) -> Reason | None:
        """A row with one cell: a section's heading, a committee carried along, a note in the first column, or half a person."""
        if _SECTION.match(text):
            return SKIP_SECTION
        if index == self._mapping.first("committee"):
            return SKIP_BLANK
        if name and len(name) <= 6 and index == self._name_column:
            return None
        if index not in self._reader.mapped or (name and len(name) > 6) or (index == 0 and len(text) > 8):
            return SKIP_NOTE
        return NO_NAME


def doubts_of(person: PersonRow, today: date) -> list[Reason]:
    """What only a person can settle about one row by itself."""
    number = person.id
    doubts: list[Reason] = []
    if number.state != "ok":
        doubts.append(Reason(f"id_{number.state}"))
        return doubts
    if number.birth is not None and number.birth > today:
        doubts.append(Reason("id_form"))
    if person.sex_cell and number.sex and person.sex_cell != number.sex:
        doubts.append(Reason("sex_contradicts"))
    if person.birth_read is not None and number.birth is not None and not person.birth_read.agrees_with(number.birth):
        doubts.append(Reason("birth_contradicts"))
    return doubts


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier row about the same person."""

    row: int
    same_name: bool
    same_address: bool


class Seen:
    """Who came before, by ID number, else by name, birth and what is left of the number. Hashes only, so that a district fits."""

    def __init__(self) -> None:
        self._places: dict[int, int] = {}
        self._rows, self._names, self._addresses = array("l"), array("q"), array("q")

    def meet(self, person: PersonRow, row: int) -> Earlier | None:
        """The earlier row of this person, if any; otherwise this row is remembered."""
        if person.id.state == "ok":
            key = int(person.id.number[:17])
        else:
            birth = person.birth_read.isoformat() if person.birth_read else ""
            if not birth and not person.id.digits:
                return None
            key = hash((person.name, birth, person.id.digits))
        name, address = hash(person.name), hash(person.address)
        place = self._places.get(key)
        if place is None:
            self._places[key] = len(self._rows)
            self._rows.append(row)
            self._names.append(name)
            self._addresses.append(address)
            return None
        return Earlier(self._rows[place], self._names[place] == name, self._addresses[place] == address)


def _section_name(cells: list[object]) -> str:
    text = next((cell_text(cell) for cell in cells if cell not in ("", None)), "")
    return re.sub(r"[:：]$|[(（].*[)）]$", "", text)


