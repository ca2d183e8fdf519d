"""A workbook comes in: stored, read in the background when large, its mapping corrected, confirmed or dropped."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from qianshou.access.operations import log

from ..columns.mapping import Mapping, choice_of
from ..models import Batch, ImportRow, SavedMapping
from ..staging import sha256_of

# Read at once up to this size (about 8,000 rows); larger files go to the worker.
READ_AT_ONCE_BYTES = 800_000
FOLDER = "imports"


def receive_file(*, street_id: int, kind: str, file_name: str, pieces: Iterable[bytes], now: datetime, by_id: int | None = None) -> Batch:
    """Store a workbook below the data directory and open a batch for it. Nothing is read yet; the file's own name is never used as a path."""
    folder = settings.DATA_DIR / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f".coming-{os.getpid()}-{now:%Y%m%d%H%M%S%f}"
    try:
        with half.open("xb") as file:
            for piece in pieces:
                file.write(piece)
        digest = sha256_of(half)
        suffix = Path(file_name).suffix.lower()
        target = folder / f"{digest[:24]}{suffix if suffix in ('.xlsx', '.xls', '.ods', '.csv') else ''}"
        half.replace(target)
        target.chmod(0o600)
    finally:
        half.unlink(missing_ok=True)
    with transaction.atomic():
        batch = Batch.objects.create(
            street_id=street_id, kind=kind, file_name=Path(file_name.replace("\\", "/")).name[:200], path=f"{FOLDER}/{target.name}", sha256=digest,
            uploaded_by_id=by_id, uploaded_at=now,
        )  # fmt: skip
        log(act="import.received", now=now, by_id=by_id, street_id=street_id, target="batch", target_id=batch.pk, kind=kind)
    return batch


def run_in_background(*, batch: Batch) -> bool:
    """Whether a batch is too large to be worked on while its page waits."""
    return (settings.DATA_DIR / batch.path).stat().st_size > READ_AT_ONCE_BYTES


@transaction.atomic
def correct_mapping(*, batch: Batch, choices: dict[int, str], save: bool, now: datetime, by_id: int | None = None) -> Mapping:
    """Other fields for some columns; with `save` kept for sheets with the same headings. The rows are to be read again after it."""
    mapping = Mapping.from_json(batch.mapping).corrected(choices)
    Batch.objects.filter(pk=batch.pk, state__in=[Batch.State.READ, Batch.State.FAILED]).update(mapping=mapping.as_json(), state=Batch.State.READING)
    if save:
        SavedMapping.objects.update_or_create(
            street_id=batch.street_id, kind=batch.kind, headings_hash=mapping.fingerprint(),
            defaults={
                "headings": [column.heading for column in mapping.columns], "saved_by_id": by_id, "saved_at": now,
                "mapping": {str(column.index): choice_of(column) for column in mapping.columns},
            },
        )  # fmt: skip
        log(act="import.mapping_saved", now=now, by_id=by_id, street_id=batch.street_id, target="batch", target_id=batch.pk)
    return mapping


@transaction.atomic
def start_applying(*, batch: Batch, now: datetime, by_id: int | None = None) -> bool:
    """Confirm a batch that was read: from now on it is being written. False when somebody else confirmed or dropped it before."""
    taken = Batch.objects.filter(pk=batch.pk, state=Batch.State.READ).update(state=Batch.State.APPLYING, done=0)
    if taken:
        log(act="import.confirmed", now=now, by_id=by_id, street_id=batch.street_id, target="batch", target_id=batch.pk)
    return bool(taken)


@transaction.atomic
def drop_batch(*, batch: Batch, now: datetime, by_id: int | None = None) -> None:
    """Put a batch that was not applied aside; its rows are forgotten, nothing was written."""
    dropped = Batch.objects.filter(pk=batch.pk).exclude(state__in=[Batch.State.DONE, Batch.State.APPLYING]).update(state=Batch.State.DROPPED)
    if dropped:
        ImportRow.objects.filter(batch=batch).delete()
        log(act="import.dropped", now=now, by_id=by_id, street_id=batch.street_id, target="batch", target_id=batch.pk)
