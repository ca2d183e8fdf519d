"""Work on a batch: at once when it is small, by the worker when it is large. The job is queued with the change that asks for it."""

from datetime import datetime

from django.db import transaction

from ..models import Batch
from .applying import apply_batch, preview_batch
from .batches import run_in_background, start_applying


def ask_read(*, batch: Batch, now: datetime, mapping: dict | None = None) -> None:
    """Have a batch read for its preview."""
    from ..tasks import read

    if run_in_background(batch=batch):
        read.defer(batch_id=batch.pk, mapping=mapping)
    else:
        preview_batch(batch_id=batch.pk, now=now, mapping=mapping)


def ask_apply(*, batch: Batch, now: datetime, by_id: int | None = None) -> bool:
    """Confirm a batch and have it written; False when it is no longer there to be confirmed."""
    from ..tasks import apply

    with transaction.atomic():
        if not start_applying(batch=batch, now=now, by_id=by_id):
            return False
        background = run_in_background(batch=batch)
        if background:
            apply.defer(batch_id=batch.pk)
    if not background:
        apply_batch(batch_id=batch.pk, now=now)
    return True
