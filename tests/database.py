"""The test database: an embedded cluster for the session, one database a worker, cloned from a migrated template.

The owner migrates; the tests connect as the program's role, so a missing grant fails here first. TRUNCATE is granted in
test databases only: some gates empty tables that no test rolls back. What each test begins with is in kept.py.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from qianshou.runtime import roles
from qianshou.runtime.lighter import built_only_when_changed
from qianshou.runtime.postgres import APP, FAST, OWNER, Cluster, binaries
from tests import kept

HOME = Path(__file__).resolve().parent.parent
TEMPLATE = "qianshou_template"
PLACE = "QIANSHOU_TEST_CLUSTER"  # tells xdist's workers where the controller's cluster is


def start() -> Cluster:
    """A fresh cluster in the temp directory, known to child processes by its environment variable."""
    cluster = Cluster(Path(tempfile.mkdtemp(prefix="qianshou-test-")), settings=FAST)
    cluster.ensure()
    os.environ[PLACE] = str(cluster.data_dir)
    return cluster


def stop(cluster: Cluster) -> None:
    """Stop the cluster and remove its directory."""
    cluster.kill()
    shutil.rmtree(cluster.data_dir, ignore_errors=True)
    shutil.rmtree(cluster.socket_dir, ignore_errors=True)


def make(cluster: Cluster, name: str) -> None:
    """The database `name`, migrated and empty, whatever was there before."""
    from django.db import connections

    from tests import cast as people

    with _alone(cluster), psycopg.connect(cluster.url("super", "postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            roles.make_database(connection, database=TEMPLATE, owner=OWNER)
            fill_template(cluster)
            point_at(cluster, TEMPLATE)
            kept.keep(cluster.url("super", TEMPLATE), cluster.data_dir, people.make)
            connections["default"].close()
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        roles.make_database(connection, database=name, owner=OWNER, template=TEMPLATE)


def fill_template(cluster: Cluster) -> None:
    """Every table, by migrating; or, ten times faster, from the dump of an earlier run with the same migrations."""
    kept = Path(tempfile.gettempdir()) / f"qianshou-template-{os.geteuid()}-{migrations_hash()}.sql"
    url = cluster.url("super", TEMPLATE)
    if kept.exists():
        _run("psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file", str(kept), url)
        return
    migrate(cluster, TEMPLATE)
    half = kept.with_suffix(f".{os.getpid()}")
    _run("pg_dump", "--file", str(half), url)
    half.replace(kept)


def migrations_hash() -> str:
    """Changes with any migration of ours and with any version of a package that brings its own."""
    digest = hashlib.sha256((HOME / "requirements" / "base.txt").read_bytes())
    sources = [*(HOME / "src" / "qianshou").glob("*/migrations/*.py"), Path(roles.__file__), Path(__file__)]
    for file in sorted(sources):
        digest.update(str(file.relative_to(HOME)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run([str(binaries() / program), *arguments], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{program}: {done.stderr}")


def migrate(cluster: Cluster, name: str) -> None:
    """Run every migration in `name` as the owner and grant the program its rights."""
    from django.core.management import call_command
    from django.db import connection

    point_at(cluster, name, role="owner")
    with built_only_when_changed():
        call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        roles.grant(cursor, app=APP, truncate=True)
    connection.close()


def point_at(cluster: Cluster, name: str, *, role: str = "app") -> None:
    """Make Django's default connection, and child processes, use the database `name`."""
    from django.conf import settings
    from django.db import connections

    parameters = {
        "HOST": str(cluster.socket_dir), "PORT": "", "NAME": name, "PASSWORD": "",
        "USER": {"app": APP, "owner": OWNER}[role],
    }  # fmt: skip
    connections["default"].close()
    connections["default"].settings_dict.update(parameters)
    settings.DATABASES["default"].update(parameters)
    os.environ["DATABASE_URL"] = cluster.url(role, name)
    os.environ["DATABASE_OWNER_URL"] = cluster.url("owner", name)


@contextmanager
def _alone(cluster: Cluster):
    """One worker at a time: the first makes the template, the others wait for it."""
    with (cluster.data_dir / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
