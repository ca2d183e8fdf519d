"""What was erased is in no page of the database's files after a scrub, nor in an old segment of its log."""

from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from qianshou.exchange import operations as exchange
from qianshou.exchange.queries.erasing import mentions
from qianshou.people.models import Person
from qianshou.runtime.operations.scrubbing import drop_old_log, rewrite_tables
from tests.cast import NOON
from tests.rights.traces import marks_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


def pages(cluster, name: str) -> dict[str, set[str]]:
    """Marks in the files of one database, as they lie on the disk, by table or index."""
    with psycopg.connect(cluster.url("super", name), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        [oid] = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
        names = dict(connection.execute("SELECT pg_relation_filenode(oid)::text, relname FROM pg_class WHERE relkind IN ('r', 'i', 't')"))
    files = [file for file in (cluster.pgdata / "base" / str(oid)).iterdir() if file.is_file()]
    found = {names.get(file.name.partition(".")[0], file.name): marks_in(file.read_bytes()) for file in files}
    return {relation: marks for relation, marks in found.items() if marks}


def log_pages(cluster) -> set[bytes]:
    """Pages of the write-ahead log with marks in them."""
    files = [file for file in Path(cluster.pgdata / "pg_wal").iterdir() if file.is_file()]
    pieces = (data[at : at + 8192] for data in map(Path.read_bytes, files) for at in range(0, len(data), 8192))
    return {piece for piece in pieces if marks_in(piece)}


@pytest.mark.django_db
def test_a_refused_row_does_not_stand_in_the_servers_log(cast, cluster):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(street_id=0, name="Zq99999x", door="Zq99998x", created_at=NOON, updated_at=NOON)
        connection.check_constraints()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0, 'Zq99997x'")
    assert "division by zero" in cluster.log.read_text()
    assert not {"Zq99999x", "Zq99998x", "Zq99997x"} & marks_in(cluster.log.read_bytes())


def test_pages_and_log_forget(past, second, cluster, settings):
    name = settings.DATABASES["default"]["NAME"]
    with psycopg.connect(cluster.url("super", name), autocommit=True) as connection:
        connection.execute("ANALYZE")
    asked = exchange.ask_erasure(person_id=past.person.pk, reason="request", now=NOON, by_id=past.cast.officer.pk)
    chosen = [(m.table, m.row, m.column) for m in mentions(past.person)]
    exchange.erase(erasure_id=asked.pk, mentions=chosen, now=NOON, by_id=second.pk)
    assert pages(cluster, name), "a plain vacuum leaves bytes in the holes of pages: else this command would be for nothing"
    told = log_pages(cluster)
    assert told
    assert rewrite_tables(cluster.url("super", name)) > 50
    drop_old_log(cluster.url("super", name))
    assert pages(cluster, name) == {}
    assert not told & log_pages(cluster), "a segment that is used again still holds what was in it"
