"""What the database refuses by itself, whoever asks: the program's role, and the owner of the tables.

Each deed is refused while the triggers stand, and passes once the owner has switched them off: so it is the trigger that refuses, and the
audit sees what it would have let through.
"""

from __future__ import annotations

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from qianshou.ledger.models import Account, Posting, Transaction
from tests.ledger.books import audit, open_books, pay

SETUP = """
INSERT INTO access_street (id, code, name, pack, telephone) VALUES (1, 'a', 'A', 'yangpu', ''), (2, 'b', 'B', 'yangpu', '');
INSERT INTO ledger_account (id, street_id, unit, code, kind, name, least, balance, opened_at) VALUES
  (1, 1, 'fen', 'prepaid', 'street', '', 0, 0, now()), (2, 1, 'fen', 'cash', 'outside', '', NULL, 0, now()),
  (3, 1, 'fen', 'income', 'street', '', NULL, 0, now()), (4, 1, 'points', 'points', 'street', '', NULL, 0, now()),
  (5, 2, 'fen', 'cash', 'outside', '', NULL, 0, now()), (6, 1, 'fen', 'idle', 'street', '', NULL, 0, now());
INSERT INTO ledger_transaction (id, street_id, unit, source, lines, happened_on, recorded_at, text, params, reverses_id) VALUES
  (1, 1, 'fen', 'in', 2, '2026-11-24', now(), '', '{}', NULL), (2, 1, 'fen', 'out', 2, '2026-11-24', now(), '', '{}', NULL),
  (3, 1, 'fen', 'out/reversed', 2, '2026-11-24', now(), '', '{}', 2);
INSERT INTO ledger_posting (transaction_id, account_id, street_id, happened_on, amount) VALUES
  (1, 1, 1, '2026-11-24', 500), (1, 2, 1, '2026-11-24', -500),
  (2, 1, 1, '2026-11-24', -200), (2, 3, 1, '2026-11-24', 200), (3, 1, 1, '2026-11-24', 200), (3, 3, 1, '2026-11-24', -200);
"""
NEW = "INSERT INTO ledger_transaction (id, street_id, unit, source, lines, happened_on, recorded_at, text, params, reverses_id) VALUES"
LINE = "INSERT INTO ledger_posting (transaction_id, account_id, street_id, happened_on, amount) VALUES"
DAY = "'2026-11-24'"


def entry(*lines: str, declared: int = 2, reverses: str = "NULL") -> str:
    """A new transaction with these lines, each as "account, street, day, amount"."""
    head = f"{NEW} (9, 1, 'fen', 'new', {declared}, {DAY}, now(), '', '{{}}', {reverses});"
    return head + (f"{LINE} {', '.join(f'(9, {line})' for line in lines)};" if lines else "")


