"""Processes that do one deed and are killed in it, each forked from one program that has loaded everything: loading takes seconds.

The program's side is `offer`; the test's side is `Nursery`. A child has its own connection, opened after the fork.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable


def offer(deed: Callable[[], None]) -> None:
    """For each line that is read, one child: it says `ready PID`, does the deed, says `done`, and waits for its end; then we say `ended`."""
    from django.db import connection

    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                connection.ensure_connection()
                print("ready", os.getpid(), flush=True)
                deed()
                print("done", flush=True)
                signal.pause()
            finally:
                os._exit(1)
        os.waitpid(child, 0)
        print("ended", flush=True)


BEFORE_COMMIT, AFTER_COMMIT = -1, -2


def killed(way: int, deed: Callable[[], object]) -> bool:
    """Whether a process of its own, which does the deed in one transaction, died this way: before its so-many-th statement, right before or right
    after its commit. A way beyond the last statement ends alive."""
    child = os.fork()
    if child == 0:
        try:
            _dying(way, deed)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _dying(way: int, deed: Callable[[], object]) -> None:
    from django.db import connection, transaction

    seen = 0

    def count(execute, *args):
        nonlocal seen
        seen += 1
        if seen == way:
            _die()
        return execute(*args)

    with connection.execute_wrapper(count):
        with transaction.atomic():
            deed()
            if way == BEFORE_COMMIT:
                _die()
        if way == AFTER_COMMIT:
            _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Nursery:
    """`with Nursery("tests.faults.taking", …) as nursery`: a program that calls `offer`."""

    def __init__(self, *words: str) -> None:
        self.process = subprocess.Popen([sys.executable, "-m", *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *_) -> None:
        self.process.kill()
        self.process.communicate()

    def kill_one(self, after: float) -> bool:
        """Let a child begin, kill it with SIGKILL so many seconds later; was it killed before it was done?"""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        word, _, pid = self.process.stdout.readline().partition(" ")
        assert word == "ready", word
        time.sleep(after)
        os.kill(int(pid), signal.SIGKILL)
        said = []
        while (line := self.process.stdout.readline()) != "ended\n":
            assert line == "done\n", line
            said.append(line)
        return not said
