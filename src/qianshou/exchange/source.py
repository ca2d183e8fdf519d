"""The rows of a stored workbook on their way to a writer, in lists; a large register is read by a process of its own.

Reading a district's register is as much work as writing it, and the sheet takes 300 MB: apart, both go on at once and the memory is given back.
"""

from collections.abc import Iterator
from collections.abc import Mapping as Choices
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from qianshou.kernel.sealing import Sealer, sealer_from

from .ahead import ahead
from .apart import Apart
from .columns.mapping import Mapping
from .register.judge import Judged
from .register.prepare import Prepared, Preparer, Worded, Wording
from .staging import Opened, open_table

# Registers larger than this (about 20,000 rows) are worth a process of their own, which takes half a second to start.
APART_BYTES = 2_000_000


@dataclass(frozen=True)
class Wanted:
    """Which workbook, as what. `saved`: choices that were saved for some headings, by their fingerprint."""

    path: Path
    kind: str
    today: date
    key_file: Path
    mapping: Mapping | None = None
    saved: Choices[str, dict] = field(default_factory=dict)


class Here:
    """Rows read and judged in this process."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted, self._opened = wanted, open_wanted(wanted)
        self.mapping = self._opened.mapping

    def rows(self) -> Iterator[Worded] | Iterator[Judged]:
        """Every row in order: of a register worded, of the other tables judged."""
        return rows_of(self._opened, self._wanted)

    def close(self) -> None:
        """Let the sheet go."""
        self._opened.close()


Source = Here | Apart


def open_source(wanted: Wanted) -> Source:
    """Open a workbook; its rows are not read yet. Raises FileRefused."""
    large = wanted.kind == "register" and wanted.path.stat().st_size > APART_BYTES
    return Apart(wanted) if large else Here(wanted)


def chunks(source: Source, size: int, sealer: Sealer, today: date) -> Iterator[list[Prepared] | list[Judged]]:
    """All rows in lists of `size`, ready for their writer: `Prepared` of a register, `Judged` of the other tables."""
    rows = source.rows()
    return ahead(map(Preparer(sealer, today).prepare, rows) if source.mapping.kind == "register" else rows, size)


def open_wanted(wanted: Wanted) -> Opened:
    """The workbook with its columns understood and no formula among people's data. Raises FileRefused."""
    opened = open_table(wanted.path, wanted.kind, find_saved=wanted.saved.get, mapping=wanted.mapping)
    try:
        opened.refuse_formulas(wanted.today)
    except BaseException:
        opened.close()
        raise
    return opened


def rows_of(opened: Opened, wanted: Wanted) -> Iterator[Worded] | Iterator[Judged]:
    """Every row of an opened workbook, as far as can be told without a database."""
    judged = opened.judged(wanted.today)
    return map(Wording(opened.mapping, sealer_from(str(wanted.key_file))).word, judged) if wanted.kind == "register" else judged
