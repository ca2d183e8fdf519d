"""What was erased also leaves the free space of the database's files and its write-ahead log.

A plain VACUUM makes room in pages without overwriting them, and segments of the log are used again without being emptied: a dump shows
nothing of it, whoever takes the disk could. Tables are rewritten (each is locked meanwhile), and old segments removed.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

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
    """Begin a new segment of the write-ahead log and remove the old ones instead of using them again. Needs the superuser."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET wal_recycle = off")
        try:
            connection.execute("SELECT pg_reload_conf()")
            for _ in range(2):  # the second has no reason left to keep the segment the first one began with
                connection.execute("SELECT pg_switch_wal()")
                connection.execute("CHECKPOINT")
        finally:
            connection.execute("ALTER SYSTEM RESET wal_recycle")
            connection.execute("SELECT pg_reload_conf()")
