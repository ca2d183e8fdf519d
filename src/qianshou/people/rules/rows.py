"""What a register says of many people, ready to be written: plain values, sealed already. `people.operations.bulk` writes them. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Change = Literal["created", "updated", "unchanged"]


@dataclass(slots=True)
class FileRow:
    """One person of a register.

    Empty values say nothing: they never erase what a file already has. `id_sealed` and `id_blind` are of the ID number in its normal
    form, or empty. `phones`: (kind, sealed, blind) in order; `contacts`: (name, relation, sealed, blind). `found_as`: the line
    that a search reads (`kernel.names.search_text`). `raw`: heading → cell as JSON.
    `doubtful`: a person must look; the file that is made begins in review. `apart`: never the file that holds this ID number
    already, but one of its own (the same number under two names, the same person at two addresses). `fill_only`: the row adds to
    the file and changes nothing that is there (the second row of one person in one sheet: else the two would take turns).
    `committee_id` and `place_id` are filled in by whoever knows the database, from the names beside them.
    """

    name: str
    name_key: str = ""
    sex: str = ""
    birth_date: date | None = None
    birth_precision: str = ""
    id_sealed: bytes = b""
    id_blind: bytes = b""
    committee: str = ""
    lane: str = ""
    door: str = ""
    dialects: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    found_as: str = ""
    phones: tuple[tuple[str, bytes, bytes], ...] = ()
    contacts: tuple[tuple[str, str, bytes, bytes], ...] = ()
    status: str = ""
    status_since: date | None = None
    living: str = ""
    health: tuple[str, ...] = ()
    diet: tuple[str, ...] = ()
    diet_unclear: bool = False
    meal_days: tuple[int, ...] | None = None
    hardship: tuple[str, ...] = ()
    remarks: str = ""
    raw: str = "{}"
    doubtful: bool = False
    apart: bool = False
    fill_only: bool = False
    committee_id: int | None = None
    place_id: int | None = None


@dataclass(slots=True)
class Written:
    """What became of one row. `kept`: fields that a person had changed by hand and that the sheet has otherwise.

    `rival`: the person who already holds this ID number under another name.
    """

    person_id: int
    change: Change
    kept: tuple[str, ...] = ()
    rival: int | None = None
