"""The checks at commit read what they check, and not all the books, also in a session that began when the books were empty."""

import psycopg
import pytest
from django.db import connection, transaction

from qianshou.ledger.operations import Entry, post_many, posting_many
from tests.cast import DAY, NOON
from tests.ledger.books import audit, open_books, pay, settle

MANY = 1500


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("made_anew", [True, False], ids=["plans made anew", "negative control: plans kept"])
def test_a_session_that_began_with_empty_books(cast, cluster, monkeypatch, made_anew):
    if not made_anew:
        monkeypatch.setattr(posting_many, "MANY", MANY + 1)
    with psycopg.connect(cluster.url("super", connection.settings_dict["NAME"]), autocommit=True) as server:
        server.execute("VACUUM ANALYZE ledger_transaction, ledger_posting")  # as autovacuum does: now it is known that they are empty
    books = open_books(cast)
    for n in range(8):  # from the sixth time on a plan is kept
        pay(f"first:{n}", books.cash, books.shen, 1)
    lines = [(books.cash.pk, -1), (books.shen.pk, 1)]
    with transaction.atomic():
        post_many(entries=[Entry(f"many:{n}", lines, DAY, "Meal") for n in range(MANY)], now=NOON)
        before = rows_read_in_whole_tables()
        settle()
        read = rows_read_in_whole_tables() - before
    assert (read == 0) if made_anew else (read > MANY * MANY / 2), read
    assert audit() == []


def rows_read_in_whole_tables() -> int:
    """Rows of the books that this transaction read by going through a table from its beginning."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(seq_tup_read) FROM pg_stat_xact_user_tables WHERE relname IN ('ledger_transaction', 'ledger_posting')")
        return int(cursor.fetchone()[0])
