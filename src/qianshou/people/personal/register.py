"""The register: who declared what. Filled when the program starts, read-only after it."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from .shapes import Files, Table

_tables: dict[str, Table] = {}
_files: dict[str, Files] = {}

# Columns of these types must be named, for anything may stand in them. Keys, numbers, days and moments say nothing once the person's own
# columns are gone, and share the fate of their row; a personal one among them (a birth date) is named all the same.
TELLING = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FloatField, models.GenericIPAddressField, ArrayField)


def declare(*found: Table) -> None:
    """Add a room's tables. The same room may be loaded twice (tests reload apps)."""
    _tables.update({one.label: one for one in found})


def declare_files(*found: Files) -> None:
    """Add a room's files."""
    _files.update({one.name: one for one in found})


def tables() -> list[Table]:
    """Every declared table, those that point to others first: they can be emptied in this order."""
    order = {model: rank for rank, model in enumerate(_outermost_first())}
    return sorted(_tables.values(), key=lambda one: order[model_of(one)])


def files() -> list[Files]:
    """Every declared kind of file."""
    return list(_files.values())


def table_of(model: type[models.Model]) -> Table | None:
    """The declaration of a model; for a table of old rows, that of the table whose rows they were."""
    of = tracked(model)
    return _tables.get((of or model)._meta.label)


def model_of(table: Table) -> type[models.Model]:
    """The model of a declaration."""
    return apps.get_model(table.label)


def tracked(model: type[models.Model]) -> type[models.Model] | None:
    """For a table of old rows (history.py): the model whose rows they were."""
    tracks = getattr(model, "pgh_tracked_model", None)
    return tracks if tracks is not None and any(f.name == "pgh_obj" for f in model._meta.fields) else None


def history_of(model: type[models.Model]) -> type[models.Model] | None:
    """The table of old rows of a model, if its changes are kept."""
    return next((m for m in apps.get_models() if tracked(m) is model), None)


def needs_a_word(model: type[models.Model]) -> list[str]:
    """Columns of a model that hold text, JSON, bytes or coordinates and must be named in its declaration."""
    return [f.name for f in model._meta.concrete_fields if isinstance(f, TELLING) and not f.name.startswith("pgh_")]


def _outermost_first() -> list[type[models.Model]]:
    """Models so that whoever holds a key stands before whoever is pointed at."""
    left, found = [m for m in apps.get_models(include_auto_created=True) if not m._meta.proxy], []
    while left:
        pointed = {f.related_model for m in left for f in m._meta.concrete_fields if f.is_relation and f.related_model is not m}
        free = [m for m in left if m not in pointed] or left[:1]
        found += free
        left = [m for m in left if m not in free]
    return found
