"""One row of a data file: every key known, every value read."""

from difflib import get_close_matches
from pathlib import Path

from .errors import PackError
from .fields import Field
from .lines import Lines


def read_row(path: Path, lines: Lines, table: str, index: int, row: dict, fields: dict[str, Field]) -> dict:
    """The clean values of one row, defaults filled in. PackError with file, line and field for the first mistake."""
    for key in row:
        if key not in fields:
            near = get_close_matches(key, fields, 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise PackError(path, lines.get((table, index, key)), key, f"is not a field of this table.{hint}")
    values = {}
    for key, field in fields.items():
        if key not in row:
            if field.required:
                raise PackError(path, lines.get((table, index, "")), key, "is missing")
            values[key] = field.default
            continue
        try:
            values[key] = field.read(row[key])
        except ValueError as error:
            raise PackError(path, lines.get((table, index, key)), key, str(error)) from error
    return values
