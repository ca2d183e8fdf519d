"""Rows of a members' list of which the files do not tell who they are."""

from dataclasses import dataclass

from ..models import Batch, ImportRow
from .known_people import Candidate, candidates
from .sealed import opened


@dataclass(frozen=True, slots=True)
class Unclear:
    """One row: `people` may be she (ids; none where only two rows are alike), `answer` as kept ("" for none)."""

    row: int
    name: str
    raw: list
    people: tuple[int, ...]
    answer: str
    reasons: list[dict]


def unclear_rows(batch: Batch) -> list[Unclear]:
    """Rows that were or are unclear, in the sheet's order."""
    rows = opened(ImportRow.objects.filter(batch=batch).exclude(outcome="skip").order_by("row"))
    return [
        Unclear(one.row, str(one.understood.get("name", "")), one.raw, tuple(one.understood["who"]), str(batch.answers.get(str(one.row), "")), one.reasons)
        for one in rows if "who" in (one.understood or {})
    ]  # fmt: skip


def offered(batch: Batch, rows: list[Unclear]) -> dict[int, Candidate]:
    """Whoever these rows may be, by id."""
    return candidates(street_id=batch.street_id, ids={person for one in rows for person in one.people})
