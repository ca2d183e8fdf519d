"""The words beside entries go with the person they are about; sums, days and accounts stay."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet

from ..models import Transaction


def forget_words(rows: QuerySet) -> int:
    """Empty what was written beside these entries (reason, receipt). Returns how many changed. Runs in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_forget_words(%s)", [sorted(set(rows.values_list("pk", flat=True)))])
        return cursor.fetchone()[0]


def blot_words(pk: int, names: Sequence[str]) -> int:
    """Somebody else's entry names a person who is erased: the words beside it go, as above. Returns 1 if anything changed."""
    rows = Transaction.objects.filter(pk=pk)
    said = [str(word) for params in rows.values_list("params", flat=True) for word in params.values()]
    return forget_words(rows) if any(name in word for name in names for word in said) else 0
