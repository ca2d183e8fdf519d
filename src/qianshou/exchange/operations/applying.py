"""A workbook's rows judged, previewed, written. The same workbook again changes nothing, so a job that died is simply run again."""

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from qianshou.access.operations import log
from qianshou.care.operations import statuses_changed
from qianshou.kernel.clock import local_date
from qianshou.people.models import Person
from qianshou.people.operations.bulk_rows import json_text

from ..ahead import ahead, collecting_by_hand
from ..columns.mapping import Mapping
from ..models import Batch, ImportRow, ReviewCase
from ..queries.batches import saved_choices
from ..reading.refused import FileRefused
from ..register.judge import Judged
from ..results import RawKeeper, RowResult
from ..staging import Opened, open_table, sha256_of
from .register import RegisterWriter
from .small_tables import CarerWriter, MenuWriter, PlaceWriter

CHUNK = 4000
# Up to this many rows the preview also says what would be created and updated: it writes, and takes it back.
FULL_PREVIEW_ROWS = 6000

WRITERS = {"register": RegisterWriter, "carers": CarerWriter, "places": PlaceWriter, "menu": MenuWriter}
_ROW_COLUMNS = "batch_id, row, outcome, reasons, raw, understood, change, person_id"

Progress = Callable[[int], None]


@dataclass
class Summary:
    """Counts of outcomes and changes over all rows of a sheet."""

    sheet: str = ""
    rows: int = 0
    counts: Counter = field(default_factory=Counter)
    changes: Counter = field(default_factory=Counter)

    def add(self, results: list[RowResult]) -> None:
        """Count a chunk."""
        self.rows = max(self.rows, results[-1].row if results else 0)
        self.counts.update(result.outcome for result in results)
        self.changes.update(result.change for result in results if result.change)

    def counts_json(self) -> dict[str, int]:
        """Every outcome, also those with none."""
        return {name: self.counts[name] for name in ("ok", "review", "reject", "skip")}

    def changes_json(self) -> dict[str, int]:
        """Every change, also those with none."""
        return {name: self.changes[name] for name in ("created", "updated", "unchanged")}


def preview_batch(*, batch_id: int, now: datetime, mapping: dict | None = None) -> Batch:
    """Read a stored workbook and keep every row's outcome; nothing of it is written into files. Refusals end in the batch's `error`."""
    batch = Batch.objects.get(pk=batch_id)
    if batch.state not in (Batch.State.READING, Batch.State.READ, Batch.State.FAILED):
        return batch
    try:
        opened = _open(batch, Mapping.from_json(mapping) if mapping else None)
        try:
            with transaction.atomic():
                summary = _preview_rows(batch, opened, now)
                _read_to(batch, opened, summary)
        finally:
            opened.close()
    except FileRefused as refusal:
        ImportRow.objects.filter(batch=batch).delete()
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.FAILED, error={"code": refusal.code, "params": refusal.params})
    batch.refresh_from_db()
    return batch


def apply_batch(*, batch_id: int, now: datetime, each: Callable[[list[RowResult]], None] | None = None) -> Batch:
    """Write the rows of a read batch into files, a chunk a transaction, with progress in `batch.done`. Safe to run again."""
    batch = Batch.objects.get(pk=batch_id)
    if batch.state == Batch.State.DONE:
        return batch
    mapping = Mapping.from_json(batch.mapping) if batch.mapping else None
    summary = Summary()
    try:
        opened = _open(batch, mapping)
        try:
            Batch.objects.filter(pk=batch.pk).update(state=Batch.State.APPLYING, done=0, mapping=opened.mapping.as_json())
            with collecting_by_hand():
                for results in _apply_rows(batch.street_id, opened, now, _day_of(batch), batch):
                    summary.add(results)
                    if each:
                        each(results)
        finally:
            opened.close()
    except FileRefused as refusal:
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.FAILED, error={"code": refusal.code, "params": refusal.params})
        batch.refresh_from_db()
        return batch
    _finish(batch, opened, summary, now)
    batch.refresh_from_db()
    return batch


def try_file(*, street_id: int, kind: str, path: Path, now: datetime, progress: Progress, each: Callable[[list[RowResult]], None]) -> Summary:
    """What importing a file would do, row by row, without doing it: all is written and taken back. Raises FileRefused."""
    opened = open_table(path, kind, find_saved=lambda mark: saved_choices(street_id, kind, mark))
    summary = Summary(sheet=opened.mapping.sheet)
    try:
        with collecting_by_hand(), transaction.atomic():
            for results in _apply_rows(street_id, opened, now, local_date(now), None):
                summary.add(results)
                each(results)
                progress(summary.rows)
            transaction.set_rollback(True)
    finally:
        opened.close()
    return summary


