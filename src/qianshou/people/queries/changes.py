"""Every change of a file: who, when, which field, from what to what (the triggers of history.py keep the old rows; sealed.py reads them)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from qianshou.access.models import LogEntry, User

from ..models import Contact, ElderFile, FileMove, Person, Phone, SpareKey
from .sealed import old_rows

# Not shown: keys, worked-out columns, and what would only repeat another field.
HIDDEN = {"id", "person_id", "elder_id", "street_id", "created_at", "name_key", "id_blind", "blind", "raw", "opened_on", "by_hand", "holder_id", "user_id"}
SECRET = {"id_sealed", "sealed"}


@dataclass(frozen=True, slots=True)
class Change:
    """One changed field. table: "person", "file", "phone", "contact", "key". Sealed values are None on both sides (`secret`).

    `removed` rows carry what was removed in `before`.
    """

    at: datetime
    by: str
    table: str
    field: str
    before: Any
    after: Any
    secret: bool = False
    removed: bool = False
    note: str = ""


def changes_of(person: Person, limit: int = 300) -> list[Change]:
    """Changes of a person's file and what hangs on it, the latest first. The person must have been fetched by a scoped query."""
    found = [
        *_chain("person", person, old_rows(person, Person, pgh_obj_id=person.pk)),
        *(_chain("file", person.file, old_rows(person, ElderFile, pgh_obj_id=person.pk)) if hasattr(person, "file") else ()),
        *_children("phone", list(person.phones.all()), old_rows(person, Phone, person_id=person.pk)),
        *_children("contact", list(person.contacts.all()), old_rows(person, Contact, elder_id=person.pk)),
        *_children("key", list(person.spare_keys.all()), old_rows(person, SpareKey, elder_id=person.pk)),
    ]
    names = _names({c.by for c in found})
    found = [Change(c.at, names.get(c.by, ""), *(getattr(c, f) for f in ("table", "field", "before", "after", "secret", "removed", "note"))) for c in found]
    return sorted(found, key=lambda c: c.at, reverse=True)[:limit]


def acts_of(person: Person, limit: int = 100) -> list[LogEntry]:
    """What was done to the file as a whole (registered, merged, contacts set …), the latest first, each with `who`."""
    streets = {person.street_id, *FileMove.objects.filter(person=person).values_list("street_id", flat=True)}  # its history goes along when a file moves
    found = list(LogEntry.objects.filter(street_id__in=streets, target="person", target_id=str(person.pk)).order_by("-at", "-id")[:limit])
    names = _names({e.user_id for e in found if e.user_id})
    for entry in found:
        entry.who = names.get(entry.user_id, "")
    return found


def _children(table: str, rows: list[Model], old: list[Model]) -> Iterator[Change]:
    now = {row.pk: row for row in rows}
    by_row: dict[int, list[Model]] = {}
    for event in old:
        by_row.setdefault(event.id, []).append(event)
    for key, events in by_row.items():
        yield from _chain(table, now.get(key), events)


def _chain(table: str, now: Model | None, events: list[Model]) -> Iterator[Change]:
    """Each old row against the one after it; the last against the row as it stands."""
    for event, after in zip(events, [*events[1:], now] if events else [], strict=True):
        by = event.said_by
        if event.pgh_label == "removed":
            yield Change(event.pgh_created_at, by, table, "", _said(event), None, removed=True)
        elif after is not None:
            yield from _differences(table, event, after, by)


def _differences(table: str, before: Model, after: Model, by: object) -> Iterator[Change]:
    for name in _columns(before):
        old, new = getattr(before, name), getattr(after, name)
        if name in SECRET:
            if bytes(old or b"") != bytes(new or b""):
                yield Change(before.pgh_created_at, by, table, name, None, None, secret=True)
        elif old != new:
            yield Change(before.pgh_created_at, by, table, name, old, new)


def _columns(event: Model) -> Iterable[str]:
    return [f.attname for f in event._meta.concrete_fields if not f.attname.startswith("pgh_") and f.attname not in HIDDEN]


def _said(event: Model) -> str:
    """What a removed contact or key was, without its telephone."""
    return " ".join(str(v) for v in (getattr(event, n, "") for n in ("holder_name", "name", "relation", "note")) if v)


def _names(ids: set) -> dict:
    return {user.pk: user.display_name for user in User.objects.filter(pk__in=[i for i in ids if i])}
