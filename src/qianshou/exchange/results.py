"""What became of the rows of one chunk: plain values between applying, storing and printing."""

import base64
from dataclasses import dataclass, field

from qianshou.access.keys import sealer, unseal
from qianshou.exchange.cells.simple import cell_text

from .columns.mapping import Mapping
from .register.judge import Judged
from .staging import SENSITIVE


@dataclass(slots=True)
class RowResult:
    """One row: outcome and reasons as stored, what was understood, and what was done. `elder`: the name, for people to read."""

    row: int
    outcome: str
    reasons: list[dict]
    raw: list[object]
    understood: dict = field(default_factory=dict)
    change: str = ""
    person_id: int | None = None
    elder: str = ""


class RawKeeper:
    """Keeps raw cells: those with ID numbers and telephones sealed, as {"sealed": base64}."""

    def __init__(self, mapping: Mapping) -> None:
        self._width = len(mapping.columns)
        self._sensitive = [column.index for column in mapping.columns if column.field in SENSITIVE]
        self._headings = {
            column.index: column.heading
            for column in mapping.columns
            if column.heading and column.field and column.field not in SENSITIVE and column.field not in ("name", "serial", "committee")
        }

    def cells(self, judged: Judged) -> list[object]:
        """A row's cells for `ImportRow.raw`. A row that is nobody's hides nothing, but its cells may still: all are kept alike."""
        cells = [cell if isinstance(cell, str | float | int | bool) else cell_text(cell) for cell in judged.cells[: self._width]]
        if judged.outcome == "skip":
            return cells
        tool = sealer()
        for index in self._sensitive:
            if index < len(cells) and cells[index] != "":
                cells[index] = {"sealed": base64.b64encode(tool.seal(cell_text(cells[index]))).decode()}
        return cells

    def file_raw(self, judged: Judged) -> dict[str, object]:
        """Heading → cell, for the file: what was read beside what was understood, without ID number and telephones."""
        cells = judged.cells
        found = {}
        for index, heading in self._headings.items():
            if index < len(cells) and cells[index] != "":
                cell = cells[index]
                found[heading] = cell if isinstance(cell, str) else cell_text(cell)
        return found


def open_cell(cell: object) -> object:
    """A raw cell in the clear again."""
    if isinstance(cell, dict) and "sealed" in cell:
        return unseal(base64.b64decode(cell["sealed"]))
    return cell
