"""What stands in a column whose value was erased."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .register import model_of
from .shapes import Table


def blank_of(field: models.Field) -> object:
    """Nothing, as this column says it: null where it may be, else the empty value of its type."""
    if field.null:
        return None
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() else {}
    if isinstance(field, ArrayField):
        return []
    if isinstance(field, models.BinaryField):
        return b""
    if isinstance(field, models.CharField | models.TextField):
        return ""
    raise TypeError(f"{field.model._meta.label}.{field.name} cannot be emptied: say in its declaration what is written instead")


def blanks(table: Table) -> dict[str, object]:
    """Column → what is written over the personal columns of a row that stays; callables are given the row's key."""
    fields = model_of(table)._meta
    own = {name: blank_of(fields.get_field(name)) for name in table.kinds if name not in table.instead}
    return {**own, **table.instead}
