"""The whole record as plain values: docs/formats.md describes the shape. Made from the declaration, so a new column is in it by itself."""

import base64
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import models

from qianshou.access.keys import unseal
from qianshou.access.models import Committee, Street, User
from qianshou.kernel.sealing import ALGORITHM
from qianshou.people import papers
from qianshou.people.models import Paper, Person, Place
from qianshou.people.personal import OTHERS, Table, history_of, model_of, tables
from qianshou.people.personal.own import merged_with
from qianshou.people.personal.rows import logged, old_rows_of, rows_of
from qianshou.people.queries.reads import named, reads
from qianshou.people.queries.sealed import old_rows_of_all

from ..models import ImportRow
from ..queries.sealed import opened
from ..results import open_cell

FORMAT, VERSION = "qianshou.person-record", 1
# Of no use to anybody but the program, or a secret: hashes, blind indices, what is worked out, sessions.
LEFT_OUT = frozenset({"password", "pin_hash", "token_hash", "code_hash", "session_data", "blind", "id_blind", "found_as", "name_key", "content_hash", "body_hash"})
BY_NAME = (Committee, Place, Street)
# Shown opened in its own part, or a key that only opens.
APART = frozenset({"people.SealedRow", "people.PersonKey", "people.ReadEntry", "sessions.Session", "access.LogEntry"})


def record_of(person: Person, *, now: datetime) -> dict:
    """Everything kept of a person and of files merged into theirs. The person must have been fetched by a scoped query.

    Sealed columns are opened: whoever holds this holds the ID number and the telephones.
    """
    ids = merged_with([person.pk])
    return {
        "format": FORMAT, "version": VERSION, "made_at": now.isoformat(), "person": person.pk, "merged": [pk for pk in ids if pk != person.pk],
        "street": {"code": person.street.code, "name": person.street.name},
        "tables": [part for table in tables() if table.how is not OTHERS and table.label not in APART and (part := _part(table, ids))],
        "acts": list(_acts(ids)),
        "history": list(_history(ids)),
        "papers": [_paper(one) for one in Paper.objects.filter(person__in=ids).select_related("key")],
        "reads": [{"at": one.at.isoformat(), "by": one.who, "page": one.page, "ground": one.ground, "way": one.way} for one in named(list(reads(person)))],
    }  # fmt: skip


def _part(table: Table, ids: Sequence[int]) -> dict | None:
    found = rows_of(table, ids).order_by("pk")
    rows = opened(found) if model_of(table) is ImportRow else list(found)
    return {"table": table.label, "class": table.record, "rows": [_row(row) for row in rows]} if rows else None


def _row(row: models.Model) -> dict:
    return {f.name: _said(row, f) for f in row._meta.concrete_fields if f.name not in LEFT_OUT}


def _said(row: models.Model, field: models.Field) -> object:
    value = getattr(row, field.attname)
    return str(getattr(row, field.name)) if value and field.related_model in BY_NAME else _value(field, value)


def _value(field: models.Field, value: object) -> object:
    if value is None or isinstance(value, bool | int | float | str):
        return User.objects.filter(pk=value).values_list("display_name", flat=True).first() if value and field.related_model is User else value
    if isinstance(value, bytes | memoryview):
        return unseal(value) if bytes(value).startswith(ALGORITHM) else bytes(value).hex()
    if isinstance(value, list | tuple):
        return [_cell(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _cell(one) for key, one in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _cell(value: object) -> object:
    """A value inside JSON; cells of workbooks are sealed one by one."""
    if isinstance(value, dict) and set(value) == {"sealed"}:
        return open_cell(value)
    if isinstance(value, dict):
        return {key: _cell(one) for key, one in value.items()}
    return [_cell(one) for one in value] if isinstance(value, list) else value if isinstance(value, bool | int | float | str | None) else str(value)


def _acts(ids: Sequence[int]) -> Iterator[dict]:
    """What the log says was done to rows of the person."""
    keys = {table.log: list(rows_of(table, ids).values_list("pk", flat=True)) for table in tables() if table.log}
    entries = list(logged(keys).order_by("at", "id"))
    names = dict(User.objects.filter(pk__in={one.user_id for one in entries}).values_list("pk", "display_name"))
    for one in entries:
        yield {"at": one.at.isoformat(), "by": names.get(one.user_id, ""), "act": one.act, "about": f"{one.target} {one.target_id}", "detail": one.detail}


def _history(ids: Sequence[int]) -> Iterator[dict]:
    """Old rows, open ones and sealed ones, in the order in which they were left."""
    found = []
    for table in tables():
        model = model_of(table)
        history = history_of(model)
        if history is not None and table.how is not OTHERS and table.of:
            found += [(table.label, row) for row in old_rows_of(table, history, ids)]
            found += [(table.label, row) for row in old_rows_of_all(ids, model)]
    for label, row in sorted(found, key=lambda pair: (pair[1].pgh_created_at, pair[1].pgh_id)):
        values = {name: value for name, value in _row(row).items() if not name.startswith("pgh_")}
        yield {"table": label, "at": row.pgh_created_at.isoformat(), "what": row.pgh_label, "row": values}


def _paper(one: Paper) -> dict:
    try:
        data = base64.b64encode(papers.read(one)).decode()
    except (OSError, ValueError):
        data = None
    return {"name": one.name, "kind": one.kind, "media_type": one.media_type, "made_at": one.made_at.isoformat(), "base64": data}
