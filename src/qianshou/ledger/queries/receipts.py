"""Reads of receipts."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet, Sum

from qianshou.access.scope import Scope

from ..models import Receipt


def receipts(scope: Scope, *, year: int, kind: str = Receipt.Kind.RECEIVED, text: str = "", reversed_only: bool = False) -> QuerySet[Receipt]:
    """The receipts of the scope's street and a year, the latest number first. `text`: part of a payer's name, or a number."""
    rows = _seen(scope).filter(year=year, kind=kind)
    if text := text.strip():
        number = text.rpartition("-")[2]
        rows = rows.filter(Q(payer__contains=text) | (Q(number=int(number)) if number.isascii() and number.isdigit() and len(number) < 9 else Q(pk__in=[])))
    if reversed_only:
        rows = rows.filter(transaction__reversed_by__isnull=False)
    return rows.order_by("-number")


def standing_sum(rows: QuerySet[Receipt]) -> int:
    """Fen of those that were not reversed."""
    return rows.filter(transaction__reversed_by__isnull=True).aggregate(n=Sum("fen"))["n"] or 0


def _seen(scope: Scope) -> QuerySet[Receipt]:
    rows = Receipt.objects.filter(scope.rows(committee=None)).select_related("transaction__by", "transaction__reversed_by", "street")
    return rows.filter(street_id=scope.street_id) if scope.street_id and not scope.everything else rows


def receipt_of(scope: Scope, receipt_id: int) -> Receipt:
    """One receipt; Receipt.DoesNotExist outside the scope."""
    return _seen(scope).get(pk=receipt_id)


def last_receipts(scope: Scope, person_id: int, prefix: str, count: int) -> list[Receipt]:
    """A person's last receipts of what has such a source ("meals.paid:"), the latest first."""
    return list(_seen(scope).filter(person=person_id, transaction__source__startswith=prefix).order_by("-year", "-number")[:count])


def years_of(scope: Scope) -> list[int]:
    """The years with receipts, the latest first."""
    return sorted(set(_seen(scope).order_by().values_list("year", flat=True)), reverse=True)


def receipts_for(sources: Iterable[str]) -> dict[str, Receipt]:
    """Source → its receipt, for a room that has fetched what the sources stand for within the user's sight."""
    rows = Receipt.objects.filter(transaction__source__in=list(sources)).select_related("transaction__by", "transaction__reversed_by", "street")
    return {row.transaction.source: row for row in rows}


def receipt_at(receipt_id: int) -> Receipt:
    """The receipt as it stands at this moment, for its paper; whoever calls has seen it within the user's sight."""
    return Receipt.objects.select_related("transaction__by", "transaction__reversed_by", "street").get(pk=receipt_id)

