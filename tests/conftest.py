"""Shared fixtures. The database is real: see database.py."""

from __future__ import annotations

import fcntl
import gc
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from qianshou.runtime.postgres import FAST, Cluster
from tests import compiling, database, kept, ordering

# `make test` tries the same examples every time, so that what is red says something about the change at hand; `make test-long` and
# QIANSHOU_EXPLORE=1 try new ones, and what they find is mended and stays as an example.
# How fast the machine is says nothing about the change either.
settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("new", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("new" if os.environ.get("QIANSHOU_EXPLORE") == "1" else "same")

MARKERS = {
    "browser": "drives Chromium (slow; needs Debian's chromium)",
    "long": "takes more than two seconds; `make test-fast` leaves it out",
}


def pytest_configure(config):
    for name, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")
    # Django refuses database calls when an event loop runs in the thread, and Playwright's synchronous API keeps one.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    is_worker = hasattr(config, "workerinput")
    config.stash[STARTED] = None
    if not is_worker and getattr(config.option, "numprocesses", None):
        config.option.loadscopereorder = False  # ordering.py says what comes first
        config.stash[STARTED] = database.start()  # before the workers, who inherit the environment


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    if hasattr(config, "workerinput"):
        ordering.longest_first(items)


def pytest_collection_finish(session):
    # What was collected stays to the end: the garbage collector need not walk through two thousand tests and all modules again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    if hasattr(session.config, "workerinput") and "numba" in sys.modules:
        compiling.take_turns(Path(os.environ[database.PLACE]) / "compile.lock")


def pytest_unconfigure(config):
    if started := config.stash.get(STARTED, None):
        database.stop(started)


STARTED = pytest.StashKey[Cluster | None]()


@pytest.fixture(scope="session")
def cluster(request) -> Cluster:
    """The session's embedded PostgreSQL; started by the first test that wants it."""
    if place := os.environ.get(database.PLACE):
        return Cluster(Path(place), settings=FAST)
    started = database.start()
    request.config.stash[STARTED] = started
    return started


@pytest.fixture(scope="session", autouse=True)
def own_directory(tmp_path_factory) -> Path:
    """A data directory of this run's own, with a key; and a password hasher that does not take half a second."""
    from django.conf import settings
    from django.contrib.auth.hashers import get_hashers

    place = tmp_path_factory.mktemp("data")
    key = place / "key"
    key.write_text("5e" * 32)
    key.chmod(0o600)
    os.environ |= {"QIANSHOU_DATA": str(place), "QIANSHOU_KEY_FILE": str(key)}
    settings.DATA_DIR, settings.KEY_FILE, settings.MEDIA_ROOT = place, key, place / "files"
    settings.STATIC_ROOT = place / "static"
    settings.STATIC_ROOT.mkdir()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    get_hashers.cache_clear()
    return place


@pytest.fixture(scope="session")
def migrated(tmp_path_factory) -> Path:
    """A data directory with its tables, made once for all workers by `qianshou migrate`: whoever starts a service on one copies it (faults.services.copied)."""
    from tests.faults.services import run

    base = tmp_path_factory.getbasetemp()
    home = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "migrated"
    home.mkdir(exist_ok=True)
    with (home / "lock").open("a") as lock:  # the first worker makes it, the others wait and find it
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "made").exists():
            done = run("migrate", "--data", str(home / "data"))
            assert done.returncode == 0, done.stderr
            (home / "made").touch()
    return home / "data"


@pytest.fixture
def cast(db, cluster):
    """The fixed cast in the database: see cast.py."""
    return kept.put_cast(cluster.data_dir)


@pytest.fixture(scope="session")
def django_db_setup(own_directory, cluster, django_db_blocker):
    """pytest-django's hook: a database of this worker's own, reached as the program's role."""
    from django.db import connections
    from django.test import TransactionTestCase

    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with django_db_blocker.unblock():
        database.make(cluster, name)
        database.point_at(cluster, name)
    TransactionTestCase._fixture_teardown = lambda self: kept.begin_again()  # in place of Django's flush: see kept.py
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The papers of Pingliang street as they arrived: register, carers, places, menu."""
    return Path(__file__).parent / "data" / "pingliang"


def pytest_terminal_summary(terminalreporter):
    """How many tests ran: a run that silently collected half of them should be seen."""
    ran = sum(len(terminalreporter.stats.get(outcome, [])) for outcome in ("passed", "failed", "error"))
    terminalreporter.write_line(f"{ran} tests ran.")
