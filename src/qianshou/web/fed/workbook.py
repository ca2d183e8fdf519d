"""The month's subsidy sheets as a workbook: a summary and a sheet for each committee. The same claim gives the same bytes."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import xlsxwriter

from qianshou.booklets.subsidy import Claim, sum_of, unsettled_words
from qianshou.booklets.words import month_words, words
from qianshou.kernel.clock import ZONE
from qianshou.meals.rules.subsidies import Line


def subsidy_workbook(claim: Claim, made_at: datetime) -> bytes:
    """The .xlsx. `made_at` is the only time in it. Amounts are numbers in yuan, sums are numbers too, never formulas."""
    w, buffer = words(claim.language), BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        book.set_properties({"title": f"{w['subsidy-title']} {claim.number}", "author": claim.office, "created": made_at.astimezone(ZONE).replace(tzinfo=None)})
        paper = _Paper(book, claim, w)
        if claim.whole:
            paper.summary()
        for part in claim.parts:
            paper.sheet(part.name or w["subsidy-no-committee"], part.sheet.lines, part.sheet.total)
        if not (claim.whole or claim.parts):
            paper.sheet(w["subsidy-title"], [], Line(0, ""))
    return buffer.getvalue()


class _Paper:
    """The pen that writes the sheets of one book."""

    def __init__(self, book: xlsxwriter.Workbook, claim: Claim, w: dict) -> None:
        self.book, self.claim, self.w, self.head, self.names = book, claim, w, w["subsidy-head"], set()
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.place = book.add_format({"align": "left"})
        self.bold = book.add_format({"bold": True, "bg_color": "#F0EBE1", "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True})
        self.text, self.count = book.add_format({"border": 1}), book.add_format({"border": 1, "num_format": "0"})
        self.money = book.add_format({"border": 1, "num_format": "#,##0.00"})

    def summary(self) -> None:
        """A line a committee."""
        rows = [
            [n, part.name or self.w["subsidy-no-committee"], len(part.sheet.lines), *self._numbers(part.sheet.total)] for n, part in enumerate(self.claim.parts, start=1)
        ]
        people, total = sum_of(self.claim.parts)
        end = ["", self.w["subsidy-total"], people, *self._numbers(total)]
        self._write(self.w["subsidy-summary"], "", [self.head["no"], self.head["committee"], self.head["people"], *self._columns()], [*rows, end], money_from=4)

    def sheet(self, name: str, lines: Sequence[Line], total: Line) -> None:
        """A line a person, with a place to sign."""
        rows = [[n, line.name, *self._numbers(line), ""] for n, line in enumerate(lines, start=1)]
        end = ["", self.w["subsidy-total"], *self._numbers(total), ""]
        self._write(self.w["subsidy-title"], name, [self.head["no"], self.head["name"], *self._columns(), self.head["sign"]], [*rows, end], money_from=3)

    def _columns(self) -> list[str]:
        return [self.head["portions"], self.head["price"], *(name for _, name in self.claim.reasons), self.head["subsidy"], self.head["pays"]]

    def _numbers(self, line: Line) -> list[float]:
        # A spreadsheet's cells are floating numbers: yuan are made of whole fen here, at the very edge, and nothing is reckoned with them.
        fen = [line.price_fen, *(line.reasons[code] for code, _ in self.claim.reasons), line.subsidy_fen, line.pays_fen]
        return [line.portions, *(one / 100 for one in fen)]

    def _write(self, title: str, name: str, columns: list[str], rows: list[list], *, money_from: int) -> None:
        page, last = self.book.add_worksheet(self._free(name or title)), len(columns) - 1
        page.merge_range(0, 0, 0, last, title, self.title)
        month = month_words(self.claim.month, self.claim.language)
        page.write_string(1, 0, "　".join(filter(None, (self.claim.office, name, month, self.claim.number, self.w["subsidy-unit"]))), self.place)
        page.write_row(2, 0, columns, self.bold)
        for at, row in enumerate(rows, start=3):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(at, column, value, self.text)
                else:
                    page.write_number(at, column, value, self.money if column >= money_from else self.count)
        foot = len(rows) + 4
        page.write_string(foot, 0, self.w["subsidy-rule"])
        if not name or not self.claim.whole:
            page.write_string(foot + 1, 0, unsettled_words(self.claim))
        page.write_string(foot + 2, 0, "　　　　　　".join(f"{place}：" for place in self.w["subsidy-street-places" if not name else "subsidy-places"]))
        page.set_column(0, 0, 6)
        page.set_column(1, 1, 16)
        page.set_column(2, last, 12)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(0, 2)
        page.freeze_panes(3, 0)

    def _free(self, name: str) -> str:
        """A name that a worksheet may have, once."""
        short = "".join(c for c in name if c not in "[]:*?/\\'")[:28] or "sheet"
        found, n = short, 2
        while found.lower() in self.names:
            found, n = f"{short} {n}", n + 1
        self.names.add(found.lower())
        return found
