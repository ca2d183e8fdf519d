"""Migrating without building models anew that did not change.

Django builds a model and all that are related to it anew whenever the state of that model is touched; here everything is related to streets and
persons, so that each index, constraint or trigger builds some hundred classes, and an empty directory took more than a minute. What such a step
changes are options, which the statements it sends do not read from the built class: a model whose columns and bases are as they were stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def built_only_when_changed() -> Iterator[None]:
    """Within it, `ProjectState.reload_model` leaves a model alone whose fields, bases and table are those that it was built with."""
    from django.db.migrations.state import ProjectState

    plain, built = ProjectState.reload_model, {}

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:
        key = (app_label, model_name)
        state = self.models.get(key) if "apps" in self.__dict__ else None
        shape = state and (list(state.fields.items()), state.bases, state.options.get("db_table"))
        # The fields themselves are kept, not their ids, so that no new one can be taken for one that is gone.
        if shape and key in built and _same(built[key], shape) and model_name in self.apps.all_models[app_label]:
            return
        plain(self, app_label, model_name, delay)
        if shape:
            built[key] = shape

    ProjectState.reload_model = reload_model
    try:
        yield
    finally:
        ProjectState.reload_model = plain


def _same(one: tuple, other: tuple) -> bool:
    """The very same field objects under the same names, the same bases, the same table."""
    fields, bases, table = one
    return (
        bases == other[1] and table == other[2] and len(fields) == len(other[0])
        and all(name == name2 and field is field2 for (name, field), (name2, field2) in zip(fields, other[0], strict=True))
    )  # fmt: skip
