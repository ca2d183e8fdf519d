"""A stored workbook opened for one kind of import: its sheet, its mapping, its judged rows. Reads only."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from .columns.mapping import Mapping
from .columns.recognise import SAMPLE_ROWS, is_usable, quality, recognise
from .reading.limits import MIN_COLUMNS
from .reading.refused import FileRefused
from .reading.sheets import Book, open_book
from .reading.unpack import column_letters
from .register.judge import Judge, Judged
from .tables.carers import CarerJudge
from .tables.members import MemberJudge
from .tables.menu import MenuJudge
from .tables.places import PlaceJudge

# A formula in these does no harm: they are not read, or only counted.
_HARMLESS = frozenset({"", "serial", "age", "other", "street", "weekday"})

_JUDGES = {"register": Judge, "carers": CarerJudge, "places": PlaceJudge, "menu": MenuJudge, "members": MemberJudge}

FindSaved = Callable[[str], dict | None]


@dataclass
class Opened:
    """A workbook with the sheet chosen and its columns understood."""

    book: Book
    mapping: Mapping

    def judged(self, today: date) -> Iterator[Judged]:
        """Every row of the sheet in order, each in exactly one outcome."""
        judge = _JUDGES[self.mapping.kind](self.mapping, today)
        return (judge.judge(number, cells) for number, cells in self.book.rows(self.mapping.sheet))

    def refuse_formulas(self, today: date) -> None:
        """Raise FileRefused when a row about a person has a formula in a column that is read: nothing may be written from such a sheet."""
        read = {column.index for column in self.mapping.columns if column.field not in _HARMLESS}
        by_row: dict[int, int] = {}
        for row, column in self.book.formula_cells(self.mapping.sheet):
            if column in read:
                by_row[row] = min(column, by_row.get(row, column))
        if not by_row:
            return
        for judged in self.judged(today):
            if judged.row in by_row and judged.outcome in ("ok", "review"):
                raise FileRefused("formulas", cell=f"{column_letters(by_row[judged.row])}{judged.row}")

    def close(self) -> None:
        """Let the sheet go."""
        self.book.close()


def open_table(path: Path, kind: str, *, find_saved: FindSaved | None = None, mapping: Mapping | None = None) -> Opened:
    """Open a workbook and understand its columns: by the mapping given, one saved for these headings, or by recognising them.

    Of several sheets the one that is understood best is taken. Raises FileRefused.
    """
    book = open_book(path)
    if mapping is not None:
        return Opened(book, mapping)
    best: Mapping | None = None
    for sheet in book.sheet_names:
        head = list(islice(book.rows(sheet), SAMPLE_ROWS))
        if not head:
            continue
        found = recognise(rows=head, merges=book.merges(sheet), kind=kind, sheet=sheet)
        if best is None or quality(found) > quality(best):
            best = found
    if best is None:
        raise FileRefused("empty")
    if find_saved and (saved := find_saved(best.fingerprint())):
        best = best.corrected({int(index): choice for index, choice in saved.items()}, why="saved")
    if not is_usable(best):
        raise FileRefused("one_column" if len(best.columns) < MIN_COLUMNS else "no_table")
    return Opened(book, best)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
