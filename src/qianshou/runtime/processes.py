"""Children that are kept alive while we live and are gone when we are gone."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from qianshou.runtime.postgres import Cluster, ClusterError
from qianshou.runtime.unprivileged import PR_SET_PDEATHSIG

STABLE_SECONDS = 30.0  # a child that lived this long has its restart delay forgotten
LONGEST_DELAY = 20.0
SUPERVISED = "QIANSHOU_SUPERVISOR"  # pid of the supervisor, in the environment of its children
PATIENCE = 15.0  # seconds a child gets to end its work after SIGTERM


def die_with_parent(sent: signal.Signals = signal.SIGTERM) -> None:
    """On Linux, have the kernel send us `sent` when the thread that started us ends. Elsewhere nothing."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, sent, 0, 0, 0)


def end_after_parent(seconds: float = 5.0) -> None:
    """End this process hard when it still lives so long after its supervisor died.

    SIGTERM comes first (die_with_parent); but a worker whose database died at the same moment waits for it in vain.
    Without a supervisor (a shell that went away) nothing happens.
    """
    if not os.environ.get(SUPERVISED):
        return
    parent = int(os.environ[SUPERVISED])

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        time.sleep(seconds)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _child_setup(parent: int) -> None:
    """Own session (the terminal's Ctrl-C must reach us only), default signals, a signal when we die."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    die_with_parent()
    if os.getppid() != parent:
        os._exit(1)


@dataclass
class Child:
    """One program to keep running. `command` is run with our environment plus `extra`."""

    name: str
    command: list[str]
    extra: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None
    started: float = 0.0
    delay: float = 0.5
    again_at: float = 0.0

    def start(self) -> None:
        parent = os.getpid()
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.extra, SUPERVISED: str(parent)},
            stdin=subprocess.DEVNULL,
            preexec_fn=lambda: _child_setup(parent),
        )
        self.started = time.monotonic()

    @property
    def dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def clear(self) -> None:
        """Kill what a dead child left of its own children; they share its session's process group."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


@dataclass
class Supervisor:
    """Keeps `children` and, when given, `cluster` running until a signal, then stops them: children first, database last."""

    children: list[Child]
    cluster: Cluster | None = None
    say: Callable[[str], None] = print
    asked: threading.Event = field(default_factory=threading.Event)
    answers: Callable[[], bool] = lambda: True  # whether the server can be reached
    greeting: str = ""  # said once it can: whoever opens the address then gets a page

    def listen(self) -> None:
        """Take SIGINT and SIGTERM. Explicitly: a shell that starts us in the background leaves SIGINT ignored."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.asked.set())

    def run(self) -> int:
        """Until asked to stop. Returns the exit code. Must be called from the main thread, as must `Cluster.start`."""
        try:
            for child in self.children:
                child.start()
            while not self.asked.wait(0.25):
                self._tend()
                if self.greeting and self.answers():
                    self.say(self.greeting)
                    self.greeting = ""
            return 0
        finally:
            self.stop()

    def _tend(self) -> None:
        if self.cluster and self.cluster.process and self.cluster.process.poll() is not None:
            self.say("The database stopped; starting it again.")
            try:
                self.cluster.start()
            except ClusterError as error:
                self.say(str(error))
                self.asked.wait(2)
        now = time.monotonic()
        for child in self.children:
            if child.dead and not child.again_at:
                if now - child.started > STABLE_SECONDS:
                    child.delay = 0.5
                self.say(f"The {child.name} ended with code {child.process.returncode}; starting it again in {child.delay:.1f} s.")
                child.clear()
                child.again_at = now + child.delay
                child.delay = min(child.delay * 2, LONGEST_DELAY)
            elif child.again_at and now >= child.again_at:
                child.again_at = 0.0
                child.start()

    def stop(self) -> None:
        """SIGTERM to all at once, patience, SIGKILL; then the database."""
        alive = [child for child in self.children if child.process and not child.dead]
        for child in alive:
            child.process.send_signal(signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        for child in alive:
            try:
                child.process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
        for child in self.children:
            child.clear()
        if self.cluster:
            self.cluster.stop()
