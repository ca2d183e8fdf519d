"""Many connections post at once, and processes die in the middle: the books always balance, and nothing is posted twice."""

from __future__ import annotations

import random
import subprocess
import sys
import threading

import psycopg
import pytest
from django.db import IntegrityError, connection, connections, transaction

from qianshou.ledger import operations
from qianshou.ledger.models import Account, Posting, Transaction
from qianshou.ledger.operations import BelowLeast
from tests.cast import DAY, NOON, make
from tests.faults.forking import AFTER_COMMIT, BEFORE_COMMIT
from tests.faults.ledgering import AMOUNT, post_one
from tests.ledger.books import audit, balance, open_books, pay

pytestmark = pytest.mark.django_db(transaction=True)
CONNECTIONS, EACH = 8, 30


@pytest.fixture
def books(db):
    return open_books(make())


def together(*acts) -> list[BaseException]:
    """Run each act in a thread with a connection of its own, all begun at once; what went wrong."""
    barrier, failures = threading.Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait()
            act()
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return failures


def test_eight_connections_at_once(books):
    """Transfers to and fro over few accounts, a third of them beyond what is there; reversals; and half of the sources from two at once."""
    pay("in", books.cash, books.shen, 2000)
    accounts = [books.shen, books.lu, books.income, books.cash]

    def poster(number):
        rnd = random.Random(number // 2)  # two connections each do the same

        def run():
            for n in range(EACH):
                frm, to, last = rnd.sample(accounts, 3)
                amount = rnd.randint(2, 900)
                lines = [(frm.pk, -amount), (to.pk, amount - 1), (last.pk, 1)]
                try:
                    operations.post(source=f"{number // 2}:{n}", lines=lines, happened_on=DAY, text="", now=NOON)
                    if n % 5 == 0:
                        operations.reverse(source=f"{number // 2}:{n}", happened_on=DAY, reason="wrong", now=NOON)
                except BelowLeast:
                    pass

        return run

    assert together(*(poster(n) for n in range(CONNECTIONS))) == []
    assert audit() == []
    posted = Transaction.objects.filter(reverses__isnull=True).count()
    assert EACH < posted <= CONNECTIONS // 2 * EACH + 1 and Transaction.objects.filter(reverses__isnull=False).exists()
    assert sum(Account.objects.values_list("balance", flat=True)) == 0


def test_eight_reverse_one_entry(books):
    pay("in", books.cash, books.shen, 500)
    acts = [lambda: operations.reverse(source="in", happened_on=DAY, reason="wrong", now=NOON)] * CONNECTIONS
    assert together(*acts) == [] and balance(books.shen) == 0 and Transaction.objects.count() == 2 and audit() == []


def test_one_source_on_two_pairs_of_accounts(books):
    """They hold no lock in common: the unique source decides, and the other one is told."""
    failures = together(lambda: pay("x", books.cash, books.shen, 500), lambda: pay("x", books.income, books.lu, 500))
    assert [type(error) for error in failures] == [operations.Differs] and Posting.objects.count() == 2 and audit() == []


def unlocked(books, barrier: threading.Barrier, source: str):
    """As one would write it without a lock: look, and then write."""

    def spend():
        with transaction.atomic():
            seen = balance(books.shen)
            barrier.wait()
            if seen >= 500:
                made = Transaction.objects.create(street_id=books.shen.street_id, unit="fen", source=source, lines=2, happened_on=DAY, recorded_at=NOON, text="")
                Posting.objects.bulk_create(
                    Posting(transaction=made, account=one, street_id=made.street_id, happened_on=DAY, amount=n) for one, n in ((books.shen, -500), (books.cash, 500))
                )

    return spend


def spend_twice(books) -> list[BaseException]:
    """Two who both saw the 500 fen that are there once."""
    pay("in", books.cash, books.shen, 500)
    barrier = threading.Barrier(2)
    return together(unlocked(books, barrier, "a"), unlocked(books, barrier, "b"))


def test_the_database_alone_refuses_the_second(books):
    failures = spend_twice(books)
    assert [type(error) for error in failures] == [IntegrityError] and "account_not_below_least" in str(failures[0])
    assert balance(books.shen) == 0 and audit() == []


def test_without_its_constraint_both_would_spend(books, cluster):
    """Negative control."""
    with psycopg.connect(cluster.url("owner", connection.settings_dict["NAME"]), autocommit=True) as owner:
        owner.execute("ALTER TABLE ledger_account DROP CONSTRAINT account_not_below_least")
        try:
            failures, found = spend_twice(books), audit()
        finally:
            connection.close()
            owner.execute("TRUNCATE ledger_posting, ledger_month, ledger_transaction, ledger_account CASCADE")
            owner.execute("ALTER TABLE ledger_account ADD CONSTRAINT account_not_below_least CHECK (least IS NULL OR balance >= least)")
    assert failures == [] and found == [f"below its least: {books.shen.pk}"]


def killed_everywhere(books, mode: str) -> int:
    """Kill a poster in every way there is, then post the same things again, twice; how many ways there were."""
    words = [sys.executable, "-m", "tests.faults.ledgering", str(books.cash.pk), str(books.shen.pk), mode]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    ways = [BEFORE_COMMIT, AFTER_COMMIT, *range(1, int(done.stdout) + 1)]
    assert len(ways) > 6, "it died hardly anywhere"
    assert not Transaction.objects.exclude(source__startswith=f"way:{AFTER_COMMIT}").exclude(source__startswith=f"way:{len(ways) - 1}").exists()
    for way in ways * 2:
        post_one(f"way:{way}", books.cash.pk, books.shen.pk, careful=mode == "careful")
    post_one(f"way:{len(ways) - 1}", books.cash.pk, books.shen.pk, careful=mode == "careful")  # the one that lived
    return len(ways) + 1


@pytest.mark.long
def test_killed_anywhere_and_posted_again_it_stands_once(books):
    ways = killed_everywhere(books, "careful")
    assert balance(books.shen) == ways * AMOUNT and Transaction.objects.count() == ways and audit() == []


@pytest.mark.long
def test_a_careless_caller_would_post_twice(books):
    """Negative control: without a source that names the deed, what was committed before the death is posted again."""
    ways = killed_everywhere(books, "careless")
    assert balance(books.shen) > ways * AMOUNT
