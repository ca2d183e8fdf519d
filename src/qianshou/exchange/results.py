"""What became of the rows of one chunk: plain values between applying, storing and printing."""

import base64
from dataclasses import dataclass

from qianshou.access.keys import unseal


@dataclass(slots=True)
class RowResult:
    """One row: outcome and reasons as stored, what was understood, and what was done.

    `raw` and `understood` are JSON texts, as the columns take them. `elder`: the name, for people to read.
    """

    row: int
    outcome: str
    reasons: list[dict]
    raw: str
    understood: str = "{}"
    change: str = ""
    person_id: int | None = None
    elder: str = ""


def sealed_of(raw: object) -> bytes:
    """The ciphertext of a raw row that lies under its person's key; b"" of one that lies open."""
    return base64.b64decode(raw["sealed"]) if isinstance(raw, dict) and "sealed" in raw else b""


def open_cell(cell: object) -> object:
    """A raw cell in the clear again."""
    if isinstance(cell, dict) and "sealed" in cell:
        return unseal(base64.b64decode(cell["sealed"]))
    return cell
