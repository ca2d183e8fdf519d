"""`qianshou import register|places|carers|menu|members FILE --street CODE [--dry-run] [--json]`. Prints the contract of DESIGN, section 6.

Exit codes: 0 done, 1 the file was refused or the street is unknown, 2 wrong use.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from django.utils import translation

from qianshou.access.models import Street
from qianshou.kernel import clock

from .models import Batch
from .operations import apply_batch, receive_file, try_file
from .reading.limits import MAX_FILE_BYTES
from .reading.refused import FileRefused
from .results import RowResult
from .words import reason_text, refusal_text

KINDS = ("register", "places", "carers", "menu", "members")
_PIECE = 1 << 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `qianshou import`."""
    parser.add_argument("kind", choices=KINDS, help="what the workbook holds")
    parser.add_argument("file", type=Path, help="the workbook: .xlsx, .xls, .ods or .csv")
    parser.add_argument("--street", required=True, metavar="CODE", help="the street it belongs to")
    parser.add_argument("--dry-run", action="store_true", help="say what would be, change nothing")


def handle(args: argparse.Namespace) -> int:
    """Run the command; its exit code."""
    return run_import(kind=args.kind, file=Path(args.file), street=args.street, dry_run=args.dry_run, as_json=bool(getattr(args, "json", False)))


def run_import(*, kind: str, file: Path, street: str, dry_run: bool = False, as_json: bool = False) -> int:
    """Import one file and print the result; its exit code. Progress goes to stderr when that is a terminal."""
    with translation.override("en"):
        found = Street.objects.filter(code=street).first()
        if found is None:
            return _failed(f"There is no street with the code {street!r}. `qianshou street list` shows them.", {"code": "no_street"}, as_json)
        try:
            result = _dry(kind, file, found) if dry_run else _real(kind, file, found)
        except FileRefused as refusal:
            error = {"code": refusal.code, "params": refusal.params}
            return _failed(refusal_text(error), error, as_json)
        _print(file, result, as_json)
        return 0


class _Items:
    """Lines of the result, kept as JSON text: a district's register has 242,600 of them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._texts: dict[str, str] = {}

    def add(self, results: list[RowResult]) -> None:
        """Take a chunk's rows."""
        for one in results:
            if not one.reasons:
                elder = one.elder.replace("\\", "").replace('"', "")
                self.lines.append(f'{{"row": {one.row}, "outcome": "{one.outcome}", "reasons": [], "elder": "{elder}", "change": "{one.change}"}}')
                continue
            item = {"row": one.row, "outcome": one.outcome, "reasons": [self._text(reason) for reason in one.reasons], "elder": one.elder}
            item |= {"change": one.change, "codes": [reason["code"] for reason in one.reasons]}
            self.lines.append(json.dumps(item, ensure_ascii=False))

    def _text(self, reason: dict) -> str:
        key = json.dumps(reason)
        if key not in self._texts:
            self._texts[key] = reason_text(reason)
        return self._texts[key]


def _dry(kind: str, file: Path, street: Street) -> dict:
    items = _Items()
    summary = try_file(street_id=street.pk, kind=kind, path=file, now=clock.now(), progress=_progress(), each=items.add)
    return {"sheet": summary.sheet, "rows": summary.rows, "counts": summary.counts_json(), "changes": summary.changes_json(), "items": items.lines}


def _real(kind: str, file: Path, street: Street) -> dict:
    now = clock.now()
    batch = receive_file(street_id=street.pk, kind=kind, file_name=file.name, pieces=_pieces(file), now=now)
    items, progress = _Items(), _progress()

    def each(results: list[RowResult]) -> None:
        items.add(results)
        progress(results[-1].row)

    batch = apply_batch(batch_id=batch.pk, now=now, each=each)
    if batch.state == Batch.State.FAILED:
        raise FileRefused(batch.error["code"], **batch.error.get("params", {}))
    return {"sheet": batch.sheet, "rows": batch.rows, "counts": batch.counts, "changes": batch.changes, "items": items.lines, "batch": batch.pk}


def _pieces(file: Path):
    """The bytes of a file; refused when it is not there or far too large to be copied first."""
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise FileRefused("too_large", megabytes=file.stat().st_size >> 20, limit=MAX_FILE_BYTES >> 20)
        with file.open("rb") as opened:
            while piece := opened.read(_PIECE):
                yield piece
    except OSError as error:
        raise FileRefused("not_there", file=file.name) from error


def _progress() -> Callable[[int], None]:
    if not sys.stderr.isatty():
        return lambda row: None
    return lambda row: print(f"\r{row:,} rows", end="", file=sys.stderr, flush=True)


def _print(file: Path, result: dict, as_json: bool) -> None:
    if as_json:
        head = {"file": file.name, "sheet": result["sheet"], "rows": result["rows"], "counts": result["counts"], "changes": result["changes"]}
        sys.stdout.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "items": [')
        for at, line in enumerate(result["items"]):
            sys.stdout.write((", " if at else "") + line)
        sys.stdout.write("]}\n")
        return
    counts, changes = result["counts"], result["changes"]
    print(f"{file.name}, sheet {result['sheet']!r}: {result['rows']} rows")
    print("  " + ", ".join(f"{name} {count}" for name, count in counts.items()))
    print("  " + ", ".join(f"{name} {count}" for name, count in changes.items()))
    doubts = [json.loads(line) for line in result["items"] if '"outcome": "review"' in line or '"outcome": "reject"' in line]
    for one in doubts[:40]:
        print(f"  row {one['row']}: {one['outcome']} {one['elder']}: {'; '.join(one['reasons'])}")
    if len(doubts) > 40:
        print(f"  … and {len(doubts) - 40} more; the page Review shows them all")


def _failed(text: str, error: dict, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"error": {**error, "text": text}}, ensure_ascii=False))
    print(text, file=sys.stderr)
    return 1

