"""Old rows of people, wherever they lie: still open in their table, or sealed already. One door for whoever asks what was before."""

from collections import defaultdict
from collections.abc import Collection

from django.db import models

from .. import vault
from ..models import ElderFile, Person, PersonKey, SealedRow
from ..personal import history_of
from ..sealed_rows import from_bytes


def old_rows(person: Person, model: type[models.Model], **of: object) -> list[models.Model]:
    """Old rows of `model` about the person, the earliest first, each with `said_by`: the user who made the change. `of` filters the
    table of open ones."""
    history = history_of(model)
    found = list(history.objects.filter(**of).select_related("pgh_context"))
    for row in found:
        row.said_by = row.pgh_context.metadata.get("user") if row.pgh_context else None
    found += _sealed([person.pk], model).get(person.pk, [])
    return sorted(found, key=lambda row: row.pgh_id)


def old_files(person_ids: Collection[int]) -> dict[int, list[models.Model]]:
    """How elders' files stood before each change of them, by person."""
    found = defaultdict(list, _sealed(person_ids, ElderFile))
    for row in history_of(ElderFile).objects.filter(person_id__in=person_ids):
        found[row.person_id].append(row)
    return found


def old_rows_of_all(person_ids: Collection[int], model: type[models.Model]) -> list[models.Model]:
    """The sealed ones of `model` about these persons."""
    return [row for rows in _sealed(person_ids, model).values() for row in rows]


def _sealed(person_ids: Collection[int], model: type[models.Model]) -> dict[int, list[models.Model]]:
    rows = list(SealedRow.objects.filter(person_id__in=person_ids, table=model._meta.label).order_by("event"))
    keys = PersonKey.objects.filter(person_id__in={row.person_id for row in rows}, destroyed_at=None)
    tools, history = {key.person_id: vault.sealer_of(key) for key in keys}, history_of(model)
    found: dict[int, list[models.Model]] = defaultdict(list)
    for row in rows:
        if tool := tools.get(row.person_id):
            old = history(**from_bytes(history, tool.open_bytes(row.sealed)))
            old.pgh_id, old.pgh_created_at, old.pgh_label, old.pgh_obj_id, old.said_by = row.event, row.at, row.label, row.row, row.by
            found[row.person_id].append(old)
    return found
