"""Look once for what is late and alert. The worker does this every 20 seconds; the command is for cron and for proof."""

from __future__ import annotations

from qianshou.runtime import context
from qianshou.runtime.output import result


def add_arguments(parser) -> None:
    """No arguments of its own."""


def handle(args) -> int:
    """One sweep of every street."""
    with context.database(args.data):
        from qianshou.kernel import clock
        from qianshou.watch import operations

        done = operations.sweep(now=clock.now())
    return result(args, {"sweep": done}, f"Swept: {done}")
