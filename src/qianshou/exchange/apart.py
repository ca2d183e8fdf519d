"""A register read by a process of its own (`python -m qianshou.exchange.apart`), which sends its rows worded. It knows no database.

The two talk in pickles over the child's standard input and output: in goes what is wanted; out come the mapping, then lists of rows,
then None; or the refusal. Each is the other's only reader, so nothing foreign is ever unpickled. The child ends when its pipe breaks.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from .ahead import thousands_of_rows
from .columns.mapping import Mapping
from .reading.refused import FileRefused

if TYPE_CHECKING:
    from .register.prepare import Worded
    from .source import Wanted

ROWS_AT_ONCE = 200


class ReaderDied(RuntimeError):
    """The reading process ended without a word; the job is to be tried again."""


class Apart:
    """Rows read in a process of their own; used as `source.Here` is."""

    def __init__(self, wanted: Wanted) -> None:
        self._process = subprocess.Popen([sys.executable, "-m", "qianshou.exchange.apart"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            pickle.dump(wanted, self._process.stdin)
            self._process.stdin.close()
            self.mapping: Mapping = self._take()
        except BaseException:
            self.close()
            raise

    def rows(self) -> Iterator[Worded]:
        """Every row in order."""
        while (some := self._take()) is not None:
            yield from some

    def close(self) -> None:
        """End the process, done or not."""
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def _take(self) -> object:
        try:
            message = pickle.load(self._process.stdout)
        except (EOFError, pickle.UnpicklingError) as error:
            raise ReaderDied(f"the process that reads the register ended (exit code {self._process.wait()})") from error
        if isinstance(message, FileRefused):
            raise message
        return message


def main() -> None:
    """The process of its own."""
    from .source import open_wanted, rows_of

    wanted: Wanted = pickle.load(sys.stdin.buffer)
    out = sys.stdout.buffer
    try:
        opened = open_wanted(wanted)
        pickle.dump(opened.mapping, out, pickle.HIGHEST_PROTOCOL)
        out.flush()
        rows = rows_of(opened, wanted)
        with thousands_of_rows():
            while some := list(islice(rows, ROWS_AT_ONCE)):
                pickle.dump(some, out, pickle.HIGHEST_PROTOCOL)
        pickle.dump(None, out)
        out.flush()
    except FileRefused as refusal:
        pickle.dump(refusal, out)
        out.flush()


if __name__ == "__main__":
    main()
