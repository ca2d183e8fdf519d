"""A workbook of the district's, with its own headings, filled in from the files: the import's mapping, reversed."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext

from qianshou.access.scope import Scope
from qianshou.people import vault
from qianshou.people.models import Contact, Living, Person, Status
from qianshou.people.queries.files import Filters, elders
from qianshou.people.queries.restrictions import restricted
from qianshou.people.rules.restrictions import PASSING_ON

from ..columns.mapping import Column, Mapping
from ..columns.recognise import SAMPLE_ROWS
from ..reading.sheets import Book
from ..staging import open_table

_SEX = {"f": "女", "m": "男"}
_DAYS = "一二三四五六日"
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Filled:
    """The workbook, how many people are in it, the headings that no file could answer, and how many had it restricted that they are passed on."""

    content: bytes
    people: int
    unanswered: list[str]
    left_out: int


@dataclass(slots=True)
class _Row:
    person: Person
    number: int
    today: date


def fill_workbook(*, path: Path, scope: Scope, today: date) -> Filled:
    """Fill a sheet's columns for every elder of the scope who is not dead or gone. Raises FileRefused when it has no known heading.

    Whoever had passing on restricted is left out, and the last line says of how many. What stands above the headings is kept. ID numbers and telephones are written in the clear: the caller logs who took them.
    """
    opened = open_table(path, "register")
    mapping = opened.mapping
    found = elders(scope, Filters(), today)
    barred = restricted(list(found.order_by().values_list("street_id", flat=True).distinct()), PASSING_ON)
    people, left_out = found.exclude(pk__in=barred).prefetch_related("phones", "contacts"), found.filter(pk__in=barred).count()
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as out, translation.override("zh-hans"):
        sheet = out.add_worksheet(mapping.sheet[:31])
        _write_head(sheet, opened.book, mapping, out)
        at = mapping.header_row
        for number, person in enumerate(people.iterator(chunk_size=CHUNK), start=1):
            row = _Row(person, number, today)
            for column in mapping.columns:
                value = _answer(column, row)
                if isinstance(value, int):
                    sheet.write_number(at, column.index, value)
                elif value:
                    sheet.write_string(at, column.index, value)
            at += 1
        if left_out:
            sheet.write_string(at, 0, gettext("Not in this list, at the wish of the person: %(n)s") % {"n": left_out})
    opened.close()
    unanswered = [column.heading for column in mapping.columns if column.heading and column.field not in ANSWERS and column.field != "flag"]
    return Filled(buffer.getvalue(), at - mapping.header_row, unanswered, left_out)


def _write_head(sheet: xlsxwriter.worksheet.Worksheet, book: Book, mapping: Mapping, out: xlsxwriter.Workbook) -> None:
    """The rows up to the headings as they were, merged cells included."""
    bold = out.add_format({"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1})
    rows = list(islice(book.rows(mapping.sheet), min(mapping.header_row, SAMPLE_ROWS)))
    covered: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in book.merges(mapping.sheet):
        if bottom < mapping.header_row:
            text = rows[top][1][left] if left < len(rows[top][1]) else ""
            sheet.merge_range(top, left, bottom, right, str(text), bold)
            covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
    for number, cells in rows:
        for column, cell in enumerate(cells):
            if cell not in ("", None) and (number - 1, column) not in covered:
                sheet.write_string(number - 1, column, str(cell), bold)
    sheet.set_column(0, max(len(mapping.columns) - 1, 0), 14)
    sheet.freeze_panes(mapping.header_row, 0)


def _answer(column: Column, row: _Row) -> str | int:
    if column.field == "flag":
        return "√" if _ticked(column.detail, row) else ""
    answer = ANSWERS.get(column.field)
    if answer is None:
        return ""
    if column.field.startswith("contact_"):
        contacts = list(row.person.contacts.all())
        return _of_contact(column.field, contacts[column.group]) if column.group < len(contacts) else ""
    return answer(row)


def _ticked(detail: str, row: _Row) -> bool:
    what, _, value = detail.partition(":")
    file = row.person.file
    if what == "living":
        return file.living == value or (value == "alone" and file.living in (Living.ALONE_ABROAD, Living.CHILDLESS))
    if what == "hardship":
        return value in file.hardship
    return {"status": file.status == value, "meals": bool(file.meal_days), "abroad": file.living == Living.ALONE_ABROAD}.get(what, False)


def _of_contact(field: str, contact: Contact) -> str:
    return {"contact_name": contact.name, "contact_relation": contact.relation}.get(field) or (vault.phone(contact) if field == "contact_phone" else "")


def _birth(row: _Row) -> str:
    born = row.person.birth_date
    return "" if born is None else {"day": f"{born:%Y-%m-%d}", "month": f"{born:%Y-%m}", "year": f"{born:%Y}"}.get(row.person.birth_precision, "")


def _age(row: _Row) -> str | int:
    born = row.person.birth_date
    return "" if born is None else row.today.year - born.year - ((row.today.month, row.today.day) < (born.month, born.day))


def _contact_line(row: _Row) -> str:
    return "；".join(" ".join(part for part in (one.relation, one.name, vault.phone(one)) if part) for one in row.person.contacts.all())


def _key(row: _Row) -> str:
    key = row.person.spare_keys.filter(until__isnull=True).first()
    return key.holder_name if key else ""


ANSWERS: dict[str, Callable[[_Row], str | int]] = {
    "serial": lambda row: row.number,
    "committee": lambda row: row.person.committee.name if row.person.committee else "",
    "name": lambda row: row.person.name,
    "sex": lambda row: _SEX.get(row.person.sex, ""),
    "birth": _birth,
    "age": _age,
    "id_number": lambda row: vault.id_number(row.person),
    "address": lambda row: row.person.address,
    "lane": lambda row: row.person.place.name if row.person.place else "",
    "door": lambda row: row.person.door,
    "living": lambda row: str(Living(row.person.file.living).label) if row.person.file.living else "",
    "health": lambda row: "、".join(row.person.file.health),
    "phone": lambda row: "、".join(vault.phone(phone) for phone in row.person.phones.all()),
    "contact": _contact_line,
    "contact_name": _contact_line,
    "contact_relation": _contact_line,
    "contact_phone": _contact_line,
    "diet": lambda row: "、".join(row.person.file.diet),
    "hobbies": lambda row: "、".join(row.person.interests),
    "meals": lambda row: "每天" if len(row.person.file.meal_days) == 7 else "、".join(f"周{_DAYS[day - 1]}" for day in row.person.file.meal_days),
    "status": lambda row: str(Status(row.person.file.status).label),
    "hardship": lambda row: "、".join(row.person.file.hardship),
    "dialect": lambda row: "、".join(row.person.dialects),
    "key_holder": _key,
    "remark": lambda row: row.person.file.remarks,
}
