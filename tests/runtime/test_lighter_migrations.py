"""A migration builds a model anew when its columns change, and only then."""

import os
import subprocess
from contextlib import contextmanager, nullcontext

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.db.migrations.state import ModelState, ProjectState
from psycopg import sql

from qianshou.runtime import roles
from qianshou.runtime.lighter import built_only_when_changed
from qianshou.runtime.postgres import OWNER, binaries
from tests import database


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


def test_a_new_table_and_a_new_column_leave_the_others_as_they_were():
    with built_only_when_changed():
        state = state_of_one()
        state.reload_model("people", "thing")
        first = built(state)
        state.add_model(ModelState("people", "Part", [("id", models.AutoField(primary_key=True)), ("of", models.ForeignKey("people.Thing", models.CASCADE))]))
        part = state.apps.get_model("people", "part")
        assert built(state) is first and part._meta.get_field("of").related_model is first
        state.add_field("people", "part", "other", models.ForeignKey("people.Thing", models.CASCADE, related_name="+"), preserve_default=True)
        assert built(state) is first and state.apps.get_model("people", "part") is not part
        assert state.is_delayed  # so that Python of a migration gets all of them built anew, with the way back
        state.clear_delayed_apps_cache()
        assert built(state).part_set.rel.related_model is state.apps.get_model("people", "part")


@pytest.mark.long
def test_the_tables_are_those_that_django_makes_without_it(cluster, django_db_blocker):
    """As far as the tables of persons, with their history and guards; the rest of the program would take Django minutes."""
    dumps = []
    with django_db_blocker.unblock(), _elsewhere():
        for name, lighter in (("lighter", built_only_when_changed), ("plain", nullcontext)):
            with psycopg.connect(cluster.url("super", "postgres"), autocommit=True) as server:
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
                roles.make_database(server, database=name, owner=OWNER)
            database.point_at(cluster, name, role="owner")
            with lighter():
                call_command("migrate", "people", interactive=False, verbosity=0)
            done = subprocess.run([str(binaries() / "pg_dump"), "--schema-only", cluster.url("owner", name)], capture_output=True, text=True, check=True)
            dumps.append([line for line in done.stdout.splitlines() if not line.startswith("\\")])  # without the dump's own random key
    assert "CREATE TABLE public.people_person (" in dumps[0]
    assert dumps[0] == dumps[1]


@contextmanager
def _elsewhere():
    """Django's connection leads where it led before, afterwards; so does what child processes are told."""
    from django.db import connection

    before, told = dict(connection.settings_dict), dict(os.environ)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
        settings.DATABASES["default"].update(before)
        os.environ.update({name: told[name] for name in ("DATABASE_URL", "DATABASE_OWNER_URL")})


def test_afterwards_django_does_as_it_always_does():
    before = ProjectState.reload_model
    with built_only_when_changed():
        assert ProjectState.reload_model is not before
    assert ProjectState.reload_model is before
    state = state_of_one()
    first = built(state)
    state.reload_model("people", "thing")
    assert built(state) is not first
