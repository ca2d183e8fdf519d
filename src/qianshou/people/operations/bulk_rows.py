"""What a register says of many people, ready to be written: plain values, no models. Beside `bulk.py`, which writes it."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Change = Literal["created", "updated", "unchanged"]


@dataclass(slots=True)
class FileRow:
    """One person of a register.

    Empty values say nothing: they never erase what a file already has. `id_number` is in its normal form or "".
    `phones`: (kind, number) in order; `contacts`: (name, relation, number or "").
    `doubtful`: a person must look; the file that is made begins in review. `apart`: never the file that holds this ID number
    already, but one of its own (the same number under two names, the same person at two addresses). `fill_only`: the row adds to
    the file and changes nothing that is there (the second row of one person in one sheet: else the two would take turns).
    """

    name: str
    sex: str = ""
    birth_date: date | None = None
    birth_precision: str = ""
    id_number: str = ""
    committee_id: int | None = None
    place_id: int | None = None
    lane: str = ""
    door: str = ""
    dialects: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    phones: tuple[tuple[str, str], ...] = ()
    contacts: tuple[tuple[str, str, str], ...] = ()
    status: str = ""
    status_since: date | None = None
    living: str = ""
    health: tuple[str, ...] = ()
    diet: tuple[str, ...] = ()
    diet_unclear: bool = False
    meal_days: tuple[int, ...] | None = None
    hardship: tuple[str, ...] = ()
    remarks: str = ""
    raw: dict[str, object] = field(default_factory=dict)
    doubtful: bool = False
    apart: bool = False
    fill_only: bool = False


@dataclass(slots=True)
class Written:
    """What became of one row. `kept`: fields that a person had changed by hand and that the sheet has otherwise.

    `rival`: the person who already holds this ID number under another name.
    """

    person_id: int
    change: Change
    kept: tuple[str, ...] = ()
    rival: int | None = None


def text_array(words: tuple[str, ...] | list[str]) -> str:
    """A text[] literal for COPY."""
    if not words:
        return "{}"
    return "{" + ",".join('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' for word in words) + "}"


_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def json_text(value: object) -> str:
    """JSON for a jsonb column; a NUL, which PostgreSQL refuses, is left out."""
    if not value:
        return "[]" if isinstance(value, list) else "{}"
    text = _dumps(value)
    return text.replace("\\u0000", "") if "\\u0000" in text else text
