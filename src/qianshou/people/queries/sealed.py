"""Old rows of a person, wherever they lie: still open in their table, or sealed already. One door for whoever shows what changed."""

from django.db import models

from .. import vault
from ..models import Person, PersonKey, SealedRow
from ..personal import history_of
from ..sealed_rows import from_bytes

def old_rows(person: Person, model: type[models.Model], **of: object) -> list[models.Model]:
    """Old rows of `model` about the person, the earliest first, each with its context. `of` filters the table of open ones."""
    history = history_of(model)
    found = list(history.objects.filter(**of).select_related("pgh_context"))
    found += _sealed(person, model, history)
    return sorted(found, key=lambda row: row.pgh_id)

def _sealed(person: Person, model: type[models.Model], history: type[models.Model]) -> list[models.Model]:
    rows = list(SealedRow.objects.filter(person=person, table=model._meta.label).order_by("event"))
    key = PersonKey.objects.filter(person=person, destroyed_at=None).first() if rows else None
    if key is None:
        return []
    tool, found = vault.sealer_of(key), []
    for row in rows:
        old = history(**from_bytes(history, tool.open_bytes(row.sealed)))
        old.pgh_id, old.pgh_created_at, old.pgh_label, old.pgh_obj_id = row.event, row.at, row.label, row.row
        old.pgh_context = None
        old.said_by = row.by
        found.append(old)
    return found
