"""The workbook that came in, given back with an outcome and its reasons beside each row."""

import io
from datetime import date, datetime

import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from ..models import Batch, ImportRow
from ..reading.refused import FileRefused
from ..reading.sheets import open_book
from ..words import reasons_text


def annotated_workbook(batch: Batch) -> bytes | None:
    """An .xlsx with the sheet's cells as they were and two columns more; None when the stored file is gone or unreadable.

    Values, dates and merged cells are kept; fonts and widths of the original are not: the original stays with the office.
    """
    try:
        book = open_book(settings.DATA_DIR / batch.path)
    except FileRefused:
        return None
    labels = dict(ImportRow.Outcome.choices)
    outcomes = {row: (outcome, reasons) for row, outcome, reasons in ImportRow.objects.filter(batch=batch).values_list("row", "outcome", "reasons").iterator()}
    width = max(len(batch.mapping.get("columns", [])), 1)
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(buffer, options) as out:
        sheet = out.add_worksheet((batch.sheet or "list")[:31])
        day = out.add_format({"num_format": "yyyy-mm-dd"})
        colours = {code: out.add_format({"bg_color": colour}) for code, colour in (("review", "#F9E7C4"), ("reject", "#F4D5D0"), ("skip", "#ECE8E0"))}
        bold = out.add_format({"bold": True})
        for number, cells in book.rows(batch.sheet):
            for column, cell in enumerate(cells):
                _write(sheet, number - 1, column, cell, day)
            outcome, reasons = outcomes.get(number, ("", []))
            if outcome:
                sheet.write_string(number - 1, width, str(labels[outcome]), colours.get(outcome))
                sheet.write_string(number - 1, width + 1, reasons_text(reasons), colours.get(outcome))
        if batch.header_row:
            sheet.write_string(batch.header_row - 1, width, _("Outcome"), bold)
            sheet.write_string(batch.header_row - 1, width + 1, _("Reasons"), bold)
            sheet.freeze_panes(batch.header_row, 0)
        sheet.set_column(0, width - 1, 14)
        sheet.set_column(width + 1, width + 1, 50)
    book.close()
    return buffer.getvalue()


def _write(sheet: Worksheet, row: int, column: int, cell: object, day: object) -> None:
    """One cell as it was: text stays text (an ID number is no number), dates stay dates, nothing becomes a formula."""
    if cell == "" or cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day), day)
    else:
        sheet.write_string(row, column, str(cell))
