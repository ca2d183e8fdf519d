"""Rows of one file go over to another, and back: which ones is remembered, so that a merge can be taken back."""

from collections.abc import Sequence

from django.db.models import Model, QuerySet


def hand_over(rows: QuerySet, field: str, to: int) -> list[int]:
    """Let the rows point to another person by `field`; the ids of those that moved. Runs in the caller's transaction."""
    ids = sorted(rows.values_list("pk", flat=True))
    rows.model.objects.filter(pk__in=ids).update(**{field: to})
    return ids


def hand_back(model: type[Model], field: str, ids: Sequence[int], *, held_by: int, to: int) -> None:
    """Give rows back, those of them that still point to `held_by`."""
    model.objects.filter(pk__in=ids, **{field: held_by}).update(**{field: to})
