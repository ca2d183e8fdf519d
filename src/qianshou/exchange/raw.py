"""Raw cells as they are kept: those with ID numbers and telephones sealed. Pure: the sealer is given."""

import base64

from qianshou.exchange.cells.simple import cell_text
from qianshou.kernel.sealing import Sealer

from .columns.mapping import Mapping
from .register.judge import Judged

# Columns whose cells are sealed wherever a row is kept: they hold ID numbers and telephones.
SENSITIVE = frozenset({"id_number", "phone", "contact", "contact_phone", "joined", "key_holder"})


_PLAIN = frozenset({str, float, int, bool})


class RawKeeper:
    """Keeps the raw cells of one sheet: those with ID numbers and telephones as {"sealed": base64}."""

    def __init__(self, mapping: Mapping, sealer: Sealer) -> None:
        self._width = len(mapping.columns)
        self._sealer = sealer
        self._sensitive = [column.index for column in mapping.columns if column.field in SENSITIVE]
        self._headings = {
            column.index: column.heading
            for column in mapping.columns
            if column.heading and column.field and column.field not in SENSITIVE and column.field not in ("name", "serial", "committee")
        }

    def cells(self, judged: Judged) -> list[object]:
        """A row's cells for `ImportRow.raw`. A row that is nobody's hides nothing, but its cells may still: all are kept alike."""
        cells = [cell if type(cell) in _PLAIN else cell_text(cell) for cell in judged.cells[: self._width]]
        if judged.outcome == "skip":
            return cells
        for index in self._sensitive:
            if index < len(cells) and cells[index] != "":
                cells[index] = {"sealed": base64.b64encode(self._sealer.seal(cell_text(cells[index]))).decode()}
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
