"""Bring the database to this version: migrate as the owner, then grant the program what it may do."""

from __future__ import annotations

import os

from qianshou.runtime import roles
from qianshou.runtime.lighter import built_only_when_changed
from qianshou.runtime.postgres import APP


def bring_up_to_date() -> list[str]:
    """Run what migrations are missing; returns their names. The connection is the program's again afterwards.

    With a server of one's own, DATABASE_OWNER_URL names the role that owns the tables; without it the program's role
    migrates for itself, and `qianshou check` says that this is weaker than it should be.
    """
    from django.core.management import call_command
    from django.db import connection

    with as_owner():
        missing = missing_migrations()
        if missing:
            with built_only_when_changed():
                call_command("migrate", interactive=False, verbosity=0)
            app = _app_role()
            if app:
                with connection.cursor() as cursor:
                    roles.grant(cursor, app=app)
    return missing


def missing_migrations() -> list[str]:
    """Names of migrations not applied yet. Reads only."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    return [f"{step.app_label}.{step.name}" for step, _ in _plan(MigrationExecutor(connection))]


def _plan(executor):
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def _app_role() -> str | None:
    """The role to grant to: the user of DATABASE_URL when it is not the owner himself."""
    from urllib.parse import urlsplit

    app = urlsplit(os.environ.get("DATABASE_URL", "")).username or APP
    owner = urlsplit(os.environ.get("DATABASE_OWNER_URL", "")).username
    return app if owner and owner != app else None


def _django_names(url: str) -> dict[str, str]:
    """The parts of an address under the names of Django's settings."""
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(url)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {ours: str(parts.get(theirs) or "") for ours, theirs in names.items()}


class as_owner:
    """Within it, Django's default connection is the owner's."""

    def __enter__(self):
        from django.db import connection

        self.before = dict(connection.settings_dict)
        connection.close()
        if url := os.environ.get("DATABASE_OWNER_URL"):
            connection.settings_dict.update(_django_names(url))
        return connection

    def __exit__(self, *_):
        from django.db import connection

        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(self.before)
