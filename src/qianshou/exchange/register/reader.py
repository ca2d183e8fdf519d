"""From the cells of a row to a `PersonRow`, by the mapping of the sheet's columns."""

import re
from datetime import date

from qianshou.exchange.cells.addresses import join_address, read_address
from qianshou.exchange.cells.contacts import ContactReading, read_contacts, relation_code
from qianshou.exchange.cells.joined import take_apart
from qianshou.exchange.cells.simple import (
    cell_text,
    is_nothing,
    read_conditions,
    read_diet,
    read_hardships,
    read_sex,
    read_tick,
    read_words,
)
from qianshou.exchange.cells.status import EVERY_DAY, read_living, read_meal_days, read_status
from qianshou.exchange.cells.words import DITTO
from qianshou.exchange.columns.mapping import Column, Mapping
from qianshou.kernel.dates import read_date
from qianshou.kernel.identity import read_id_number
from qianshou.kernel.phones import read_phones
from qianshou.kernel.text import without_spaces

from .person import PersonRow

# Nobody in a register of elders is younger: it settles the century of a two-digit year.
YOUNGEST_ELDER = 40
_NAME_EXTRA = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]")
_HAN = re.compile("[㐀-鿿𠀀-𲎯]")
_LIVING_ALONE_ABROAD = {"alone": "alone_abroad", "childless": "childless"}


