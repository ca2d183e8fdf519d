"""Reads of batches and their rows, for those who may import into the street."""

from django.db import connection
from django.db.models import QuerySet

from qianshou.access.scope import Scope

from ..models import Batch, ImportRow, SavedMapping


def kinds_for(scope: Scope) -> tuple[str, ...]:
    """What somebody may read in: the office all kinds, the association's secretary lists of her members and nothing of the elders."""
    if scope.may("import.run"):
        return tuple(Batch.Kind.values)
    return (Batch.Kind.MEMBERS,) if scope.may("members.import") else ()


def batches(scope: Scope) -> QuerySet[Batch]:
    """Workbooks of the scope's whole streets, of the kinds that it may read in, the latest first."""
    return Batch.objects.filter(scope.rows(committee=None), kind__in=kinds_for(scope)).select_related("uploaded_by", "street")


def batch(scope: Scope, batch_id: int) -> Batch:
    """One workbook; Batch.DoesNotExist for outsiders."""
    return batches(scope).get(pk=batch_id)


def rows(found: Batch, *, outcome: str = "", reason: str = "") -> QuerySet[ImportRow]:
    """Rows of a workbook in the sheet's order, narrowed by outcome and by a reason's code."""
    chosen = ImportRow.objects.filter(batch=found).select_related("person")
    if outcome:
        chosen = chosen.filter(outcome=outcome)
    if reason:
        chosen = chosen.filter(reasons__contains=[{"code": reason}])
    return chosen.order_by("row")


def saved_choices(street_id: int, kind: str) -> dict[str, dict]:
    """Choices that were saved for some headings, by their fingerprint: column index (text) → choice."""
    return dict(SavedMapping.objects.filter(street_id=street_id, kind=kind).values_list("headings_hash", "mapping"))


def reason_counts(found: Batch, outcome: str = "") -> list[tuple[str, int]]:
    """How often each reason occurs among the rows, the commonest first."""
    narrowed = "AND outcome = %s" if outcome else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reason ->> 'code', count(*) FROM exchange_importrow, jsonb_array_elements(reasons) AS reason "
            f"WHERE batch_id = %s AND reasons <> '[]' {narrowed} GROUP BY 1 ORDER BY 2 DESC, 1",
            [found.pk, *([outcome] if outcome else [])],
        )
        return list(cursor.fetchall())
