"""What an erasure takes out of closed months. The tables refuse every other change: only the database's functions have the right (migration 0004)."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet


def forget_sheets(rows: QuerySet) -> int:
    """Empty name and words of these frozen sheets; hours stay. Returns how many changed. Runs in the caller's transaction."""
    return _call("merit_forget_sheets", sorted(set(rows.values_list("pk", flat=True))))


def blot_sheet(pk: int, names: Sequence[str]) -> int:
    """Take names out of the corrections on somebody else's frozen sheet. Returns 1 if anything changed."""
    return _call("merit_blot_sheet", pk, list(names))


def blot_closing(pk: int, names: Sequence[str]) -> int:
    """Take names out of the reasons that officers wrote at a closing. Returns 1 if anything changed."""
    return _call("merit_blot_closing", pk, list(names))


def _call(function: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(values))})", values)
        return cursor.fetchone()[0]
