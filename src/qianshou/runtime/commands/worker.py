"""Run background jobs: the sweep for what is late, planning, month-end volumes. Many may run, on many hosts."""

from __future__ import annotations

from qianshou.runtime import context
from qianshou.runtime.processes import end_after_parent


def add_arguments(parser) -> None:
    """How much at once."""
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="jobs at the same time (default 2)")
    parser.add_argument("--queues", nargs="+", metavar="NAME", help="only these queues: `watch` is the sweep's (default: all)")


def handle(args) -> int:
    """Until Ctrl-C or SIGTERM; a job under way is finished first, or else picked up again by another worker."""
    end_after_parent()
    with context.database(args.data):
        from procrastinate.contrib.django import app

        with app.replace_connector(app.connector.get_worker_connector()) as runner:
            runner.run_worker(queues=args.queues, concurrency=args.jobs, name="qianshou", shutdown_graceful_timeout=10)
    return 0
