"""What the pages of spreadsheets show, in words."""

import re
from dataclasses import dataclass

from qianshou.exchange.columns.fields import FIELDS_OF, FLAG_HEADS
from qianshou.exchange.columns.mapping import Mapping, choice_of
from qianshou.exchange.models import Batch, ImportRow
from qianshou.exchange.queries.batches import reason_counts
from qianshou.exchange.reading.unpack import column_letters
from qianshou.exchange.results import open_cell
from qianshou.exchange.words import NOTES, REASONS, field_label, reason_text, reasons_text

from ..templatetags.shell import listed

OUTCOME_STATES = {"ok": "done", "review": "hole", "reject": "late", "skip": "calm"}
CHANGE_STATES = {"created": "due", "updated": "due", "unchanged": "calm"}


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column on the mapping's table. sureness: "sure", "likely", "unsure" or "" when it is left out."""

    index: int
    letter: str
    heading: str
    choice: str
    label: str
    why: str
    sureness: str
    samples: list[str]


def column_rows(batch: Batch, samples: list[ImportRow]) -> list[ColumnRow]:
    """The columns of a batch, with cells of a few rows. ID numbers and telephones are shown by their first characters only."""
    if not batch.mapping:
        return []
    mapping = Mapping.from_json(batch.mapping)
    rows = []
    for column in mapping.columns:
        cells = [row.raw[column.index] for row in samples if column.index < len(row.raw)]
        shown = [masked(cell) for cell in cells if cell not in ("", None)]
        sureness = "" if not column.field else "sure" if column.confidence >= 0.8 else "likely" if column.confidence >= 0.6 else "unsure"
        rows.append(ColumnRow(column.index, column_letters(column.index), column.heading, choice_of(column), field_label(choice_of(column)), column.why, sureness, shown))
    return rows


def choices_for(kind: str) -> list[tuple[str, str]]:
    """What a column can be, for a select: (choice, label); "" leaves it out."""
    fields = [("", field_label(""))] + [(field.code, field_label(field.code)) for field in FIELDS_OF[kind] if field.code != "flag"]
    flags = sorted(set(FLAG_HEADS.values())) if kind == "register" else []
    return fields + [(f"flag:{detail}", field_label(f"flag:{detail}")) for detail in flags]


def counters(batch: Batch, outcome: str) -> list[dict]:
    """The four outcomes with their counts."""
    return [
        {"code": code, "label": label, "count": batch.counts.get(code, 0), "state": OUTCOME_STATES[code], "here": code == outcome}
        for code, label in ImportRow.Outcome.choices
    ]


def reason_choices(batch: Batch, outcome: str) -> list[tuple[str, str, int]]:
    """Reasons that occur: (code, words without names and rows, count)."""
    counts = reason_counts(batch, outcome)
    return [(code, re.sub(r"%\(\w+\)s", "…", str(REASONS.get(code, code))), count) for code, count in counts]


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row of the sheet on the preview."""

    row: int
    name: str
    person_id: int | None
    outcome: str
    outcome_label: str
    state: str
    reasons: str
    change: str
    cells: list[str]
    notes: str


def row_shown(row: ImportRow) -> RowShown:
    """A stored row in words."""
    known = row.understood or {}
    name = known.get("name") or known.get("lane") or known.get("day") or ""
    notes = [str(NOTES[code]) for code in known.get("notes", ()) if code in NOTES]
    notes += [reason_text(one) for one in known.get("told", ())]
    if known.get("unknown_skills"):
        notes.append(reason_text({"code": "skill_unknown", "params": {"word": listed(known["unknown_skills"])}}))
    cells = [masked(cell) for cell in row.raw if cell not in ("", None)]
    return RowShown(
        row.row, str(name), row.person_id, row.outcome, row.get_outcome_display(), OUTCOME_STATES[row.outcome], reasons_text(row.reasons), row.change, cells,
        "; ".join(notes),
    )


def chosen(value: str, allowed: list[str]) -> str:
    """A filter's value, or "" when it is none."""
    return value if value in allowed else ""


def masked(cell: object) -> str:
    """A cell for a list: sealed ones show their first three characters."""
    text = str(open_cell(cell))
    if isinstance(cell, float) and cell == int(cell) and abs(cell) < 1e15:
        text = str(int(cell))
    return f"{text[:3]}…" if isinstance(cell, dict) else text