def _open(batch: Batch, mapping: Mapping | None) -> Opened:
    path = settings.DATA_DIR / batch.path
    if not path.is_file() or sha256_of(path) != batch.sha256:
        raise FileRefused("changed")
    return open_table(path, batch.kind, mapping=mapping, find_saved=lambda mark: saved_choices(batch.street_id, batch.kind, mark))


def _day_of(batch: Batch) -> date:
    return local_date(batch.uploaded_at)


def _apply_rows(street_id: int, opened: Opened, now: datetime, today: date, batch: Batch | None) -> Iterator[list[RowResult]]:
    """Judge and write, a chunk a transaction; results are kept in the batch, if there is one."""
    writer = WRITERS[opened.mapping.kind](street_id=street_id, raw=RawKeeper(opened.mapping), now=now, today=today)
    if batch is not None:
        ImportRow.objects.filter(batch=batch).delete()
    for chunk in ahead(opened.judged(today), CHUNK):
        with transaction.atomic():
            results = writer.write(chunk)
            if batch is not None:
                _keep_rows(batch, results)
                Batch.objects.filter(pk=batch.pk).update(done=chunk[-1].row)
        yield results
        del results, chunk
        gc.collect()


def _preview_rows(batch: Batch, opened: Opened, now: datetime) -> Summary:
    """Outcomes of all rows into the batch; for a small sheet with what would change."""
    summary = Summary(sheet=opened.mapping.sheet)
    ImportRow.objects.filter(batch=batch).delete()
    today = _day_of(batch)
    judged = opened.judged(today)
    first = list(islice(judged, FULL_PREVIEW_ROWS + 1))
    raw = RawKeeper(opened.mapping)
    if len(first) <= FULL_PREVIEW_ROWS:
        with transaction.atomic():
            results = WRITERS[batch.kind](street_id=batch.street_id, raw=raw, now=now, today=today).write(first)
            transaction.set_rollback(True)
        # Whoever was created a moment ago is gone again; the others may be linked to from the preview.
        known = set(Person.objects.filter(pk__in={one.person_id for one in results}).values_list("id", flat=True))
        for one in results:
            one.person_id = one.person_id if one.person_id in known else None
        summary.add(results)
        _keep_rows(batch, results)
        return summary
    chunk = first
    while chunk:
        results = [_judged_only(one, raw) for one in chunk]
        summary.add(results)
        _keep_rows(batch, results)
        chunk = list(islice(judged, CHUNK))
    return summary


def _judged_only(judged: Judged, raw: RawKeeper) -> RowResult:
    person = judged.person
    understood = person.as_json() if hasattr(person, "as_json") else {}
    return RowResult(judged.row, judged.outcome, [reason.as_json() for reason in judged.reasons], raw.cells(judged), understood)


def _keep_rows(batch: Batch, results: list[RowResult]) -> None:
    """COPY the rows of a chunk."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {ImportRow._meta.db_table} ({_ROW_COLUMNS}) FROM STDIN") as copy:
        for one in results:
            copy.write_row(
                (batch.pk, one.row, one.outcome, json_text(one.reasons), json_text(one.raw), json_text(one.understood), one.change, one.person_id)
            )


def _read_to(batch: Batch, opened: Opened, summary: Summary) -> None:
    Batch.objects.filter(pk=batch.pk).update(
        state=Batch.State.READ, sheet=opened.mapping.sheet[:100], header_row=opened.mapping.header_row, mapping=opened.mapping.as_json(),
        rows=summary.rows, done=0, counts=summary.counts_json(), changes=summary.changes_json(), error={},
    )  # fmt: skip


def _finish(batch: Batch, opened: Opened, summary: Summary, now: datetime) -> None:
    with transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(
            state=Batch.State.DONE, sheet=opened.mapping.sheet[:100], header_row=opened.mapping.header_row, rows=summary.rows, done=summary.rows,
            counts=summary.counts_json(), changes=summary.changes_json(), error={}, applied_at=now,
        )  # fmt: skip
        _tie_cases(batch)
        if batch.kind == "register":  # who is dead, moved or in hospital by this register is not visited any more
            statuses_changed(street_id=batch.street_id, now=now, by_id=batch.uploaded_by_id)
        log(act="import.applied", now=now, by_id=batch.uploaded_by_id, street_id=batch.street_id, target="batch", target_id=batch.pk,
            kind=batch.kind, **summary.changes_json())  # fmt: skip


def _tie_cases(batch: Batch) -> None:
    """Give each open case of this sheet's people the row it came from, for the review page to show its raw cells."""
    rows = ImportRow.objects.filter(batch=batch, outcome="review", person__isnull=False)
    by_person = {person_id: pk for pk, person_id in rows.values_list("id", "person_id")}
    cases = list(ReviewCase.objects.filter(street_id=batch.street_id, person_id__in=by_person, state=ReviewCase.State.OPEN))
    for case in cases:
        case.import_row_id = by_person[case.person_id]
    ReviewCase.objects.bulk_update(cases, ["import_row"], batch_size=1000)