BY_TRIGGER = {
    "no lines": entry(),
    "one line": entry(f"3, 1, {DAY}, 100"),
    "one line beside one declared too few": entry(f"3, 1, {DAY}, 100", f"2, 1, {DAY}, -50", f"6, 1, {DAY}, -50"),
    "out of balance": entry(f"3, 1, {DAY}, 100", f"2, 1, {DAY}, -90"),
    "two units": entry(f"3, 1, {DAY}, 100", f"4, 1, {DAY}, -100"),
    "two streets": entry(f"3, 1, {DAY}, 100", f"5, 1, {DAY}, -100"),
    "a line of another street": entry(f"3, 2, {DAY}, 100", f"2, 1, {DAY}, -100"),
    "a line of another day": entry("3, 1, '2026-11-25', 100", f"2, 1, {DAY}, -100"),
    "lines added to what stands": f"{LINE} (1, 3, 1, {DAY}, 70), (1, 6, 1, {DAY}, -70);",
    "lines before their transaction": f"{LINE} (9, 3, 1, {DAY}, 5), (9, 2, 1, {DAY}, -5); {NEW} (9, 1, 'fen', 'new', 2, {DAY}, now(), '', '{{}}', NULL);",
    "a posting changed": "UPDATE ledger_posting SET amount = amount * 2 WHERE transaction_id = 1;",
    "a posting removed": "DELETE FROM ledger_posting WHERE transaction_id = 1;",
    "a transaction changed": "UPDATE ledger_transaction SET happened_on = '2026-11-20' WHERE id = 1;",
    "a balance by hand": "UPDATE ledger_account SET balance = balance + 1 WHERE id = 3;",
    "an account that opens full": "INSERT INTO ledger_account (id, street_id, unit, code, kind, name, balance, opened_at) VALUES (90, 1, 'fen', 'x', 'street', '', 5, now());",
    "an account changes its unit": "UPDATE ledger_account SET unit = 'points' WHERE id = 6;",
    "an account deleted": "DELETE FROM ledger_account WHERE id = 6;",
    "a month by hand": "UPDATE ledger_month SET amount = amount + 1;",
    "a month removed": "DELETE FROM ledger_month;",
    "a month made up": f"INSERT INTO ledger_month (id, street_id, account_id, month, amount, count) VALUES (0, 1, 6, {DAY}, 5, 1);",
    "half a mirror": entry(f"1, 1, {DAY}, -300", f"2, 1, {DAY}, 300", reverses="1"),
    "a mirror on another account": entry(f"3, 1, {DAY}, -500", f"2, 1, {DAY}, 500", reverses="1"),
    "a reversal reversed": entry(f"1, 1, {DAY}, -200", f"3, 1, {DAY}, 200", reverses="3"),
}
BY_CONSTRAINT = {
    "below the least": entry(f"1, 1, {DAY}, -501", f"2, 1, {DAY}, 501"),
    "a line of nothing": entry(f"3, 1, {DAY}, 0", f"2, 1, {DAY}, 0"),
    "one account twice": entry(f"3, 1, {DAY}, 5", f"3, 1, {DAY}, -5"),
    "one line declared": entry(f"3, 1, {DAY}, 5", declared=1),
    "reversed twice": entry(f"1, 1, {DAY}, 200", f"3, 1, {DAY}, -200", reverses="2"),
    "a source twice": f"{NEW} (9, 1, 'fen', 'in', 2, {DAY}, now(), '', '{{}}', NULL); {LINE} (9, 3, 1, {DAY}, 5), (9, 2, 1, {DAY}, -5);",
    "a limit above nothing": "UPDATE ledger_account SET least = 1 WHERE id = 1;",
    "a limit above the balance": "UPDATE ledger_account SET least = 0 WHERE id = 2;",
    "an unknown unit": "INSERT INTO ledger_account (id, street_id, unit, code, kind, name, balance, opened_at) VALUES (90, 1, 'yuan', 'x', 'street', '', 0, now());",
    "a code twice": "INSERT INTO ledger_account (id, street_id, unit, code, kind, name, balance, opened_at) VALUES (90, 1, 'fen', 'cash', 'street', '', 0, now());",
}
# Of an account without postings, and of lines whose transaction came in the end: nothing adds up wrong.
NOT_OF_THE_AUDIT = {"an account changes its unit", "an account deleted", "lines before their transaction"}
TABLES = ("ledger_account", "ledger_month", "ledger_transaction", "ledger_posting")


@pytest.fixture
def owner(db, cluster):
    """The owner of the tables with the books of SETUP in a transaction that is taken back."""
    with psycopg.connect(cluster.url("owner", connection.settings_dict["NAME"])) as made:
        made.execute(SETUP)
        made.execute("SET CONSTRAINTS ALL IMMEDIATE")
        made.execute("SET CONSTRAINTS ALL DEFERRED")
        yield made
        made.rollback()


def do(owner, deed: str) -> None:
    owner.execute(deed)
    owner.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_setup_is_sound(owner):
    assert audit(owner.execute) == []
    assert [row[0] for row in owner.execute("SELECT balance FROM ledger_account ORDER BY id")] == [500, -500, 0, 0, 0, 0]
    do(owner, entry(f"1, 1, {DAY}, -500", f"2, 1, {DAY}, 500"))  # the last fen of an account may be spent
    assert audit(owner.execute) == []


@pytest.mark.parametrize("deed", BY_TRIGGER)
def test_refused_by_trigger_even_to_the_owner(owner, deed):
    with pytest.raises(psycopg.errors.CheckViolation, match="ledger:"):
        do(owner, BY_TRIGGER[deed])


@pytest.mark.parametrize("deed", BY_TRIGGER)
def test_without_triggers_the_same_deed_passes(owner, deed):
    """Negative control."""
    for table in TABLES:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    do(owner, BY_TRIGGER[deed])
    if deed not in NOT_OF_THE_AUDIT:
        assert audit(owner.execute), f"{deed}: the audit saw nothing"


@pytest.mark.parametrize("deed", BY_CONSTRAINT)
def test_refused_by_constraint(owner, deed):
    with pytest.raises(psycopg.IntegrityError):
        do(owner, BY_CONSTRAINT[deed])


@pytest.mark.django_db
def test_the_programs_role_has_not_even_the_right(cast):
    books = open_books(cast)
    pay("in", books.cash, books.shen, 500)
    for statement in ("UPDATE ledger_posting SET amount = 1", "DELETE FROM ledger_posting", "UPDATE ledger_transaction SET text = ''", "DELETE FROM ledger_transaction"):
        with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
            _in_savepoint(cursor, statement)
    assert (Account.objects.count(), Transaction.objects.count(), Posting.objects.count()) == (4, 1, 2)


def _in_savepoint(cursor, statement: str) -> None:
    with transaction.atomic():
        cursor.execute(statement)
