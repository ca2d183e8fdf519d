"""What was erased also leaves the free space of the database's files and its write-ahead log.

A plain VACUUM makes room in pages without overwriting them, and segments of the log are used again without being emptied: a dump shows
nothing of it, whoever takes the disk could. Tables are rewritten (each is locked meanwhile), and old segments removed.
"""

from __future__ import annotations

import time

import psycopg
from psycopg import sql

RELOADED_AFTER = 1.0  # seconds until the checkpointer, too, has read its settings anew
# The planner's statistics keep common values of columns; of a table that became empty they are never made anew.
FORGET_STATISTICS = """
DELETE FROM pg_catalog.pg_statistic s USING pg_catalog.pg_class c WHERE c.oid = s.starelid AND c.relnamespace = 'public'::regnamespace
"""


def rewrite_tables(url: str) -> int:
    """Rewrite every table of the program with what is in it now; `url` is of a role that owns them, or the superuser. Returns how many."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]
        superuser = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()[0]
        if superuser:
            connection.execute(FORGET_STATISTICS)
        for name in found:
            connection.execute(sql.SQL("VACUUM (FULL, ANALYZE) public.{}").format(sql.Identifier(name)))
        if superuser:
            connection.execute("VACUUM FULL pg_catalog.pg_statistic")
    return len(found)


def drop_old_log(url: str) -> None:
    """Remove the segments of the write-ahead log that were written before, those too that wait to be used again. Needs the superuser.

    A segment that is switched away from is filled up with zeros, so going through as many as there are leaves nothing of before.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET wal_recycle = off")
        try:
            connection.execute("SELECT pg_reload_conf()")
            time.sleep(RELOADED_AFTER)
            [segments] = connection.execute("SELECT count(*) FROM pg_ls_waldir()").fetchone()
            for _ in range(segments + 1):
                connection.execute("SELECT pg_logical_emit_message(true, 'scrub', '')")  # an empty segment would not be switched away from
                connection.execute("SELECT pg_switch_wal()")
            connection.execute("CHECKPOINT")
        finally:
            connection.execute("ALTER SYSTEM RESET wal_recycle")
            connection.execute("SELECT pg_reload_conf()")
