"""Migrating without building models anew that did not change.

Django builds a model and all that are related to it anew whenever the state of that model is touched; here everything is related to streets and
persons, so that each new table, column, index, constraint or trigger builds some hundred classes, and an empty directory took minutes.

* An index, a constraint or a trigger changes options, which the statements it sends do not read from the built class: a model whose columns and
  bases are as they were stays as it is.
* A new table, and one that got a column, is built alone. What is sent reads that model and the tables and keys that it points to; those who
  point to it keep the class as it was, whose table and key are the same. Only Python of a migration would see the difference, and before one of
  those runs Django builds all anew when the state is marked as delayed, as it is here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def built_only_when_changed() -> Iterator[None]:
    """Within it, `ProjectState.reload_model` builds a model alone, or not at all, where that says all the same to the database."""
    from django.db.migrations.state import ProjectState

    plain, built = ProjectState.reload_model, {}

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:
        key = (app_label, model_name)
        state = self.models.get(key) if "apps" in self.__dict__ else None
        if not state:
            return plain(self, app_label, model_name, delay)
        # The fields themselves are kept, not their ids, so that no new one can be taken for one that is gone.
        shape = (dict(state.fields), state.bases, state.options.get("db_table"))
        there = model_name in self.apps.all_models[app_label]
        if there and key in built and _same(built[key], shape):
            return None
        grown = not there or (key in built and _grown(built[key], shape))
        if grown and not _inherits(self, key):
            self.is_delayed = True
            self.apps.render_multiple([state])
        else:
            plain(self, app_label, model_name, delay)
        built[key] = shape
        return None

    ProjectState.reload_model = reload_model
    try:
        yield
    finally:
        ProjectState.reload_model = plain


def _grown(before: tuple, after: tuple) -> bool:
    """Whether there are more fields, beside the very same ones, on the same bases and table."""
    (fields, *rest), (more, *others) = before, after
    return rest == others and len(more) > len(fields) and all(more.get(name) is field for name, field in fields.items())


def _inherits(state, key: tuple[str, str]) -> bool:
    """Whether a model is built on another model's table (multi-table inheritance, a proxy), or another on this one's."""
    name = ".".join(key)
    return any(isinstance(base, str) for base in state.models[key].bases) or any(name in one.bases for one in state.models.values())


def _same(before: tuple, after: tuple) -> bool:
    """The very same field objects under the same names, the same bases, the same table."""
    (fields, *rest), (now, *others) = before, after
    return rest == others and len(now) == len(fields) and all(now.get(name) is field for name, field in fields.items())
