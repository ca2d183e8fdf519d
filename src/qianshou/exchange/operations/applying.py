"""A workbook's rows judged, previewed, written. The same workbook again changes nothing, so a job that died is simply run again."""

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Subquery

from qianshou.access.keys import sealer
from qianshou.access.operations import log
from qianshou.care.operations import statuses_changed
from qianshou.kernel.clock import local_date
from qianshou.kernel.copying import NULL, column, copy_lines, json_text
from qianshou.people.models import Person

from ..ahead import thousands_of_rows
from ..columns.mapping import Mapping
from ..models import Batch, ImportRow, ReviewCase
from ..queries.batches import saved_choices
from ..raw import RawKeeper
from ..reading.refused import FileRefused
from ..register.judge import Judged
from ..register.prepare import Prepared
from ..results import RowResult
from ..source import Source, Wanted, chunks, open_source
from ..staging import sha256_of
from .member_rows import MemberWriter
from .register import RegisterWriter
from .small_tables import CarerWriter, MenuWriter, PlaceWriter, RowWriter

CHUNK = 4000
# Up to this many rows the preview also says what would be created and updated: it writes, and takes it back.
FULL_PREVIEW_ROWS = 6000

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
        source = _open(batch, Mapping.from_json(mapping) if mapping else None)
        try:
            with transaction.atomic():
                summary = _preview_rows(batch, source, now)
                _read_to(batch, source.mapping, summary)
        finally:
            source.close()
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
        source = _open(batch, mapping)
        try:
            Batch.objects.filter(pk=batch.pk).update(state=Batch.State.APPLYING, done=0, mapping=source.mapping.as_json())
            with thousands_of_rows():
                for results in _apply_rows(batch.street_id, source, now, _day_of(batch), batch):
                    summary.add(results)
                    if each:
                        each(results)
        finally:
            source.close()
    except FileRefused as refusal:
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.FAILED, error={"code": refusal.code, "params": refusal.params})
        batch.refresh_from_db()
        return batch
    _finish(batch, source.mapping, summary, now)
    batch.refresh_from_db()
    return batch


def try_file(*, street_id: int, kind: str, path: Path, now: datetime, progress: Progress, each: Callable[[list[RowResult]], None]) -> Summary:
    """What importing a file would do, row by row, without doing it: all is written and taken back. Raises FileRefused."""
    today = local_date(now)
    source = open_source(Wanted(path, kind, today, settings.KEY_FILE, saved=saved_choices(street_id, kind)))
    summary = Summary(sheet=source.mapping.sheet)
    try:
        with thousands_of_rows(), transaction.atomic():
            for results in _apply_rows(street_id, source, now, today, None):
                summary.add(results)
                each(results)
                progress(summary.rows)
            transaction.set_rollback(True)
    finally:
        source.close()
    return summary


def _open(batch: Batch, mapping: Mapping | None) -> Source:
    path = settings.DATA_DIR / batch.path
    if not path.is_file() or sha256_of(path) != batch.sha256:
        raise FileRefused("changed")
    return open_source(Wanted(path, batch.kind, _day_of(batch), settings.KEY_FILE, mapping, saved_choices(batch.street_id, batch.kind)))


def _day_of(batch: Batch) -> date:
    return local_date(batch.uploaded_at)


def _writer(street_id: int, mapping: Mapping, now: datetime, today: date, batch: Batch | None) -> RegisterWriter | RowWriter:
    if mapping.kind == "register":
        return RegisterWriter(street_id=street_id, now=now, today=today)
    if mapping.kind == "members":
        answers, by_id = (batch.answers, batch.uploaded_by_id) if batch else ({}, None)
        return MemberWriter(street_id=street_id, mapping=mapping, now=now, today=today, answers=answers, by_id=by_id)
    return {"carers": CarerWriter, "places": PlaceWriter, "menu": MenuWriter}[mapping.kind](street_id=street_id, mapping=mapping, now=now)


