"""Write the people of a register: thousands at a time, by COPY; the same register again changes nothing.

A person is known by the ID number (its blind index), else by name, birth and address. What a person changed by hand (`by_hand`)
stays as it is. Whoever was merged into another file is found under that file, and nothing of it is written again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from qianshou.kernel.names import name_keys, search_text

from .. import vault
from ..models import ElderFile, Person
from .bulk_changes import Held, change_held, load_held
from .bulk_rows import FileRow, Written, json_text, text_array

_PERSON = (
    "id, street_id, committee_id, name, name_key, sex, birth_date, birth_precision, id_sealed, id_blind, place_id, door, dialects, interests, "
    "found_as, version, created_at, updated_at"
)
_FILE = (
    "person_id, street_id, status, status_since, living, health, diet, diet_unclear, meal_days, hardship, access_note, remarks, raw, by_hand, "
    "in_review, opened_on, updated_at"
)
_PHONE = "person_id, position, kind, sealed, blind"
_CONTACT = "elder_id, position, name, relation, sealed, blind, note"


@dataclass(slots=True)
class _Open:
    """A row on its way: what was found for it."""

    row: FileRow
    blind: bytes
    sealed: bytes
    name_key: str
    held: Held | None = None
    rival: int | None = None


@transaction.atomic
def upsert_files(*, street_id: int, rows: Sequence[FileRow], opened_on: date, now: datetime) -> list[Written]:
    """Make or update the file of each row, in one transaction; results in the rows' order.

    Rows of one call must be of different people (the caller knows who comes twice): a second row of the same person goes into a
    later call.
    """
    opened = [_open(row) for row in rows]
    _find(street_id, opened)
    new = [one for one in opened if one.held is None]
    numbers = _take_numbers(len(new))
    ids = dict(zip(map(id, new), numbers, strict=True))
    if new:
        _insert(street_id, new, numbers, opened_on, now)
    written: list[Written] = []
    for one in opened:
        if one.held is None:
            written.append(Written(ids[id(one)], "created", rival=one.rival))
        else:
            changed, kept = change_held(one.held, one.row, one.sealed if not one.rival else b"", one.blind if not one.rival else b"", now)
            target = one.held.person.merged_into_id or one.held.person.pk
            written.append(Written(target, "updated" if changed else "unchanged", kept, one.rival))
    return written


def _open(row: FileRow) -> _Open:
    sealed = vault.seal(row.id_number) if row.id_number else None
    return _Open(row, sealed.blind if sealed else b"", sealed.sealed if sealed else b"", name_keys(row.name).sort_key[:120])


def _find(street_id: int, opened: list[_Open]) -> None:
    """Find who is already there: by ID number, then by name, birth and address."""
    blinds = {one.blind for one in opened if one.blind}
    by_blind: dict[bytes, Person] = {}
    if blinds:
        for person in Person.objects.filter(street_id=street_id, id_blind__in=blinds).select_related("file").defer("found_as").order_by("merged_into_id", "-id"):
            by_blind[bytes(person.id_blind)] = person
    rest: list[_Open] = []
    found: list[tuple[_Open, Person]] = []
    for one in opened:
        person = by_blind.get(one.blind) if one.blind and not one.row.apart else None
        if person is not None and _another_name(person, one.row.name):
            one.rival = person.pk
            person = None
        if person is None:
            rest.append(one)
        else:
            found.append((one, person))
    found += _by_fingerprint(street_id, rest, {person.pk for _, person in found})
    held = load_held([person for _, person in found])
    for one, person in found:
        one.held = held[person.pk]


def _another_name(person: Person, name: str) -> bool:
    """Whether this is somebody else's name, and not one that an officer mended or merged."""
    by_hand = person.file.by_hand if hasattr(person, "file") else ()
    return person.name != name and "name" not in by_hand and not person.merged_into_id


