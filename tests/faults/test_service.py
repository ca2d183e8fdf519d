"""The service hurt in every way a machine has: nothing is left behind, and what died comes back."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qianshou.runtime import unprivileged
from qianshou.runtime.postgres import Cluster, ClusterError
from tests.faults.services import Service, copied, run

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("service")]


@contextmanager
def serving(home: Path) -> Iterator[Service]:
    made = Service(home)
    try:
        made.wait_ready()
        yield made
    finally:
        made.stop()


@pytest.fixture
def service(migrated, tmp_path):
    """A service of the test's own: it may be killed."""
    with serving(copied(migrated, tmp_path / "data")) as made:
        yield made


@pytest.fixture(scope="module")
def lasting(migrated, tmp_path_factory):
    """One service for all tests that leave it running and whole; each of them looks that it answers."""
    with serving(copied(migrated, tmp_path_factory.mktemp("lasting") / "data")) as made:
        yield made


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "sigterm"])
def test_stop_leaves_no_process(service, sent):
    assert len(service.family()) >= 5  # ourselves, database, server, two workers: the control that we look at the right ones
    service.process.send_signal(sent)
    assert service.gone(), service.family()
    assert service.process.returncode == 0
    assert not (service.data_dir / "postgres" / "postmaster.pid").exists(), "the database was not shut down cleanly"


def test_killed_service_leaves_no_orphan(service):
    service.process.kill()
    assert service.gone(), service.family()


def test_stopped_process_is_seen_as_left_behind(lasting):
    """Negative control: a family that does not end is noticed."""
    assert not lasting.gone(1) and lasting.answers()


def test_second_service_is_refused(lasting):
    second = run("serve", "--data", str(lasting.data_dir), "--port", "0")
    assert second.returncode == 1 and "already running" in second.stderr
    assert str(lasting.port) in second.stderr
    assert lasting.answers()


def test_used_port_is_said(lasting, tmp_path):
    other = run("serve", "--data", str(tmp_path / "other"), "--port", str(lasting.port))
    assert other.returncode == 1 and f"Port {lasting.port} is used" in other.stderr
    assert lasting.answers()


@pytest.mark.parametrize("mark", ["granian", "--jobs 2", "--queues watch", "bin/postgres"], ids=["server", "worker", "watch", "database"])
def test_killed_child_comes_back(lasting, mark):
    before = lasting.wait_child(mark)
    os.kill(before, signal.SIGKILL)
    lasting.wait_child(mark, instead_of=before)
    lasting.wait_ready()


def test_start_after_power_cut(service):
    """Database and service killed at once: the stale postmaster.pid does not keep the next start out."""
    database = service.child("bin/postgres")
    service.process.kill()
    os.kill(database, signal.SIGKILL)
    assert service.gone()
    assert (service.data_dir / "postgres" / "postmaster.pid").exists()
    again = Service(service.data_dir)
    try:
        again.wait_ready()
    finally:
        again.stop()


def test_start_beside_a_dead_server_that_nobody_reaped(migrated, tmp_path, monkeypatch):
    """In a container there may be nobody to reap a killed server: for postgres it then counts as alive for ever."""
    home = copied(migrated, tmp_path / "data")
    dead = subprocess.Popen(["true"], preexec_fn=unprivileged.child_setup([home]))  # by the user the database runs as
    while Path(f"/proc/{dead.pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
        time.sleep(0.01)
    (home / "postgres" / "postmaster.pid").write_text(f"{dead.pid}\n{home / 'postgres'}\n0\n5432\n\n\n0 0\nready\n")
    cluster = Cluster(home)
    with monkeypatch.context() as control, pytest.raises(ClusterError, match="Another database server"):
        control.setattr(Cluster, "_outlive_the_dead", lambda self: None)
        cluster.start()
    try:
        cluster.start()
        assert cluster.running_pid() == cluster.process.pid
    finally:
        cluster.stop()
        dead.wait()


def test_an_address_that_is_printed_can_be_opened(migrated, tmp_path):
    home = copied(migrated, tmp_path / "data")
    made = Service(home)
    try:
        until = time.monotonic() + 120
        while "Qianshou answers at" not in made.tail():
            assert time.monotonic() < until and made.process.poll() is None, made.tail()
            time.sleep(0.02)
        assert made.answers(), "whoever opens the printed address at once finds a page"
    finally:
        made.stop()
