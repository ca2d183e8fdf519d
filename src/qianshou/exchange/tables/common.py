"""What the small tables (places, carers, menu, members) share: cells by field, and rows that are none. Pure."""

from qianshou.exchange.cells.simple import cell_text
from qianshou.exchange.columns.mapping import Mapping
from qianshou.exchange.register.judge import SKIP_BLANK, SKIP_HEADING, SKIP_NOTE, Judged, Reason


class TableReader:
    """Cells of a row by the field of their column."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self._first = {column.field: column.index for column in reversed(mapping.columns) if column.field}
        self._headings = frozenset(cell_text(column.heading) for column in mapping.columns if column.heading)

    def cell(self, cells: list[object], field: str) -> object:
        """The raw cell of a field; "" when there is none."""
        index = self._first.get(field)
        return cells[index] if index is not None and index < len(cells) else ""

    def text(self, cells: list[object], field: str) -> str:
        """The cell of a field as tidy text."""
        return cell_text(self.cell(cells, field))

    def skipped(self, number: int, cells: list[object]) -> Judged | None:
        """Headings, blank rows and notes; None for a row to be read."""
        texts = [cell_text(cell) for cell in cells if cell not in ("", None)]
        if not texts:
            return Judged(number, "skip", cells, [SKIP_BLANK])
        if number <= self.mapping.header_row or (len(texts) > 1 and sum(text in self._headings for text in texts) * 2 > len(texts)):
            return Judged(number, "skip", cells, [SKIP_HEADING])
        if len(texts) == 1 and (len(texts[0]) > 10 or texts[0].startswith(("备注", "注", "说明"))):
            return Judged(number, "skip", cells, [SKIP_NOTE])
        if any(word in texts[0] for word in ("合计", "小计", "总计")):
            return Judged(number, "skip", cells, [Reason("subtotal")])
        return None