def _by_fingerprint(street_id: int, rest: list[_Open], taken: set[int]) -> list[tuple[_Open, Person]]:
    """Rows whose name, address and birth fit a person who is there. A row with a sound number fits only one without.

    A row without one prefers a file without one; when it fits a file that has a number, it only adds to it.
    """
    if not rest:
        return []
    keys = list({one.name_key for one in rest})
    there: dict[tuple[str, int | None, str], list[Person]] = {}
    for person in Person.objects.filter(street_id=street_id, name_key__in=keys, file__isnull=False).select_related("file").defer("found_as"):
        there.setdefault((person.name, person.place_id, person.door), []).append(person)
    for persons in there.values():
        persons.sort(key=lambda person: bool(bytes(person.id_blind)))
    found = []
    for one in rest:
        for person in there.get((one.row.name, one.row.place_id, one.row.door), ()):
            number_free = not one.blind or one.rival or one.row.apart or not bytes(person.id_blind)
            if person.pk not in taken and number_free and _births_fit(person, one.row):
                taken.add(person.pk)
                one.row.fill_only |= not one.blind and bool(bytes(person.id_blind))
                found.append((one, person))
                break
    return found


def _births_fit(person: Person, row: FileRow) -> bool:
    if person.birth_date is None or row.birth_date is None:
        return True
    exact = person.birth_precision == "day" and row.birth_precision == "day"
    return person.birth_date == row.birth_date if exact else abs(person.birth_date.year - row.birth_date.year) <= 1


def _take_numbers(count: int) -> list[int]:
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('people_person', 'id')) FROM generate_series(1, %s)", [count])
        return [number for (number,) in cursor.fetchall()]


def _insert(street_id: int, new: list[_Open], numbers: list[int], opened_on: date, now: datetime) -> None:
    """COPY persons, files, telephones and contacts."""
    moment, day = now.isoformat(), opened_on.isoformat()
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {Person._meta.db_table} ({_PERSON}) FROM STDIN") as copy:
            for number, one in zip(numbers, new, strict=True):
                copy.write_row(_person_values(street_id, number, one, moment))
        with cursor.copy(f"COPY {ElderFile._meta.db_table} ({_FILE}) FROM STDIN") as copy:
            for number, one in zip(numbers, new, strict=True):
                copy.write_row(_file_values(street_id, number, one.row, day, moment))
        with cursor.copy(f"COPY people_phone ({_PHONE}) FROM STDIN") as copy:
            for number, one in zip(numbers, new, strict=True):
                for position, (kind, digits) in enumerate(one.row.phones):
                    sealed = vault.seal(digits)
                    copy.write_row((number, position, kind, sealed.sealed, sealed.blind))
        with cursor.copy(f"COPY people_contact ({_CONTACT}) FROM STDIN") as copy:
            for number, one in zip(numbers, new, strict=True):
                for position, (name, relation, digits) in enumerate(one.row.contacts):
                    sealed = vault.seal(digits)
                    copy.write_row((number, position, name, relation, sealed.sealed, sealed.blind, ""))


def _person_values(street_id: int, number: int, one: _Open, moment: str) -> tuple:
    row = one.row
    found_as = search_text(name=row.name, phones=[digits for _, digits in row.phones], lane=row.lane, door=row.door)
    own_number = not (one.rival or row.apart)
    return (
        number, street_id, row.committee_id, row.name, one.name_key, row.sex, row.birth_date, row.birth_precision,
        one.sealed if own_number else b"", one.blind if own_number else b"", row.place_id, row.door,
        text_array(row.dialects), text_array(row.interests), found_as, 1, moment, moment,
    )  # fmt: skip


def _file_values(street_id: int, number: int, row: FileRow, day: str, moment: str) -> tuple:
    return (
        number, street_id, row.status or "active", row.status_since, row.living, text_array(row.health), text_array(row.diet), row.diet_unclear,
        "{" + ",".join(map(str, row.meal_days or ())) + "}", text_array(row.hardship), "", row.remarks, json_text(row.raw), "{}",
        row.doubtful, day, moment,
    )  # fmt: skip
