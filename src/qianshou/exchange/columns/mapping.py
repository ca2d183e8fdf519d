"""How the columns of one sheet were understood; shown to the user, corrected, saved for the next sheet with the same headings."""

import hashlib
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    index       from 0 (column A)
    heading     as written, the rows of a two-row heading joined
    field       code from `columns.fields`; "" when the column is left out
    detail      for "flag": what a tick says ("hardship:low_income"); for a joined column: its fields, joined by "+"
    group       contacts: which of several (0 first); otherwise 0
    confidence  0–1
    why         "heading", "content", "both", "saved" or "hand"
    """

    index: int
    heading: str
    field: str = ""
    detail: str = ""
    group: int = 0
    confidence: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """The columns of a sheet whose table starts below `header_row` (the last row of the heading, from 1; 0: no heading)."""

    kind: str
    sheet: str
    header_row: int
    columns: tuple[Column, ...]

    def of(self, field: str) -> list[Column]:
        """Columns that carry a field, from left to right."""
        return [column for column in self.columns if column.field == field]

    def first(self, field: str) -> int | None:
        """Index of the first column that carries a field."""
        return next((column.index for column in self.columns if column.field == field), None)

    def fingerprint(self) -> str:
        """Equal for sheets with the same headings in the same order: what a saved mapping is found by."""
        headings = "\x1f".join(column.heading for column in self.columns)
        return hashlib.sha256(f"{self.kind}\x1e{headings}".encode()).hexdigest()[:32]

    def corrected(self, choices: dict[int, str], why: str = "hand") -> "Mapping":
        """With other fields for some columns. A choice is a field's code, "flag:…" for a column of ticks, or "" to leave it out."""
        changed = []
        for column in self.columns:
            if column.index not in choices or choices[column.index] == choice_of(column):
                changed.append(column)
                continue
            field, detail = _split_choice(choices[column.index])
            changed.append(replace(column, field=field, detail=detail, confidence=1.0 if field else 0.0, why=why))
        return replace(self, columns=number_contacts(tuple(changed)))

    def as_json(self) -> dict[str, object]:
        """Plain data for a JSON column."""
        return {"kind": self.kind, "sheet": self.sheet, "header_row": self.header_row, "columns": [asdict(column) for column in self.columns]}

    @classmethod
    def from_json(cls, data: dict) -> "Mapping":
        """The inverse of `as_json`."""
        return cls(data["kind"], data["sheet"], int(data["header_row"]), tuple(Column(**column) for column in data["columns"]))


def choice_of(column: Column) -> str:
    """A column's field as one word for a form: "name", "flag:hardship:low_income", "joined:name+sex", ""."""
    return f"{column.field}:{column.detail}" if column.detail else column.field


def _split_choice(choice: str) -> tuple[str, str]:
    field, _, detail = choice.partition(":")
    return field, detail


def number_contacts(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Number the groups of contact columns: a new contact begins where a part comes a second time."""
    parts = ("contact_name", "contact_relation", "contact_phone")
    group, seen = 0, set()
    numbered = []
    for column in columns:
        if column.field in parts:
            if column.field in seen and not (column.field == "contact_phone" and _same_person_again(numbered)):
                group += 1
                seen = set()
            seen.add(column.field)
            column = replace(column, group=group)
        numbered.append(column)
    return tuple(numbered)


def _same_person_again(before: list[Column]) -> bool:
    """Two telephone columns side by side belong to one contact."""
    return bool(before) and before[-1].field == "contact_phone"
