"""The two database roles: the owner, who migrates, and the program, which owns nothing.

From the first migration the program connects as a role that cannot bypass row-level security (DESIGN: Database).
"""

from __future__ import annotations

import psycopg
from psycopg import sql


def ensure(superuser_url: str, *, owner: str, app: str, database: str) -> None:
    """Make both roles and the database when they are missing. Needs a superuser; idempotent."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        for name in (owner, app):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION").format(
                        sql.Identifier(name)
                    )
                )
        make_database(connection, database=database, owner=owner)


def make_database(connection: psycopg.Connection, *, database: str, owner: str, template: str = "template0") -> None:
    """CREATE DATABASE when it is not there."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
        return
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(sql.Identifier(database), sql.Identifier(owner), sql.Identifier(template))
    )


def grant(connection, *, app: str, truncate: bool = False) -> None:
    """Let `app` use what the owner made. Run as the owner, after each migrate; idempotent.

    `connection` is anything with `execute` (psycopg) or a Django cursor. `truncate` is for test databases only.
    """
    rights = "SELECT, INSERT, UPDATE, DELETE" + (", TRUNCATE" if truncate else "")
    for statement in (
        f'GRANT USAGE ON SCHEMA public TO "{app}"',
        f'GRANT {rights} ON ALL TABLES IN SCHEMA public TO "{app}"',
        f'GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO "{app}"',
        f'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO "{app}"',
        f'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rights} ON TABLES TO "{app}"',
        f'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO "{app}"',
        f'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO "{app}"',
        # The program may read which migrations ran, never claim that one did.
        f'REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM "{app}"',
        # After an erasure the program sweeps dead rows out of the tables it touched (a right of its own since PostgreSQL 17).
        f"""DO $$ BEGIN IF current_setting('server_version_num')::int >= 170000 THEN
            EXECUTE 'GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO "{app}"';
            EXECUTE 'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT MAINTAIN ON TABLES TO "{app}"';
        END IF; END $$""",
        # The books are added to. Triggers say so to everybody; the program has not even the right.
        f'REVOKE UPDATE, DELETE ON ledger_transaction, ledger_posting FROM "{app}"',
        # The urn is written by the database's own functions, each together with the mark on the roll.
        f'REVOKE INSERT, UPDATE, DELETE ON merit_electionballot FROM "{app}"',
    ):
        connection.execute(statement)
