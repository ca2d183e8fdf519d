"""A person without an elder's file: a carer, a volunteer, a member."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from qianshou.kernel.names import name_keys
from qianshou.kernel.phones import read_phones

from .. import vault
from ..models import Person, Phone
from ..rules import PERSON_FIELDS
from .finding import refresh_found_as

_FIELDS = {*PERSON_FIELDS, "user_id"}


@transaction.atomic
def register_human(*, street_id: int, name: str, now: datetime, values: Mapping[str, object] | None = None, phone: str = "") -> Person:
    """Write a person who is no elder of the register. `values`: any of PERSON_FIELDS and user_id. ValueError for a blank name."""
    if not name.strip():
        raise ValueError("a person needs a name")
    own = {key: value for key, value in (values or {}).items() if key in _FIELDS and key != "name"}
    person = Person.objects.create(
        street_id=street_id, name=name.strip(), name_key=name_keys(name).sort_key[:120], created_at=now, updated_at=now, **own
    )
    _set_phone(person, phone)
    refresh_found_as(person.pk)
    return person


@transaction.atomic
def update_human(*, person: Person, now: datetime, values: Mapping[str, object], phone: str | None = None) -> list[str]:
    """Write what differs; returns the names of changed fields. `phone` None leaves the numbers as they are."""
    own = {key: value for key, value in values.items() if key in _FIELDS and getattr(person, key) != value}
    changed = sorted(own)
    if phone is not None and _set_phone(person, phone):
        changed.append("phone")
    if not changed:
        return []
    if "name" in own:
        own["name_key"] = name_keys(str(own["name"])).sort_key[:120]
    Person.objects.filter(pk=person.pk).update(**own, version=F("version") + 1, updated_at=now)
    refresh_found_as(person.pk)
    return changed


def _set_phone(person: Person, number: str) -> bool:
    """Make `number` the first of the person's numbers; whether that changed anything. Says nothing of an empty or unreadable one."""
    found = read_phones(number).phones
    if not found:
        return False
    sealed = vault.seal(found[0].number)
    first = Phone.objects.filter(person=person, position=0).first()
    if first and bytes(first.blind) == bytes(sealed.blind):
        return False
    kind = "mobile" if found[0].kind == "mobile" else "landline"
    if first:
        Phone.objects.filter(pk=first.pk).update(kind=kind, sealed=sealed.sealed, blind=sealed.blind)
    else:
        Phone.objects.create(person=person, position=0, kind=kind, sealed=sealed.sealed, blind=sealed.blind)
    return True