class RegisterReader:
    """Reads the rows of one sheet. Keeps the row above only where a cell says "the same" (同上)."""

    def __init__(self, mapping: Mapping, today: date) -> None:
        self._today = today
        self._latest_birth = today.year - YOUNGEST_ELDER
        self._columns = {field: mapping.of(field) for field in {column.field for column in mapping.columns if column.field}}
        self._first = {field: columns[0].index for field, columns in self._columns.items()}
        self._joined = self._columns.get("joined", [])
        self._flags = self._columns.get("flag", [])
        self._texts = [column.index for field in ("remark", "status", "hardship") for column in self._columns.get(field, [])]
        self._contact_parts = self._grouped()
        self._split_address = any(field in self._columns for field in ("road", "lane", "door", "house", "room"))
        self._above: list[object] = []
        self._mapped = [column.index for column in mapping.columns if column.field and column.field != "serial"]

    @property
    def mapped(self) -> list[int]:
        """Columns that say something of a person (not the running number)."""
        return self._mapped

    def read(self, cells: list[object]) -> PersonRow:
        """Understand one row; its name is "" when it has none. Never raises, whatever the cells hold."""
        cells = self._ditto(cells)
        row = PersonRow()
        row.name, extra = tidy_name(self._cell(cells, "name"))
        if not row.name and not self._joined:
            return row
        row.id = read_id_number(self._cell(cells, "id_number"))
        self._read_birth_and_sex(row, cells, extra)
        self._read_address(row, cells)
        row.phones = self._phones(row, cells)
        row.contacts = self._contacts(cells)
        self._read_life(row, cells)
        self._read_remarks(row, cells)
        for column in self._joined:
            take_apart(row, cell_text(self._at(cells, column.index)), column.detail.split("+"), self._latest_birth)
        for column in self._flags:
            if read_tick(self._at(cells, column.index)):
                _apply_flag(row, column.detail)
        return row

    def committee_cell(self, cells: list[object]) -> str:
        """The committee's name as written in its column, without spaces; "" when blank or "the same"."""
        text = without_spaces(cell_text(self._cell(cells, "committee")))
        return "" if text in DITTO or is_nothing(text) else text

    def _cell(self, cells: list[object], field: str) -> object:
        index = self._first.get(field)
        return cells[index] if index is not None and index < len(cells) else ""

    def _at(self, cells: list[object], index: int) -> object:
        return cells[index] if index < len(cells) else ""

    def _text(self, cells: list[object], field: str) -> str:
        cell = self._cell(cells, field)
        return cell_text(cell) if cell != "" else ""

    def _joined_text(self, cells: list[object], field: str) -> str:
        """The texts of all columns of a field as one; mostly there is one column, or none."""
        columns = self._columns.get(field)
        if not columns:
            return ""
        return self._text(cells, field) if len(columns) == 1 else " ".join(self._texts_of(cells, field))

    def _texts_of(self, cells: list[object], field: str) -> list[str]:
        columns = self._columns.get(field, ())
        return [text for column in columns if (text := cell_text(self._at(cells, column.index)))]

    def _ditto(self, cells: list[object]) -> list[object]:
        """With 同上 and its signs replaced by the cell above."""
        if not DITTO.isdisjoint(cells):
            above = self._above
            cells = [above[at] if cell in DITTO and at < len(above) else cell for at, cell in enumerate(cells)]
        self._above = cells
        return cells

    def _read_birth_and_sex(self, row: PersonRow, cells: list[object], extra: str) -> None:
        cell = self._cell(cells, "birth")
        if cell not in ("", None):
            row.birth_read = read_date(cell, latest_year=self._latest_birth)
            if row.birth_read is None and not is_nothing(cell_text(cell)):
                reading = read_id_number(cell)
                if reading.state == "ok" and row.id.state == "missing":
                    row.id = reading
                else:
                    row.notes.append("birth_unread")
        said = self._cell(cells, "sex")
        row.sex_cell = read_sex(said) or read_sex(extra) or ""
        if said not in ("", None) and not row.sex_cell and not is_nothing(cell_text(said)):
            row.notes.append("sex_unread")
        row.sex = row.sex_cell or row.id.sex or ""

    def _read_address(self, row: PersonRow, cells: list[object]) -> None:
        text = self._text(cells, "address")
        if self._split_address and not text:
            parts = [self._text(cells, field) for field in ("road", "lane", "house", "room", "door")]
            read = join_address(*parts) if any(parts) else read_address("")
        else:
            read = read_address(text)
            if self._split_address and not read.door:
                read = join_address("", read.lane, *[self._text(cells, field) for field in ("house", "room", "door")])
        if not read.lane and not read.door and "registered_address" in self._first:
            read = read_address(self._text(cells, "registered_address"))
        row.lane, row.door, row.committee = read.lane[:80], read.door[:80], read.committee

    def _phones(self, row: PersonRow, cells: list[object]) -> tuple:
        found = {}
        for column in self._columns.get("phone", ()):
            cell = self._at(cells, column.index)
            if cell == "":
                continue
            reading = read_phones(cell)
            for phone in reading.phones:
                found.setdefault(phone.number, phone)
            if not reading.phones and not is_nothing(reading.rest):
                row.notes.append("phone_unread")
        return tuple(found.values())

    def _grouped(self) -> list[dict[str, list[int]]]:
        """Contact columns by group: [{"contact_name": [3], "contact_phone": [5, 6]}, …]."""
        groups: dict[int, dict[str, list[int]]] = {}
        for field in ("contact_name", "contact_relation", "contact_phone"):
            for column in self._columns.get(field, ()):
                groups.setdefault(column.group, {}).setdefault(field, []).append(column.index)
        return [groups[number] for number in sorted(groups)]

    def _contacts(self, cells: list[object]) -> list[ContactReading]:
        contacts: list[ContactReading] = []
        for column in self._columns.get("contact", ()):
            cell = self._at(cells, column.index)
            if cell != "":
                contacts.extend(read_contacts(cell if isinstance(cell, str) else cell_text(cell)))
        for group in self._contact_parts:
            contact = self._contact_of(group, cells)
            if contact:
                contacts.append(contact)
        return contacts

    def _contact_of(self, group: dict[str, list[int]], cells: list[object]) -> ContactReading | None:
        """One contact whose name, relation and telephones stand in columns of their own."""
        name, relation = (cell_text(self._at(cells, group[part][0])) if part in group else "" for part in ("contact_name", "contact_relation"))
        numbers = [phone.number for index in group.get("contact_phone", ()) for phone in read_phones(self._at(cells, index)).phones]
        inside = read_contacts(name) if name and not is_nothing(name) else ()
        read = inside[0] if inside else ContactReading("", "", "", ())
        code, said = relation_code(relation) if relation and not is_nothing(relation) else (read.relation, read.said)
        if not read.name and not numbers and not said and not read.phones:
            return None
        return ContactReading(read.name, code, said, tuple(dict.fromkeys([*read.phones, *numbers])))

    def _read_life(self, row: PersonRow, cells: list[object]) -> None:
        living, abroad = read_living(self._joined_text(cells, "living"))
        row.living = _LIVING_ALONE_ABROAD.get(living, living) if abroad else living
        conditions, level = read_conditions(self._joined_text(cells, "health"))
        more, stated = read_conditions(self._joined_text(cells, "self_care"))
        level = stated or level
        row.health = tuple(dict.fromkeys([*conditions, *more, *([level] if level else [])]))
        row.diet, row.diet_unclear = read_diet(self._text(cells, "diet"))
        row.interests = tuple(word[:30] for text in self._texts_of(cells, "hobbies") for word in read_words(text))
        days = read_meal_days(self._text(cells, "meals"))
        if days is None:
            row.notes.append("meals_unread")
        row.meal_days = days or ()
        row.dialects = tuple(word[:20] for word in read_words(self._text(cells, "dialect")))
        row.key_holder = self._text(cells, "key_holder")

    def _read_remarks(self, row: PersonRow, cells: list[object]) -> None:
        texts = [text for index in self._texts if (text := cell_text(self._at(cells, index)))]
        if not texts:
            return
        text = "；".join(texts)
        status = read_status(text, self._today.year)
        if status:
            row.status, row.status_since, row.status_place = status.status, status.since, status.place
        row.hardship = read_hardships(text)
        row.remarks = "；".join(cell_text(self._at(cells, column.index)) for column in self._columns.get("remark", ()) if self._at(cells, column.index) != "")
        if not row.living:
            living, abroad = read_living(text)
            row.living = _LIVING_ALONE_ABROAD.get(living, living) if abroad else living


