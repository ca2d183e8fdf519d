"""Rows out of a workbook, one by one, with their numbers as the user sees them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from .guard import FileKind, check_file
from .limits import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_ROWS, MIN_COLUMNS
from .refused import FileRefused
from .unpack import Formulas

# A cell: "" when empty, str, float, bool, date, datetime or time.
Cells = list[object]
NumberedRow = tuple[int, Cells]
# ((first row, first column), (last row, last column)), all from 0.
Merge = tuple[tuple[int, int], tuple[int, int]]

CSV_SHEET = "csv"
_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass
class Book:
    """A workbook that passed the guards. Use `sheet_names`, then `rows` of one of them (again and again if needed)."""

    path: Path
    kind: FileKind
    formulas: Formulas
    sheet_names: list[str]
    _open: CalamineWorkbook | None = None
    _held: tuple[str, CalamineSheet] | None = None

    def rows(self, sheet: str) -> Iterator[NumberedRow]:
        """Rows of a sheet in order: (number from 1, cells from column A). Cells merged downwards repeat their value."""
        if self.kind == "csv":
            return _csv_rows(self.path)
        return _filled(self._table(sheet))

    def merges(self, sheet: str) -> list[Merge]:
        """Merged ranges of a sheet; none for csv."""
        return [] if self.kind == "csv" else list(self._table(sheet).merged_cell_ranges or [])

    def formula_cells(self, sheet: str) -> set[tuple[int, int]]:
        """Cells with formulas: (row from 1, column from 0)."""
        return self.formulas.cells.get(sheet, set())

    def close(self) -> None:
        """Let the sheet that is held go; a large one takes 200 MB."""
        self._held = None
        if self._open is not None:
            self._open.close()
            self._open = None

    def _table(self, sheet: str) -> CalamineSheet:
        if self._held is None or self._held[0] != sheet:
            if self._open is None:
                raise FileRefused("damaged")
            self._held = None
            try:
                table = self._open.get_sheet_by_name(sheet)
            except (CalamineError, ValueError) as error:
                raise FileRefused("damaged") from error
            if table.total_height > MAX_ROWS or table.total_width > MAX_COLUMNS:
                raise FileRefused("too_many_cells")
            self._held = (sheet, table)
        return self._held[1]


def open_book(path: Path) -> Book:
    """Open a spreadsheet. Raises FileRefused (codes in `exchange.words`); the file itself is never changed."""
    kind, formulas = check_file(path)
    if formulas.unsaved:
        raise FileRefused("formulas_unsaved", cell=formulas.unsaved)
    if kind == "csv":
        _check_csv(path)
        return Book(path, kind, formulas, [CSV_SHEET])
    try:
        book = CalamineWorkbook.from_path(str(path))
    except PasswordError as error:
        raise FileRefused("password") from error
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefused("damaged") from error
    names = [meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
    if not names:
        raise FileRefused("empty")
    return Book(path, kind, formulas, names, book)


def _filled(table: CalamineSheet) -> Iterator[NumberedRow]:
    """Rows with their place in the sheet restored (calamine starts at the first used column) and downward merges filled."""
    if table.start is None:
        return
    left = [""] * table.start[1]
    downward = _downward(table.merged_cell_ranges or [])
    carried: dict[int, tuple[int, object]] = {}
    for index, cells in enumerate(table.iter_rows()):
        row: Cells = left + cells if left else cells
        for column in [column for column, (last, _) in carried.items() if last < index]:
            del carried[column]
        for column, (_, value) in carried.items():
            if column < len(row) and row[column] == "":
                row[column] = value
        for column, last in downward.get(index, ()):
            if column < len(row) and row[column] != "":
                carried[column] = (last, row[column])
        yield index + 1, [cell if type(cell) is str and len(cell) <= MAX_CELL_CHARACTERS and "\0" not in cell else _plain(cell) for cell in row]


def _downward(merges: list[Merge]) -> dict[int, list[tuple[int, int]]]:
    """First row → (column, last row) of the ranges that span several rows of one column."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in merges:
        if bottom > top and right == left:
            found.setdefault(top, []).append((left, bottom))
    return found


def _plain(cell: object) -> object:
    if type(cell) is str:
        return cell[:MAX_CELL_CHARACTERS].replace("\0", "")  # the database keeps no NUL
    return str(cell) if isinstance(cell, timedelta) else cell


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(1 << 20)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for encoding in _ENCODINGS:
        try:
            # The last character may be cut in two: up to three bytes less must then do.
            for cut in range(4):
                try:
                    head[: len(head) - cut].decode(encoding)
                    return encoding
                except UnicodeDecodeError:
                    if cut == 3 or len(head) < 1 << 20:
                        raise
        except UnicodeDecodeError:
            continue
    raise FileRefused("not_a_spreadsheet", found="data")


def _check_csv(path: Path) -> None:
    """A csv must have columns and be text; 50 MB of one column is refused by its first rows."""
    widths = [len(cells) for _, (_, cells) in zip(range(200), _csv_rows(path), strict=False)]
    if not widths:
        raise FileRefused("empty")
    if max(widths) < MIN_COLUMNS:
        raise FileRefused("one_column" if len(widths) > 20 else "not_a_spreadsheet", found="text")


def _csv_rows(path: Path) -> Iterator[NumberedRow]:
    encoding = _encoding(path)
    csv.field_size_limit(1 << 20)
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        delimiter = _delimiter(file.read(1 << 16))
        file.seek(0)
        try:
            for index, cells in enumerate(csv.reader(file, delimiter=delimiter)):
                if index >= MAX_ROWS:
                    raise FileRefused("too_many_cells")
                yield index + 1, [_csv_cell(cell) for cell in cells[:MAX_COLUMNS]]
        except csv.Error as error:
            raise FileRefused("damaged") from error


def _delimiter(sample: str) -> str:
    lines = sample.splitlines()[:50]
    return max(",\t;", key=lambda sign: sum(min(line.count(sign), 30) for line in lines))


def _csv_cell(cell: str) -> str:
    """`="3101…"` is how programs keep Excel from making a number of it."""
    if cell.startswith('="') and cell.endswith('"'):
        cell = cell[2:-1]
    return cell[:MAX_CELL_CHARACTERS].replace("\0", "")
