"""What every test begins with, kept inside the test database: the rows that the migrations wrote, and the fixed cast.

Made once for a run, in the template that each worker's database is cloned from. Two functions of the superuser put it back in one
statement each, without triggers: `tests_begin_again()` after a test that committed (Django's flush truncates every table and writes
types and permissions anew, about a second each time), `tests_put_cast()` where a test asks for the cast (some two hundred statements).
Both are in test databases only.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

CAST = "cast.pickle"
LEFT_ALONE = ("django_migrations",)  # the program may not write there either

BEGIN_AGAIN = """
CREATE FUNCTION tests_begin_again() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET session_replication_role = replica AS $$
DECLARE
    of_table text;
    used boolean;
BEGIN
    LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE;  -- whoever is still writing comes to his end first
    FOREACH of_table IN ARRAY {names}::text[] LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', of_table) INTO used;
        IF used THEN
            EXECUTE format('DELETE FROM public.%I', of_table);
        END IF;
    END LOOP;
    {inserts}
END $$
"""
PUT_CAST = """
CREATE FUNCTION tests_put_cast() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET session_replication_role = replica AS $$
BEGIN
    {inserts}
END $$
"""


def keep(url: str, place: Path, make_cast: Callable[[], object]) -> None:
    """Keep what is in the database at `url` (its superuser's) now and what `make_cast` adds to it; leaves it as it was."""
    with psycopg.connect(url, autocommit=True) as connection:
        tables = _tables(connection)
        first = _filled(connection, tables)
        _copy(connection, "kept_first", first)
        (place / CAST).write_bytes(pickle.dumps(make_cast()))
        after = _filled(connection, tables)
        if grown := [name for name, rows in first.items() if after[name] != rows]:
            raise AssertionError(f"The cast writes to tables that the migrations fill: {grown}. Keep their rows apart here.")
        _copy(connection, "kept_cast", after.keys() - first.keys())
        inserts = {schema: _inserts(connection, schema) for schema in ("kept_first", "kept_cast")}
        everything = sql.SQL(", ").join(sql.Identifier("public", name) for name in tables)
        connection.execute(sql.SQL(BEGIN_AGAIN).format(tables=everything, names=sql.Literal(tables), inserts=inserts["kept_first"]))
        connection.execute(sql.SQL(PUT_CAST).format(inserts=inserts["kept_cast"]))
        connection.execute("SELECT tests_begin_again()")


def _tables(connection: psycopg.Connection) -> list[str]:
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL(%s) ORDER BY 1", [list(LEFT_ALONE)])
    return [name for (name,) in found]


def _filled(connection: psycopg.Connection, tables: list[str]) -> dict[str, int]:
    """Table → rows, of those that have any."""
    count = "SELECT count(*) FROM {}"
    rows = {name: connection.execute(sql.SQL(count).format(sql.Identifier("public", name))).fetchone()[0] for name in tables}
    return {name: n for name, n in rows.items() if n}


def _copy(connection: psycopg.Connection, schema: str, tables) -> None:
    connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
    for name in tables:
        connection.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(sql.Identifier(schema, name), sql.Identifier("public", name)))


def _inserts(connection: psycopg.Connection, schema: str) -> sql.Composable:
    """Statements that put the rows of a schema back. Columns that the database reckons itself are left to it."""
    columns = connection.execute(
        "SELECT k.relname, array_agg(a.attname::text ORDER BY a.attnum) FROM pg_class k JOIN pg_namespace n ON n.oid = k.relnamespace"
        " JOIN pg_class p ON p.relname = k.relname AND p.relnamespace = 'public'::regnamespace"
        " JOIN pg_attribute a ON a.attrelid = p.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''"
        " WHERE n.nspname = %s AND k.relkind = 'r' GROUP BY 1 ORDER BY 1",
        [schema],
    ).fetchall()
    statement = sql.SQL("INSERT INTO {} ({names}) OVERRIDING SYSTEM VALUE SELECT {names} FROM {};")
    return sql.SQL("\n    ").join(
        statement.format(sql.Identifier("public", table), sql.Identifier(schema, table), names=sql.SQL(", ").join(map(sql.Identifier, names)))
        for table, names in columns
    )


@cache
def _pickled(place: Path) -> bytes:
    return (place / CAST).read_bytes()


def put_cast(place: Path):
    """The cast's rows into the database of Django's connection; the Cast, new objects each time. Their keys are the same in every test."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT tests_put_cast()")
    return pickle.loads(_pickled(place))


def begin_again() -> None:
    """The database as the migrations left it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT tests_begin_again()")
