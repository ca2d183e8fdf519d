"""Compile the translations: every `locale/**/*.po` of the program becomes the `.mo` that gettext reads.

`python -m qianshou.words` does it by hand; setup and each start do it for files that changed. Babel is used rather than
GNU gettext's msgfmt, so that a fresh machine needs nothing but Python. The .mo files are never committed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parent


def sources(root: Path = ROOT) -> Iterator[Path]:
    """Every .po file below `root`, in a stable order."""
    yield from sorted(root.glob("**/locale/*/LC_MESSAGES/*.po"))


def is_stale(po: Path) -> bool:
    """True when the compiled file is missing or older than its source."""
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def compile_one(po: Path) -> None:
    """Write `po`'s .mo beside it, whole or not at all. Raises PoFileError with file and line when it cannot be read."""
    try:
        with po.open("rb") as source:
            catalog = read_po(source, locale=po.parent.parent.name, abort_invalid=True)
    except PoFileError as error:
        raise PoFileError(f"{po}: {error}", error.catalog, error.line, error.lineno) from error
    half = po.with_suffix(f".mo.{os.getpid()}")
    with half.open("wb") as target:
        write_mo(target, catalog)  # leaves out what is fuzzy or untranslated
    half.replace(po.with_suffix(".mo"))


def compile_stale(root: Path = ROOT) -> tuple[int, list[str]]:
    """Compile what changed; returns how many files, and what was wrong with others. A read-only installation is left as it is.

    A file with a mistake keeps its old words: a server must not stay down for a missing quote.
    """
    done, wrong = 0, []
    for po in sources(root):
        if is_stale(po):
            try:
                compile_one(po)
            except PermissionError:
                continue
            except PoFileError as error:
                wrong.append(str(error))
                continue
            done += 1
    return done, wrong


def main() -> int:
    """Compile and say how many; 1 when a file has a mistake."""
    done, wrong = compile_stale()
    for message in wrong:
        print(message, file=sys.stderr)
    print(f"{done} translation files compiled, {len(list(sources()))} in all.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
