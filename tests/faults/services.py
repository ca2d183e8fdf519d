"""A real `qianshou serve` in its own data directory, and what it leaves behind when it is hurt."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

READY = 300.0  # seconds; a first start migrates, on a machine that may be busy


class Service:
    """One running service. `stop()` in a finally."""

    def __init__(self, data_dir: Path, *arguments: str) -> None:
        self.data_dir, self.port = data_dir, free_port()
        self.log = data_dir.with_suffix(".log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command("serve", "--data", str(data_dir), "--port", str(self.port), *arguments),
                                            stdout=log, stderr=log, env=environment(), start_new_session=True)  # fmt: skip

    def wait_ready(self) -> None:
        until = time.monotonic() + READY
        while time.monotonic() < until:
            if self.answers():
                return
            assert self.process.poll() is None, self.tail()
            time.sleep(0.1)
        raise AssertionError(f"no answer: {self.tail()}")

    def tail(self) -> str:
        """The end of what it said."""
        return self.log.read_text()[-2000:]

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/login/", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def family(self) -> dict[int, str]:
        """Every living process that belongs to this data directory or port: pid → command line."""
        marks = (str(self.data_dir), f"--port {self.port}")
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                except OSError:
                    continue
                if any(mark in line for mark in marks):
                    found[int(entry.name)] = line
        return found

    def child(self, mark: str) -> int:
        """The pid of the one direct child whose command line holds `mark`."""
        found = []
        for pid, line in self.family().items():
            try:
                parent = int((Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if mark in line and parent == self.process.pid:
                found.append(pid)
        assert len(found) == 1, (mark, self.family())
        return found[0]

    def wait_child(self, mark: str, *, instead_of: int = 0) -> int:
        """The same, as soon as there is one (another one than `instead_of`): what died is started again after a while."""
        until = time.monotonic() + READY
        while time.monotonic() < until:
            try:
                if (found := self.child(mark)) != instead_of:
                    return found
            except AssertionError:
                pass
            time.sleep(0.2)
        raise AssertionError(f"{mark} does not come back: {self.tail()}")

    def gone(self, seconds: float = 60.0) -> bool:
        """Does the whole family end within this time?"""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process.poll() is not None and not self.family():
                return True
            time.sleep(0.1)
        return False

    def stop(self) -> None:
        """Whatever happened, leave nothing."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if not self.gone(5):
            for pid in self.family():
                os.kill(pid, signal.SIGKILL)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "qianshou", *arguments]


def environment() -> dict[str, str]:
    """Ours without what the test session set: the service must find everything by itself."""
    mine = ("DATABASE_URL", "DATABASE_OWNER_URL", "QIANSHOU_DATA", "QIANSHOU_KEY_FILE")
    return {name: value for name, value in os.environ.items() if name not in mine}


def run(*arguments: str, **more) -> subprocess.CompletedProcess:
    """One command to its end."""
    return subprocess.run(command(*arguments), capture_output=True, text=True, env=environment(), timeout=900, **more)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def copied(migrated: Path, home: Path) -> Path:
    """A data directory of one's own, without migrating again. copytree keeps modes, not owners; as root the database belongs to another user."""
    shutil.copytree(migrated, home, symlinks=True, ignore=shutil.ignore_patterns("run", "*.lock"))
    if os.geteuid() == 0:
        for entry in migrated.rglob("*"):
            if (mine := home / entry.relative_to(migrated)).exists():
                status = entry.stat()
                os.chown(mine, status.st_uid, status.st_gid)
    return home
