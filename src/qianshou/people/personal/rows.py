"""The rows of some persons in one table."""

from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet

from qianshou.access.models import LogEntry

from .register import model_of
from .shapes import OTHERS, Table


def rows_of(table: Table, ids: Sequence[int]) -> QuerySet:
    """Rows that belong to these persons; none for a table that belongs to nobody."""
    model = model_of(table)
    if table.rows is not None:
        return model._default_manager.filter(pk__in=table.rows(ids).values("pk"))
    if table.how is OTHERS or not table.of:
        return model._default_manager.none()
    ways = Q()
    for way in table.of.split():
        ways |= Q(**{f"{way}__in": list(ids)})
    if "__" not in table.of:
        return model._default_manager.filter(ways)
    # Through other tables a row may be found twice.
    return model._default_manager.filter(pk__in=model._default_manager.filter(ways).values("pk"))


def logged(keys: Mapping[str, Sequence[object]]) -> QuerySet[LogEntry]:
    """Entries of the log about rows: word of the log (`Table.log`) → keys of the rows."""
    about = Q(pk__in=[])
    for word, of_word in keys.items():
        about |= Q(target=word, target_id__in=[str(key) for key in of_word])
    return LogEntry.objects.filter(about)


def old_rows_of(table: Table, history: type, ids: Sequence[int]) -> QuerySet:
    """What history.py keeps of those rows, and of rows that were theirs once."""
    ways = Q(pgh_obj__in=rows_of(table, ids).values("pk"))
    for way in table.of.split():
        ways |= Q(**{("id" if way == "pk" else way) + "__in": list(ids)})
    return history.objects.filter(ways)
