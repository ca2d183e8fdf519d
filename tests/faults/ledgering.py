"""Shared by the gates on the books. Run as a program it posts, and dies: `python -m tests.faults.ledgering FROM TO CAREFUL`.

It forks one process for each way to die: before its first statement, its second … and right before and right after its commit. Each
posts 100 fen under a source of its own and is killed by SIGKILL there. It prints how many ways there were.
"""

from __future__ import annotations

import sys
from functools import partial
from uuid import uuid4

from tests.faults.forking import AFTER_COMMIT, BEFORE_COMMIT, killed

AMOUNT = 100


def post_one(source: str, frm: int, to: int, *, careful: bool = True):
    """Post AMOUNT. The careless caller, the negative control, thinks of a new source each time he tries."""
    from qianshou.ledger import operations
    from tests.cast import DAY, NOON

    name = source if careful else f"{source}:{uuid4()}"
    return operations.post(source=name, lines=[(to, AMOUNT), (frm, -AMOUNT)], happened_on=DAY, text="", now=NOON)


def main() -> None:
    """Every way to die."""
    import django

    django.setup()  # before the forks, and without a connection: each child opens its own
    frm, to, careful = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "careful"
    posting = lambda way: partial(post_one, f"way:{way}", frm, to, careful=careful)
    assert killed(BEFORE_COMMIT, posting(BEFORE_COMMIT)) and killed(AFTER_COMMIT, posting(AFTER_COMMIT))
    way = 1
    while killed(way, posting(way)):
        way += 1
    print(way - 1, flush=True)


if __name__ == "__main__":
    main()
