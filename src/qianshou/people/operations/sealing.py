"""Old rows that the triggers of history.py kept are moved under the key of the person they are about.

A trigger cannot encipher (PostgreSQL has no AES without an extension), so a row lies open until the next run, an hour at most. What
belongs to nobody (a lane, a recipe) stays where it is. Killed anywhere, a run loses nothing: a row is sealed and taken away in one
transaction, a few thousand at a time.
"""

from datetime import datetime

from django.db import models, transaction

from qianshou.kernel.sealing import Sealer

from ..models import Person, SealedRow
from ..personal import OTHERS, Table, history_of, model_of, tables
from ..sealed_rows import columns_of, to_bytes
from .keys import sealers_of

AT_ONCE = 5000


def seal_history(*, now: datetime) -> int:
    """Seal every old row of a person. Returns how many."""
    total = 0
    for table in tables():
        history = history_of(model_of(table))
        if history is not None and table.how is not OTHERS and table.of:
            last = 0
            while (done := _seal_some(table, history, last, now)) is not None:
                last, number = done
                total += number
    return total


@transaction.atomic
def _seal_some(table: Table, history: type[models.Model], after: int, now: datetime) -> tuple[int, int] | None:
    """Seal old rows after this key; the last key looked at and how many were sealed, or None when there were none."""
    columns = columns_of(history)
    way = {"pk": "id"}.get(table.of.split()[0], table.of.split()[0])
    head = ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context__metadata__user", way)
    rows = list(
        history.objects.select_for_update(of=("self",), skip_locked=True).filter(pgh_id__gt=after).order_by("pgh_id")
        .values_list(*head, *(f.attname for f in columns))[:AT_ONCE]
    )  # fmt: skip
    if not rows:
        return None
    tools = sealers_of(person_ids=_there({row[5] for row in rows if row[5]}), now=now)
    sealed = [_sealed(table, columns, row, tools[row[5]]) for row in rows if row[5] in tools]
    SealedRow.objects.bulk_create(sealed, batch_size=AT_ONCE)
    history.objects.filter(pgh_id__in=[one.event for one in sealed]).delete()
    return rows[-1][0], len(sealed)


def _there(ids: set[int]) -> list[int]:
    """Those of these persons that there are: an old row may name one that is gone."""
    return list(Person.objects.filter(pk__in=ids).values_list("pk", flat=True))


def _sealed(table: Table, columns: list[models.Field], row: tuple, tool: Sealer) -> SealedRow:
    event, at, label, obj, by, person_id, *values = row
    return SealedRow(
        person_id=person_id, table=table.label, row=obj, event=event, at=at, label=label, by=by, sealed=tool.seal_bytes(to_bytes(columns, values))
    )