def _apply_rows(street_id: int, source: Source, now: datetime, today: date, batch: Batch | None) -> Iterator[list[RowResult]]:
    """Write a chunk a transaction; results are kept in the batch, if there is one."""
    writer = _writer(street_id, source.mapping, now, today, batch)
    if batch is not None:
        ImportRow.objects.filter(batch=batch).delete()
    for chunk in chunks(source, CHUNK, sealer(), today):
        with transaction.atomic():
            _no_wait_for_the_disk()
            results = writer.write(chunk)
            if batch is not None:
                _keep_rows(batch, results)
                Batch.objects.filter(pk=batch.pk).update(done=chunk[-1].row)
        yield results
        met = any(one.change in ("updated", "unchanged") for one in results)
        del results, chunk
        if met:
            gc.collect(0)  # a person and her file hold each other


def _no_wait_for_the_disk() -> None:
    """This transaction's commit does not wait: after a power cut the whole import runs again, and its end (`_finish`) does wait."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")


def _preview_rows(batch: Batch, source: Source, now: datetime) -> Summary:
    """Outcomes of all rows into the batch; for a small sheet with what would change."""
    summary = Summary(sheet=source.mapping.sheet)
    ImportRow.objects.filter(batch=batch).delete()
    lists = chunks(source, FULL_PREVIEW_ROWS, sealer(), _day_of(batch))
    first, second = next(lists, []), next(lists, [])
    if not second:
        with transaction.atomic():
            results = _writer(batch.street_id, source.mapping, now, _day_of(batch), batch).write(first)
            transaction.set_rollback(True)
        # Whoever was created a moment ago is gone again; the others may be linked to from the preview.
        known = set(Person.objects.filter(pk__in={one.person_id for one in results}).values_list("id", flat=True))
        for one in results:
            one.person_id = one.person_id if one.person_id in known else None
        summary.add(results)
        _keep_rows(batch, results)
        return summary
    raw = RawKeeper(source.mapping, sealer())
    for chunk in chain([first, second], lists):
        results = [_outcome_only(one, raw) for one in chunk]
        summary.add(results)
        _keep_rows(batch, results)
    return summary


def _outcome_only(one: Prepared | Judged, raw: RawKeeper) -> RowResult:
    if isinstance(one, Prepared):
        return RowResult(one.row, one.outcome, one.reasons, one.raw, one.understood)
    return RowResult(one.row, one.outcome, [reason.as_json() for reason in one.reasons], json_text(raw.cells(one)))


def _keep_rows(batch: Batch, results: list[RowResult]) -> None:
    """COPY the rows of a chunk."""
    lines = (
        f"{batch.pk}\t{one.row}\t{one.outcome}\t{column(json_text(one.reasons))}\t{column(one.raw)}\t{column(one.understood)}\t{one.change}\t"
        f"{one.person_id or NULL}\n"
        for one in results
    )
    with connection.cursor() as cursor:
        copy_lines(cursor, f"{ImportRow._meta.db_table} ({_ROW_COLUMNS})", lines)


def _read_to(batch: Batch, mapping: Mapping, summary: Summary) -> None:
    Batch.objects.filter(pk=batch.pk).update(
        state=Batch.State.READ, sheet=mapping.sheet[:100], header_row=mapping.header_row, mapping=mapping.as_json(),
        rows=summary.rows, done=0, counts=summary.counts_json(), changes=summary.changes_json(), error={},
    )  # fmt: skip


def _finish(batch: Batch, mapping: Mapping, summary: Summary, now: datetime) -> None:
    with transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(
            state=Batch.State.DONE, sheet=mapping.sheet[:100], header_row=mapping.header_row, rows=summary.rows, done=summary.rows,
            counts=summary.counts_json(), changes=summary.changes_json(), error={}, applied_at=now,
        )  # fmt: skip
        _tie_cases(batch)
        if batch.kind == "register":  # who is dead, moved or in hospital by this register is not visited any more
            statuses_changed(street_id=batch.street_id, now=now, by_id=batch.uploaded_by_id)
        log(act="import.applied", now=now, by_id=batch.uploaded_by_id, street_id=batch.street_id, target="batch", target_id=batch.pk,
            kind=batch.kind, **summary.changes_json())  # fmt: skip


def _tie_cases(batch: Batch) -> None:
    """Give each open case of this sheet's people the row it came from, for the review page to show its raw cells."""
    rows = ImportRow.objects.filter(batch=batch, outcome="review", person=OuterRef("person"))
    cases = ReviewCase.objects.filter(Exists(rows), street_id=batch.street_id, state=ReviewCase.State.OPEN)
    cases.update(import_row=Subquery(rows.order_by("-row").values("pk")[:1]))
