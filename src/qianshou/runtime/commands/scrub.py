"""Take what was erased out of the free space of the database's files too. Tables are locked one after the other: best at night.

With the embedded database old segments of the write-ahead log go as well; at a server of one's own that is for its administrator
(wal_recycle = off, pg_switch_wal, CHECKPOINT). Backups made before an erasure are not touched: let them run out.
"""

from __future__ import annotations

import os

from qianshou.runtime import context
from qianshou.runtime.output import result


def add_arguments(parser) -> None:
    """No arguments of its own."""


def handle(args) -> int:
    """Rewrite the tables, then drop the old log."""
    from qianshou.runtime import archive
    from qianshou.runtime.operations import scrubbing

    with context.database(args.data):
        ours = context.is_embedded()
        cluster = context.Cluster(args.data.resolve()) if ours else None
        tables = scrubbing.rewrite_tables(archive.owner_url(cluster))
        if cluster:
            scrubbing.drop_old_log(cluster.url("super"))
    said = f"{tables} tables were rewritten." + ("" if ours else f" The log of {os.environ.get('DATABASE_URL', '').split('@')[-1]} is for its administrator.")
    return result(args, {"tables": tables, "log": ours}, said)
