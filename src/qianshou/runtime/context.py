"""Where this installation lives, and a database to talk to: what every command needs before it can begin."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qianshou.__main__ import CommandError
from qianshou.kernel.sealing import new_key_file
from qianshou.runtime.postgres import Cluster
from qianshou.runtime.processes import SUPERVISED

OURS = "QIANSHOU_EMBEDDED"  # set when DATABASE_URL is our own embedded cluster's, here or in a child


def is_embedded() -> bool:
    """True when no server of the office's own is named in DATABASE_URL."""
    return not os.environ.get("DATABASE_URL") or os.environ.get(OURS) == "1"


def announce(data_dir: Path) -> Path:
    """Tell this process and its children where things are; makes nothing."""
    data_dir = data_dir.resolve()
    os.environ["QIANSHOU_DATA"] = str(data_dir)
    os.environ.setdefault("QIANSHOU_KEY_FILE", str(data_dir / "key"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qianshou.settings")
    return data_dir


def load_apps() -> None:
    """Django's apps for a command whose arguments come from them. No database is started or asked."""
    data_dir = announce(Path(os.environ.get("QIANSHOU_DATA", "qianshou-data")))
    if is_embedded():
        use(Cluster(data_dir))
    setup_django()


def prepare(data_dir: Path) -> Path:
    """Make the data directory with its key file."""
    data_dir = announce(data_dir)
    try:
        (data_dir / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise wants it, although it finds files by itself
    except OSError as error:
        raise CommandError(f"The data directory {data_dir} cannot be made: {error.strerror}.") from error
    try:
        new_key_file(Path(os.environ["QIANSHOU_KEY_FILE"]))
    except OSError as error:
        raise CommandError(f"The key file cannot be written: {error}. Is the disk full?") from error
    return data_dir


def use(cluster: Cluster) -> None:
    """Point Django, here and in children, at an embedded cluster."""
    os.environ["DATABASE_URL"] = cluster.url("app")
    os.environ["DATABASE_OWNER_URL"] = cluster.url("owner")
    os.environ[OURS] = "1"


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Hold this data directory for a long-running service; CommandError when another one holds it.

    The lock is the kernel's, so a killed service leaves none behind.
    """
    with (data_dir / "service.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CommandError(f"Qianshou is already running on {data_dir} ({lock.read().strip() or 'no address known yet'}).") from None
        lock.truncate(0)
        yield


def note_address(data_dir: Path, address: str) -> None:
    """Write who holds the lock and where it answers, for the message a second start gives."""
    (data_dir / "service.lock").write_text(f"process {os.getpid()}, {address}")


@contextmanager
def database(data_dir: Path, *, migrate: bool = False) -> Iterator[Cluster | None]:
    """A database for one command: the office's own, the one a running service keeps, or one started for this command.

    Sets Django up. With `migrate` the tables are brought up to date first.
    """
    data_dir = prepare(data_dir)
    cluster = None
    if is_embedded():
        cluster = Cluster(data_dir)
        with (data_dir / "start.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not os.environ.get(SUPERVISED) and not cluster.running_pid():
                cluster.ensure()
        use(cluster)
    try:
        setup_django()
        if migrate:
            from qianshou.runtime.schema import bring_up_to_date

            bring_up_to_date()
        yield cluster
    finally:
        if cluster:
            cluster.stop()  # only what this command started; a service's database is not ours


def setup_django() -> None:
    """Load settings and apps; compiled words first, because Django reads them at the first translation."""
    import django

    from qianshou import words

    for wrong in words.compile_stale()[1]:
        print(f"A translation could not be compiled: {wrong}", file=sys.stderr)
    django.setup()
