"""Telephones, contacts in order, spare keys. Each act bumps the file's version, so that two editors notice each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from qianshou.access.operations import log
from qianshou.kernel.phones import read_phones

from .. import vault
from ..models import Contact, ElderFile, Person, Phone, SpareKey
from .files import Stale
from .finding import refresh_found_as


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """One contact as it shall stand. `id` names the row it was (None: new). `phone` in its normal form, or ""."""

    name: str
    relation: str = ""
    phone: str = ""
    note: str = ""
    id: int | None = None


@transaction.atomic
def set_contacts(*, person: Person, version: int, contacts: Sequence[ContactEntry], now: datetime, by_id: int | None = None) -> None:
    """The contacts, in the order in which they are called. Rows not named any more are removed (and stay in the history)."""
    _take_version(person, version, now)
    held = {row.pk: row for row in Contact.objects.filter(elder=person)}
    kept = {entry.id for entry in contacts if entry.id in held}
    Contact.objects.filter(elder=person).exclude(pk__in=kept).delete()
    for position, entry in enumerate(contacts):
        row = held.get(entry.id) if entry.id else None
        values = {"position": position, "name": entry.name, "relation": entry.relation, "note": entry.note}
        if row is None or vault.phone(row) != entry.phone:
            sealed = vault.seal(entry.phone)
            values |= {"sealed": sealed.sealed, "blind": sealed.blind}
        if row is None:
            Contact.objects.create(elder=person, **values)
        elif any(getattr(row, name) != value for name, value in values.items()):
            Contact.objects.filter(pk=row.pk).update(**values)
    _by_hand(person, "contacts", now)
    log(act="file.contacts", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person.pk, count=len(contacts))


@transaction.atomic
def set_phones(*, person: Person, version: int, numbers: Sequence[str], now: datetime, by_id: int | None = None) -> None:
    """The person's own numbers in order, in their normal form. ValueError for what is no telephone number."""
    _take_version(person, version, now)
    held = {vault.phone(row): row for row in Phone.objects.filter(person=person)}
    wanted = list(dict.fromkeys(numbers))
    for position, number in enumerate(wanted):
        found = read_phones(number).phones
        if not found:
            raise ValueError("not a telephone number")
        row = held.pop(number, None)
        kind = "mobile" if found[0].kind == "mobile" else "landline"
        if row is None:
            sealed = vault.seal(number)
            Phone.objects.create(person=person, position=position, kind=kind, sealed=sealed.sealed, blind=sealed.blind)
        elif row.position != position:
            Phone.objects.filter(pk=row.pk).update(position=position)
    Phone.objects.filter(pk__in=[row.pk for row in held.values()]).delete()
    _by_hand(person, "phones", now)
    refresh_found_as(person.pk)
    log(act="file.phones", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person.pk, count=len(wanted))


@transaction.atomic
def set_spare_key(
    *, person: Person, version: int, holder_name: str, since: date, now: datetime, phone: str = "", note: str = "", by_id: int | None = None
) -> SpareKey:
    """From this day this person holds the spare key; whoever held it before holds it until the day before."""
    _take_version(person, version, now)
    for row in SpareKey.objects.filter(elder=person, until__isnull=True):
        SpareKey.objects.filter(pk=row.pk).update(until=max(row.since, since))
    key = SpareKey.objects.create(elder=person, holder_name=holder_name, sealed=vault.seal(phone).sealed, note=note, since=since)
    log(act="file.key_given", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person.pk, holder=holder_name)
    return key


@transaction.atomic
def end_spare_key(*, person: Person, version: int, on: date, now: datetime, by_id: int | None = None) -> None:
    """The key came back to the elder: nobody holds it from this day on."""
    _take_version(person, version, now)
    for row in SpareKey.objects.filter(elder=person, until__isnull=True):
        SpareKey.objects.filter(pk=row.pk).update(until=max(row.since, on))
    log(act="file.key_back", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person.pk)


@transaction.atomic
def set_contacts_and_phones(
    *, person: Person, version: int, numbers: Sequence[str], contacts: Sequence[ContactEntry], now: datetime, by_id: int | None = None
) -> None:
    """Both of the above, as one page sends them; what did not change is not written."""
    if list(numbers) != [vault.phone(row) for row in Phone.objects.filter(person=person)]:
        set_phones(person=person, version=version, numbers=numbers, now=now, by_id=by_id)
        version += 1
    if list(contacts) != [_entry(row) for row in Contact.objects.filter(elder=person)]:
        set_contacts(person=person, version=version, contacts=contacts, now=now, by_id=by_id)


def _entry(row: Contact) -> ContactEntry:
    return ContactEntry(row.name, row.relation, vault.phone(row), row.note, row.pk)


def _take_version(person: Person, version: int, now: datetime) -> None:
    if not Person.objects.filter(pk=person.pk, version=version, merged_into__isnull=True).update(version=F("version") + 1, updated_at=now):
        raise Stale


def _by_hand(person: Person, field: str, now: datetime) -> None:
    file = ElderFile.objects.filter(person=person).first()
    if file and field not in file.by_hand:
        ElderFile.objects.filter(pk=person.pk).update(by_hand=sorted([*file.by_hand, field]), updated_at=now)
