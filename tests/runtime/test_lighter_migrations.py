"""A migration builds a model anew when its columns change, and only then."""

from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from qianshou.runtime.lighter import built_only_when_changed


def state_of_one() -> ProjectState:
    state = ProjectState()
    state.add_model(ModelState("people", "Thing", [("id", models.AutoField(primary_key=True))], options={"indexes": []}))
    assert state.apps.get_model("people", "Thing")
    return state


def built(state: ProjectState) -> type:
    return state.apps.get_model("people", "thing")


def test_an_index_builds_nothing_anew_and_a_column_does():
    with built_only_when_changed():
        state = state_of_one()
        state.reload_model("people", "thing")
        first = built(state)
        state.add_index("people", "thing", models.Index(fields=["id"], name="thing_by_id"))
        assert built(state) is first and state.models["people", "thing"].options["indexes"]
        state.add_field("people", "thing", "name", models.TextField(default=""), preserve_default=True)
        second = built(state)
        assert second is not first and {f.name for f in second._meta.get_fields()} == {"id", "name"}
        state.alter_field("people", "thing", "name", models.CharField(max_length=5), preserve_default=True)
        assert built(state)._meta.get_field("name").max_length == 5


def test_afterwards_django_does_as_it_always_does():
    before = ProjectState.reload_model
    with built_only_when_changed():
        assert ProjectState.reload_model is not before
    assert ProjectState.reload_model is before
    state = state_of_one()
    first = built(state)
    state.reload_model("people", "thing")
    assert built(state) is not first
