"""The words beside entries go with the person they are about; sums, days and accounts stay."""

from django.db import connection
from django.db.models import QuerySet


def forget_words(rows: QuerySet) -> int:
    """Empty what was written beside these entries (reason, receipt). Returns how many changed. Runs in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_forget_words(%s)", [sorted(set(rows.values_list("pk", flat=True)))])
        return cursor.fetchone()[0]
