"""On a machine that has not compiled the planner yet, one worker compiles each function and the others take it from the cache.

Left alone, every worker compiles everything: half a minute of a core each, for the same machine code.
"""

from __future__ import annotations

import fcntl
import threading
from pathlib import Path


def take_turns(lock: Path) -> None:
    """From now on this process compiles only while it holds `lock`; Numba looks into its cache first, once it does."""
    from numba.core.dispatcher import Dispatcher

    alone, depth, compile_at_once = threading.RLock(), 0, Dispatcher.compile

    def compile_in_turn(self, sig):
        nonlocal depth
        with alone, lock.open("a") as file:  # a function that others call is compiled within them: the lock is taken by the outermost
            if depth == 0:
                fcntl.flock(file, fcntl.LOCK_EX)
            depth += 1
            try:
                return compile_at_once(self, sig)
            finally:
                depth -= 1

    Dispatcher.compile = compile_in_turn
