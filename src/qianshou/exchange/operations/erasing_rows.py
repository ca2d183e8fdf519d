"""What an erasure does to the database: names blotted out of others' rows, the person's rows gone or emptied, old rows and log with them."""

from collections.abc import Iterator, Sequence
from itertools import islice

import pgtrigger
from django.apps import apps
from django.db.models import Model, QuerySet

from qianshou.access.models import LogEntry
from qianshou.people import vault
from qianshou.people.models import Contact, PersonKey, SealedRow, SpareKey
from qianshou.people.personal import OTHERS, ROW, Table, history_of, model_of, table_of, tables
from qianshou.people.personal.blanking import blanks
from qianshou.people.personal.register import tracked
from qianshou.people.personal.rows import logged, old_rows_of, rows_of

BLOT = "▇▇"  # in place of a name in somebody else's row
# Words in the log's details: codes, numbers and names of fields stay, they say what was done.
LOG_WORDS = ("reason", "note", "text", "name", "title", "username", "words")
AT_ONCE = 5000


def _batched(keys: Sequence, size: int) -> Iterator[list]:
    left = iter(keys)
    while some := list(islice(left, size)):
        yield some


def without_triggers() -> object:
    """Old rows are not kept of what is erased, and append-only tables give way. The books' own triggers cannot be put aside: they stand."""
    return pgtrigger.ignore()


def claim(mentions: Sequence[Sequence[str]], person_id: int) -> list[Sequence[str]]:
    """Confirmed mentions in tables whose rows may be the person's own make the row theirs; the other mentions are returned."""
    left = []
    for table, row, column in mentions:
        declared = table_of(apps.get_model(table))
        if declared is not None and declared.claim and declared.label == table:
            key = declared.claim
            model_of(declared).objects.filter(pk=row, **{f"{key}__isnull": True}).update(**{key: person_id})
        else:
            left.append((table, row, column))
    return left


def blot(mentions: Sequence[Sequence[str]], words: Sequence[str]) -> int:
    """Take the words out of these columns of rows of others; a contact or holder of a key goes whole. Returns how many rows changed."""
    changed, owners = 0, set()
    for table, row, column in mentions:
        model = apps.get_model(table)
        found = model.objects.filter(pk=row).first()
        if found is None:
            continue
        owners.add(_owner(model, row))
        declared = table_of(model)
        if declared is not None and declared.label == table and declared.blot is not None:
            changed += declared.blot(found.pk, words)
            continue
        values = {column: _without(getattr(found, column), words)}
        if (of := tracked(model) or model) in (Contact, SpareKey) and column in ("name", "holder_name"):
            values = {column: BLOT, "sealed": b"", "note": "", **({"blind": b""} if of is Contact else {})}
        changed += model.objects.filter(pk=row).update(**values)
    return changed + _blot_sealed({owner for owner in owners if owner}, words)


def _owner(model: type[Model], row: str) -> int | None:
    """The person whose row it is, if it is anybody's."""
    declared = table_of(model)
    way = declared.of.split()[0] if declared is not None and declared.of else ""
    return model.objects.filter(pk=row).values_list(way, flat=True).first() if way else None


def _blot_sealed(owners: set[int], words: Sequence[str]) -> int:
    """The same words out of what history keeps of those persons under their own keys."""
    keys = PersonKey.objects.filter(person__in=owners, destroyed_at=None)
    changed = 0
    for key in keys:
        tool = vault.sealer_of(key)
        for row in SealedRow.objects.filter(person=key.person_id):
            text = tool.open_bytes(row.sealed).decode()
            if (without := _without(text, words)) != text:
                changed += SealedRow.objects.filter(pk=row.pk).update(sealed=tool.seal_bytes(without.encode()))
    return changed


def _without(value: object, words: Sequence[str]) -> object:
    if isinstance(value, str):
        for word in sorted(words, key=len, reverse=True):
            value = value.replace(word, BLOT)
        return value
    if isinstance(value, list):
        return [_without(one, words) for one in value]
    if isinstance(value, dict):
        return {_without(key, words): _without(one, words) for key, one in value.items()}
    return value


def wipe(ids: Sequence[int]) -> dict[str, int]:
    """Every declared table: rows go or are emptied, what history kept of them goes, keys to the persons are let go. Table → rows."""
    counts: dict[str, int] = {}
    # Rows are found through other rows: all are found before the first is touched.
    found = [(table, list(rows_of(table, ids).values_list("pk", flat=True))) for table in tables() if table.how is not OTHERS]
    old = {table.label: _old_keys(table, ids) for table, _ in found}
    log_rows = {table.log: keys for table, keys in found if table.log}
    for table, keys in found:
        number = _wipe_table(table, keys) + _wipe_old(table, old[table.label])
        if number:
            counts[table.label] = number
        for column in table.unlink.split():
            model_of(table).objects.filter(**{f"{column}__in": list(ids)}).update(**{column: None})
    counts["access.LogEntry"] = counts.get("access.LogEntry", 0) + _wipe_log(log_rows)
    return {name: number for name, number in counts.items() if number}


def _wipe_table(table: Table, keys: list) -> int:
    model, number = model_of(table), 0
    if table.label == "access.LogEntry":
        return _words_of_log(LogEntry.objects.filter(pk__in=keys))
    for some in _batched(keys, AT_ONCE):
        rows = model._default_manager.filter(pk__in=some)
        if table.by is not None:
            number += table.by(rows)
        elif table.how is ROW:
            number += rows._raw_delete(rows.db)
        elif values := blanks(table):
            number += _empty(rows, values)
    return number


def _empty(rows: QuerySet, values: dict) -> int:
    fixed = {name: value for name, value in values.items() if not callable(value)}
    each = {name: value for name, value in values.items() if callable(value)}
    number = rows.update(**fixed) if fixed else 0
    for pk in rows.values_list("pk", flat=True) if each else ():
        rows.model._default_manager.filter(pk=pk).update(**{name: value(pk) for name, value in each.items()})
    return number


def _old_keys(table: Table, ids: Sequence[int]) -> list[int]:
    history = history_of(model_of(table))
    return list(old_rows_of(table, history, ids).values_list("pk", flat=True)) if history else []


def _wipe_old(table: Table, keys: list[int]) -> int:
    if not keys:
        return 0
    rows = history_of(model_of(table)).objects.filter(pk__in=keys)
    return rows._raw_delete(rows.db)


def _wipe_log(rows: dict[str, list]) -> int:
    """Words in the log about rows of the person."""
    return sum(_words_of_log(logged({word: some})) for word, keys in rows.items() for some in _batched(keys, AT_ONCE))


def _words_of_log(rows: QuerySet[LogEntry]) -> int:
    changed = 0
    for entry in rows.exclude(detail={}):
        kept = {key: value for key, value in entry.detail.items() if key not in LOG_WORDS}
        if kept != entry.detail:
            changed += LogEntry.objects.filter(pk=entry.pk).update(detail=kept)
    return changed
