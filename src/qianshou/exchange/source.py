"""The rows of a stored workbook on their way to a writer, in lists; a large register is read by a process of its own.

Reading, judging and sealing a district's register is as much work as writing it, and the sheet takes 300 MB: apart, both go on at
once and the memory is given back.
"""

from collections.abc import Iterator
from collections.abc import Mapping as Choices
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from qianshou.kernel.sealing import sealer_from

from .ahead import ahead
from .apart import Apart
from .columns.mapping import Mapping
from .register.judge import Judged
from .register.prepare import Prepared, Preparer
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
    """Rows read in this process: `Prepared` of a register, `Judged` of the other tables."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._opened = open_wanted(wanted)
        self.mapping = self._opened.mapping

    def chunks(self, size: int) -> Iterator[list[Prepared] | list[Judged]]:
        """All rows in order, in lists of `size`."""
        return ahead(iter(rows_of(self._opened, self._wanted)), size)

    def close(self) -> None:
        """Let the sheet go."""
        self._opened.close()


def open_source(wanted: Wanted) -> Here | Apart:
    """Open a workbook; its rows are not read yet. Raises FileRefused."""
    large = wanted.kind == "register" and wanted.path.stat().st_size > APART_BYTES
    return Apart(wanted) if large else Here(wanted)


def open_wanted(wanted: Wanted) -> Opened:
    """The workbook with its columns understood and no formula among people's data. Raises FileRefused."""
    opened = open_table(wanted.path, wanted.kind, find_saved=wanted.saved.get, mapping=wanted.mapping)
    try:
        opened.refuse_formulas(wanted.today)
    except BaseException:
        opened.close()
        raise
    return opened


def rows_of(opened: Opened, wanted: Wanted) -> Iterator[Prepared] | Iterator[Judged]:
    """Every row in order, ready for its writer."""
    judged = opened.judged(wanted.today)
    if opened.mapping.kind != "register":
        return judged
    return Preparer(opened.mapping, sealer_from(str(wanted.key_file)), wanted.today).prepared(judged)
