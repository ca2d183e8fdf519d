"""Shared by the gates on the books. Run as a program it posts, and dies: `python -m tests.faults.ledgering FROM TO CAREFUL`.

It forks one process for each way to die: before its first statement, its second … and right before and right after its commit. Each
posts 100 fen under a source of its own and is killed by SIGKILL there. It prints how many ways there were.
"""

from __future__ import annotations

import os
import signal
import sys
from uuid import uuid4

AMOUNT = 100
BEFORE_COMMIT, AFTER_COMMIT = -1, -2


def post_one(source: str, frm: int, to: int, *, careful: bool = True):
    """Post AMOUNT. The careless caller, the negative control, thinks of a new source each time he tries."""
    from qianshou.ledger import operations
    from tests.cast import DAY, NOON

    name = source if careful else f"{source}:{uuid4()}"
    return operations.post(source=name, lines=[(to, AMOUNT), (frm, -AMOUNT)], happened_on=DAY, text="", now=NOON)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def post_and_die(way: int, frm: int, to: int, careful: bool) -> None:
    """Post the source of this way to die, and die there; a way beyond the last statement ends alive."""
    from django.db import connection, transaction

    seen = 0

    def count(execute, *args):
        nonlocal seen
        seen += 1
        if seen == way:
            die()
        return execute(*args)

    with connection.execute_wrapper(count):
        with transaction.atomic():
            post_one(f"way:{way}", frm, to, careful=careful)
            if way == BEFORE_COMMIT:
                die()
        if way == AFTER_COMMIT:
            die()


def killed(way: int, frm: int, to: int, careful: bool) -> bool:
    """Whether a process of its own died this way."""
    child = os.fork()
    if child == 0:
        try:
            post_and_die(way, frm, to, careful)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def main() -> None:
    """Every way to die."""
    import django

    django.setup()  # before the forks, and without a connection: each child opens its own
    frm, to, careful = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "careful"
    assert killed(BEFORE_COMMIT, frm, to, careful) and killed(AFTER_COMMIT, frm, to, careful)
    way = 1
    while killed(way, frm, to, careful):
        way += 1
    print(way - 1, flush=True)


if __name__ == "__main__":
    main()
