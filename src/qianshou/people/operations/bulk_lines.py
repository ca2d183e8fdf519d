"""New files as lines of COPY's text format, made here and not field by field by the driver: a third of the time. Beside `bulk.py`."""

from collections.abc import Iterator

from qianshou.kernel.copying import NULL, bytes_column, column, text_array

from ..rules.rows import FileRow

PERSON = (
    "id, street_id, committee_id, name, name_key, sex, birth_date, birth_precision, id_sealed, id_blind, place_id, door, dialects, interests, "
    "found_as, version, created_at, updated_at"
)
FILE = (
    "person_id, street_id, status, status_since, living, health, diet, diet_unclear, meal_days, hardship, access_note, remarks, raw, by_hand, "
    "in_review, opened_on, updated_at"
)
PHONE = "person_id, position, kind, sealed, blind"
CONTACT = "elder_id, position, name, relation, sealed, blind, note"


def person_line(street_id: int, number: int, row: FileRow, has_number: bool, moment: str) -> str:
    """`PERSON` of one row. `has_number`: the ID number is this person's and nobody else's."""
    sealed, blind = (row.id_sealed, row.id_blind) if has_number else (b"", b"")
    return (
        f"{number}\t{street_id}\t{row.committee_id or NULL}\t{column(row.name)}\t{column(row.name_key)}\t{row.sex}\t{row.birth_date or NULL}\t"
        f"{row.birth_precision}\t{bytes_column(sealed)}\t{bytes_column(blind)}\t{row.place_id or NULL}\t{column(row.door)}\t"
        f"{column(text_array(row.dialects))}\t{column(text_array(row.interests))}\t{column(row.found_as)}\t1\t{moment}\t{moment}\n"
    )


def file_line(street_id: int, number: int, row: FileRow, day: str, moment: str) -> str:
    """`FILE` of one row."""
    days = ",".join(map(str, row.meal_days or ()))
    return (
        f"{number}\t{street_id}\t{row.status or 'active'}\t{row.status_since or NULL}\t{row.living}\t{column(text_array(row.health))}\t"
        f"{column(text_array(row.diet))}\t{'t' if row.diet_unclear else 'f'}\t{{{days}}}\t{column(text_array(row.hardship))}\t\t"
        f"{column(row.remarks)}\t{column(row.raw)}\t{{}}\t{'t' if row.doubtful else 'f'}\t{day}\t{moment}\n"
    )


def phone_lines(number: int, row: FileRow) -> Iterator[str]:
    """`PHONE` of each telephone of one row."""
    for position, (kind, sealed, blind) in enumerate(row.phones):
        yield f"{number}\t{position}\t{kind}\t{bytes_column(sealed)}\t{bytes_column(blind)}\n"


def contact_lines(number: int, row: FileRow) -> Iterator[str]:
    """`CONTACT` of each contact of one row."""
    for position, (name, relation, sealed, blind) in enumerate(row.contacts):
        yield f"{number}\t{position}\t{column(name)}\t{column(relation)}\t{bytes_column(sealed)}\t{bytes_column(blind)}\t\n"
