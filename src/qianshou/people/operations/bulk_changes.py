"""What a register changes in a file that is already there. Beside `bulk.py`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F

from ..models import Contact, ElderFile, Person, Phone
from ..rules.rows import FileRow
from .finding import refresh_found_as


@dataclass(slots=True)
class Held:
    """A person as the database has them."""

    person: Person
    phones: set[bytes] = field(default_factory=set)
    contacts: set[tuple[str, str, bytes]] = field(default_factory=set)


def load_held(persons: Sequence[Person]) -> dict[int, Held]:
    """With telephones and contacts, by the person's number."""
    held = {person.pk: Held(person) for person in persons}
    for person_id, blind in Phone.objects.filter(person_id__in=held).values_list("person_id", "blind"):
        held[person_id].phones.add(bytes(blind))
    for elder_id, name, relation, blind in Contact.objects.filter(elder_id__in=held).values_list("elder_id", "name", "relation", "blind"):
        held[elder_id].contacts.add((name, relation, bytes(blind)))
    return held


def change_held(held: Held, row: FileRow, number_taken: bool, now: datetime) -> tuple[list[str], tuple[str, ...]]:
    """Write what the row says otherwise; (names of changed fields, names of fields kept because a person set them).

    Empty values say nothing. A merged file stays as it is. `number_taken`: the row's ID number is somebody else's.
    """
    person = held.person
    if person.merged_into_id:
        return [], ()
    file: ElderFile = person.file
    by_hand = set(file.by_hand)
    own, more = _differences(person, row, _person_wishes(row)), _differences(file, row, _file_wishes(row))
    kept = tuple(sorted((own.keys() | more.keys()) & by_hand))
    own = {name: value for name, value in own.items() if name not in by_hand}
    more = {name: value for name, value in more.items() if name not in by_hand}
    if row.id_blind and not number_taken and not bytes(person.id_blind) and not row.apart:
        own |= {"id_sealed": row.id_sealed, "id_blind": row.id_blind}
    changed = [*own, *more]
    if "phones" not in by_hand and _add_phones(held, row):
        changed.append("phones")
    if "contacts" not in by_hand and _add_contacts(held, row):
        changed.append("contacts")
    if more:
        ElderFile.objects.filter(pk=person.pk).update(**more, updated_at=now)
    if changed:
        Person.objects.filter(pk=person.pk).update(**own, version=F("version") + 1, updated_at=now)
        if {"place_id", "door", "phones"} & set(changed):
            refresh_found_as(person.pk)
    return changed, kept


def _person_wishes(row: FileRow) -> dict[str, object]:
    wishes: dict[str, object] = {
        "sex": row.sex, "committee_id": row.committee_id, "dialects": list(row.dialects), "interests": list(row.interests),
    }  # fmt: skip
    if row.place_id is not None or row.door:
        wishes |= {"place_id": row.place_id, "door": row.door}
    if row.birth_date is not None:
        wishes |= {"birth_date": row.birth_date, "birth_precision": row.birth_precision}
    return wishes


def _file_wishes(row: FileRow) -> dict[str, object]:
    wishes: dict[str, object] = {
        "living": row.living, "health": list(row.health), "diet": list(row.diet), "hardship": list(row.hardship), "remarks": row.remarks, "raw": json.loads(row.raw),
    }  # fmt: skip
    if row.meal_days is not None:
        wishes["meal_days"] = list(row.meal_days)
    if row.diet or row.diet_unclear:
        wishes["diet_unclear"] = row.diet_unclear
    # Silence does not bring anybody home: only a word in the sheet changes where a person is.
    if row.status and row.status != "active" and not row.fill_only:
        wishes |= {"status": row.status, "status_since": row.status_since}
    return wishes


# Said with their emptiness: a day's list without days, an address without a lane.
_TELLING_EMPTY = frozenset({"meal_days", "place_id", "door", "status_since", "diet_unclear"})


def _differences(model: Person | ElderFile, row: FileRow, wishes: dict[str, object]) -> dict[str, object]:
    found = {}
    for name, value in wishes.items():
        held = getattr(model, name)
        if (value or name in _TELLING_EMPTY) and held != value and not (row.fill_only and (held or not value)):
            found[name] = value
    # A birth date known to the month does not overwrite one known to the day.
    if "birth_precision" in found and getattr(model, "birth_precision", "") == "day" and row.birth_precision != "day":
        found.pop("birth_date", None)
        found.pop("birth_precision", None)
    return found


def _add_phones(held: Held, row: FileRow) -> bool:
    new = [one for one in row.phones if one[2] not in held.phones]
    start = len(held.phones)
    Phone.objects.bulk_create(
        Phone(person_id=held.person.pk, position=start + at, kind=kind, sealed=sealed, blind=blind) for at, (kind, sealed, blind) in enumerate(new)
    )
    return bool(new)


def _add_contacts(held: Held, row: FileRow) -> bool:
    new = [one for one in row.contacts if (one[0], one[1], one[3]) not in held.contacts]
    start = len(held.contacts)
    Contact.objects.bulk_create(
        Contact(elder_id=held.person.pk, position=start + at, name=name, relation=relation, sealed=sealed, blind=blind)
        for at, (name, relation, sealed, blind) in enumerate(new)
    )
    return bool(new)
