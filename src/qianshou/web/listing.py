"""Every list leaves the program three ways: as a spreadsheet, on paper, as text for a chat group.

A view builds a `Listing` from its rows and asks it first:

    listing = Listing(title=_("People"), columns=[(_("Name"), "name"), (_("Age"), lambda p: p.age)], rows=people)
    if answer := listing.answer(request):
        return answer

`?format=xlsx|print|text` then answers; without it `answer` is None and the view shows its page (`web/_export.html` has the links).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from operator import attrgetter
from urllib.parse import quote

import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext

from qianshou.access.operations.log import log
from qianshou.kernel import clock
from qianshou.kernel.clock import ZONE
from qianshou.people.queries.restrictions import restricted_among
from qianshou.people.rules.restrictions import PASSING_ON

from .templatetags.shell import listed

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = ("xlsx", "print", "text")


@dataclass
class Listing:
    """A list: title, columns as (label, attribute name or function of the row), rows.

    `capability` is what a user needs to take it away ("" for lists without personal data); taking it away is logged.
    `about` names the attribute of a row with the number of the person it is about, where the list may be handed to others: whoever had passing on restricted is
    left out (PIPL article 44), and the list says of how many. Lists that the office works from or the law asks for have none.
    `text_columns` are the indices of the columns that go into the text for a chat group (default: the first four).
    """

    title: object
    columns: Sequence[tuple[object, str | Callable]]
    rows: Iterable
    capability: str = "export.run"
    text_columns: Sequence[int] = field(default=(0, 1, 2, 3))
    about: str = ""
    left_out: int = field(default=0, init=False)

    @property
    def labels(self) -> list[str]:
        """Headings, translated."""
        return [str(label) for label, _ in self.columns]

    @property
    def cells(self) -> Iterator[list]:
        """Values of each row, as plain values."""
        for row in self.rows:
            yield [_plain(_value(row, source)) for _, source in self.columns]

    def answer(self, request: HttpRequest) -> HttpResponse | None:
        """The file, paper or text that `?format=` asks for; None when it asks for none. PermissionDenied without the capability."""
        wanted = request.GET.get("format")
        if wanted not in FORMATS:
            return None
        if self.capability and not request.scope.may(self.capability):
            raise PermissionDenied
        self.rows = list(self.rows)
        self._leave_out()
        if self.capability:
            log(
                act="list.taken", now=clock.now(), by_id=request.user.pk, street_id=request.scope.street_id,
                target="list", title=str(self.title), format=wanted, rows=len(self.rows),
            )  # fmt: skip
        return {"xlsx": self._xlsx, "print": self._print, "text": self._text}[wanted](request)

    def _leave_out(self) -> None:
        """Rows about people who had passing on restricted go: one query for all of them."""
        whose = list(map(attrgetter(self.about), self.rows)) if self.about else []  # a wrong name fails: nobody slips through
        barred = restricted_among(set(whose), PASSING_ON)
        if barred:
            self.rows = [row for row, pk in zip(self.rows, whose, strict=True) if pk not in barred]
            self.left_out = len(barred)

    @property
    def note(self) -> str:
        """The line that says that somebody is not in the list, "" where nobody was left out."""
        return gettext("Not in this list, at the wish of the person: %(n)s") % {"n": self.left_out} if self.left_out else ""

    def _xlsx(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(self.workbook(), content_type=XLSX)
        name = quote(f"{self.title}-{clock.today():%Y-%m-%d}.xlsx")
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return response

    def workbook(self) -> bytes:
        """The list as an .xlsx file: bold frozen headings, widths by content, dates as dates, never a formula."""
        buffer = BytesIO()
        with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
            sheet = book.add_worksheet(_sheet_name(str(self.title)))
            head = book.add_format({"bold": True, "bg_color": "#F0EBE1", "border": 1, "valign": "vcenter"})
            day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
            widths = [_width(label) for label in self.labels]
            sheet.write_row(0, 0, self.labels, head)
            for at, cells in enumerate(self.cells, start=1):
                for column, value in enumerate(cells):
                    widths[column] = max(widths[column], _width(value))
                    if isinstance(value, datetime):
                        sheet.write_datetime(at, column, value.astimezone(ZONE).replace(tzinfo=None), moment)
                    elif isinstance(value, date):
                        sheet.write_datetime(at, column, datetime(value.year, value.month, value.day), day)
                    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                        sheet.write_number(at, column, value)
                    elif value not in (None, ""):
                        sheet.write_string(at, column, str(value))
            if self.note:
                sheet.write_string(len(self.rows) + 1, 0, self.note)
            for column, width in enumerate(widths):
                sheet.set_column(column, column, min(width + 2, 60))
            sheet.freeze_panes(1, 0)
            sheet.set_landscape()
            sheet.set_paper(9)  # A4
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
        return buffer.getvalue()

    def _print(self, request: HttpRequest) -> HttpResponse:
        return render(request, "web/print_list.html", {"listing": self, "made_at": clock.now()})

    def _text(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(self.text(), content_type="text/plain; charset=utf-8")

    def text(self) -> str:
        """The list for a chat group: a title with its count, then one numbered line a row."""
        chosen = [i for i in self.text_columns if i < len(self.columns)]
        lines = [" ".join(_said(cells[i]) for i in chosen if cells[i] not in (None, "")) for cells in self.cells]
        head = f"{self.title} {clock.today():%Y-%m-%d} ({len(lines)})"
        return "\n".join([head, *(f"{n}. {line}" for n, line in enumerate(lines, start=1)), *filter(None, [self.note])]) + "\n"


def _value(row: object, source: str | Callable) -> object:
    if callable(source):
        return source(row)
    value: object = row
    for part in source.split("."):
        value = value.get(part) if isinstance(value, dict) else getattr(value, part, None)
    return value() if callable(value) else value


def _plain(value: object) -> object:
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, list | tuple | set | frozenset):
        return listed(str(v) for v in value)
    return value


def _said(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(ZONE):%m-%d %H:%M}"
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


def _width(value: object) -> int:
    """Columns a text takes: Han characters take two."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in _said(value)) if value not in (None, "") else 0


def _sheet_name(title: str) -> str:
    return "".join(c for c in title if c not in "[]:*?/\\'")[:31] or "list"
