"""Old rows as sealed JSON, and back: the columns of one row of a table of history.py. Pure but for the model's fields."""

import base64
import json
from collections.abc import Iterable

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


def columns_of(model: type[models.Model]) -> list[models.Field]:
    """What is sealed of a table of old rows: the columns it tracks."""
    return [f for f in model._meta.concrete_fields if not f.name.startswith("pgh_")]


def to_bytes(columns: Iterable[models.Field], values: Iterable[object]) -> bytes:
    """One row as JSON; bytes as base64."""
    plain = {f.attname: base64.b64encode(bytes(v)).decode() if isinstance(v, bytes | memoryview) else v for f, v in zip(columns, values, strict=True)}
    return json.dumps(plain, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(model: type[models.Model], data: bytes) -> dict[str, object]:
    """attname → value again. A column that the table no longer has is left out."""
    known, plain = {f.attname: f for f in columns_of(model)}, json.loads(data)
    return {name: _value(known[name], value) for name, value in plain.items() if name in known}


def _value(field: models.Field, value: object) -> object:
    if value is None or field.is_relation or isinstance(field, models.JSONField):
        return value
    return base64.b64decode(value) if isinstance(field, models.BinaryField) else field.to_python(value)