def tidy_name(cell: object) -> tuple[str, str]:
    """(name, what stood in brackets behind it). Spaces inside a Chinese name go; "" when the cell holds no name."""
    if not isinstance(cell, str):
        return "", ""
    if len(cell) <= 4 and "㐀" <= cell[:1] <= "鿿" and cell.isalpha() and not is_nothing(cell):
        return cell, ""
    text, extra = cell, ""
    if "(" in text or "（" in text or "[" in text or "【" in text:
        found = _NAME_EXTRA.search(text)
        extra = found[1].strip() if found else ""
        text = _NAME_EXTRA.sub("", text)
    text = without_spaces(text) if _HAN.search(text) else cell_text(text)
    text = text.strip("*＊.。,，、:：-—'\"")
    if not text or is_nothing(text) or not (text.isalpha() or any(map(str.isalpha, text))):
        return "", extra
    return text[:60], extra


def _apply_flag(row: PersonRow, detail: str) -> None:
    """A tick in a column whose heading says what it means."""
    what, _, value = detail.partition(":")
    if what == "living":
        row.living = value
    elif what == "abroad":
        row.living = _LIVING_ALONE_ABROAD.get(row.living, row.living or "alone_abroad")
    elif what == "hardship":
        row.hardship = tuple(dict.fromkeys([*row.hardship, value]))
    elif what == "status":
        row.status = value
    elif what == "meals" and not row.meal_days:
        row.meal_days = EVERY_DAY


def raw_cells(cells: list[object], columns: tuple[Column, ...]) -> list[object]:
    """Cells as plain JSON values, cut to the columns of the sheet."""
    return [cell if isinstance(cell, str | float | int | bool) else cell_text(cell) for cell in cells[: len(columns)]]
