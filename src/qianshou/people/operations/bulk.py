"""Write the people of a register: thousands at a time, by COPY; the same register again changes nothing.

A person is known by the ID number (its blind index), else by name, birth and address. What a person changed by hand (`by_hand`)
stays as it is. Whoever was merged into another file is found under that file, and nothing of it is written again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from qianshou.kernel.copying import copy_lines, text_array

from ..models import Person
from ..rules.rows import FileRow, Written
from .bulk_changes import Held, change_held, load_held
from .bulk_lines import CONTACT, FILE, PERSON, PHONE, contact_lines, file_line, person_line, phone_lines


@dataclass(slots=True)
class _Open:
    """A row on its way: what was found for it."""

    row: FileRow
    held: Held | None = None
    rival: int | None = None


@transaction.atomic
def upsert_files(*, street_id: int, rows: Sequence[FileRow], opened_on: date, now: datetime) -> list[Written]:
    """Make or update the file of each row, in one transaction; results in the rows' order.

    Rows of one call must be of different people (the caller knows who comes twice): a second row of the same person goes into a
    later call.
    """
    opened = [_Open(row) for row in rows]
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
            changed, kept = change_held(one.held, one.row, bool(one.rival), now)
            target = one.held.person.merged_into_id or one.held.person.pk
            written.append(Written(target, "updated" if changed else "unchanged", kept, one.rival))
    return written


def _find(street_id: int, opened: list[_Open]) -> None:
    """Find who is already there: by ID number, then by name, birth and address."""
    by_blind: dict[bytes, Person] = {}
    numbered = Person.objects.filter(pk__in=_numbered(street_id, [one.row.id_blind for one in opened if one.row.id_blind]))
    for person in numbered.select_related("file").defer("found_as").order_by("merged_into_id", "-id"):
        by_blind[bytes(person.id_blind)] = person
    rest: list[_Open] = []
    found: list[tuple[_Open, Person]] = []
    for one in opened:
        person = by_blind.get(one.row.id_blind) if one.row.id_blind and not one.row.apart else None
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


def _numbered(street_id: int, blinds: list[bytes]) -> list[int]:
    """Ids of people with one of these numbers: as one array, for thousands of values in a list take longer to send than to find."""
    if not blinds:
        return []
    array = "{" + ",".join(f'"\\\\x{blind.hex()}"' for blind in blinds) + "}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM people_person WHERE street_id = %s AND id_blind = ANY(%s::bytea[]) AND id_blind <> ''", [street_id, array])
        return [number for (number,) in cursor.fetchall()]


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
    there: dict[tuple[str, int | None, str], list[Person]] = {}
    for person in Person.objects.filter(pk__in=_alike(street_id, rest)).select_related("file").defer("found_as"):
        there.setdefault((person.name, person.place_id, person.door), []).append(person)
    for persons in there.values():
        persons.sort(key=lambda person: bool(bytes(person.id_blind)))
    found = []
    for one in rest:
        for person in there.get((one.row.name, one.row.place_id, one.row.door), ()):
            number_free = _may_be_numbered(one) or not bytes(person.id_blind)
            if person.pk not in taken and number_free and _births_fit(person, one.row):
                taken.add(person.pk)
                one.row.fill_only |= not one.row.id_blind and bool(bytes(person.id_blind))
                found.append((one, person))
                break
    return found


_ALIKE = """
    SELECT p.id FROM people_person p JOIN people_elderfile f ON f.person_id = p.id
    JOIN unnest(%s::text[], %s::bigint[], %s::text[]) AS wanted (name_key, place_id, door)
      ON p.name_key = wanted.name_key AND p.place_id IS NOT DISTINCT FROM wanted.place_id AND p.door = wanted.door
    WHERE p.street_id = %s"""


def _alike(street_id: int, rest: list[_Open]) -> list[int]:
    """Ids of people with the name and address of one of these rows.

    A district has hundreds of people of one name, so those with a number are looked through only for the few rows that might be
    theirs: rows without a number, or with one that somebody else holds.
    """
    found: list[int] = []
    with connection.cursor() as cursor:
        for may_have_number, condition in ((False, " AND p.id_blind = ''"), (True, "")):
            rows = [one for one in rest if _may_be_numbered(one) is may_have_number]
            if rows:
                names, doors = text_array([one.row.name_key for one in rows]), text_array([one.row.door for one in rows])
                places = "{" + ",".join(str(one.row.place_id or "NULL") for one in rows) + "}"
                cursor.execute(_ALIKE + condition, [names, places, doors, street_id])
                found += [number for (number,) in cursor.fetchall()]
    return found


def _may_be_numbered(one: _Open) -> bool:
    """Whether this row may belong to a file that has an ID number already."""
    return not one.row.id_blind or bool(one.rival) or one.row.apart


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
    pairs = [(number, one.row) for number, one in zip(numbers, new, strict=True)]
    people = (person_line(street_id, number, one.row, not (one.rival or one.row.apart), moment) for number, one in zip(numbers, new, strict=True))
    with connection.cursor() as cursor:
        copy_lines(cursor, f"people_person ({PERSON})", people)
        copy_lines(cursor, f"people_elderfile ({FILE})", (file_line(street_id, number, row, day, moment) for number, row in pairs))
        copy_lines(cursor, f"people_phone ({PHONE})", (line for number, row in pairs for line in phone_lines(number, row)))
        copy_lines(cursor, f"people_contact ({CONTACT})", (line for number, row in pairs for line in contact_lines(number, row)))
