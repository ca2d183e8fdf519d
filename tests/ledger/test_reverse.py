"""Reversal: a mirror, once, and never of a reversal."""

from datetime import timedelta

import pytest

from qianshou.access.models import LogEntry
from qianshou.ledger import operations
from qianshou.ledger.models import Transaction
from qianshou.ledger.operations import BelowLeast, NotReversible
from tests.cast import DAY, NOON
from tests.ledger.books import audit, balance, open_books, pay, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(cast):
    return open_books(cast)


def reverse(source, day=DAY, **more):
    return operations.reverse(source=source, happened_on=day, reason="typed twice", now=NOON, **more)


def test_a_reversal_mirrors_and_both_stay(cast, books):
    first = pay("in", books.cash, books.shen, 500)
    made = reverse("in", day=DAY + timedelta(days=2), by_id=cast.officer.pk)
    settle()
    assert balance(books.shen) == balance(books.cash) == 0 and audit() == []
    assert made.reverses == first and made.params == {"reason": "typed twice"} and made.source == "in/reversed" and first.reversed_by == made
    assert LogEntry.objects.filter(act="ledger.reversed", target_id=str(first.pk)).count() == 1


def test_again_returns_the_reversal_that_stands(books):
    pay("in", books.cash, books.shen, 500)
    assert reverse("in") == reverse("in")
    assert balance(books.shen) == 0 and Transaction.objects.count() == 2
    assert LogEntry.objects.filter(act="ledger.reversed").count() == 1


def test_what_is_reversed_may_be_posted_anew_under_another_source(books):
    first = pay("in", books.cash, books.shen, 500)
    reverse("in")
    assert pay("in", books.cash, books.shen, 500) == first and balance(books.shen) == 0
    pay("in:2", books.cash, books.shen, 400)
    assert balance(books.shen) == 400


def test_a_reversal_is_not_reversed(books):
    pay("in", books.cash, books.shen, 500)
    reverse("in")
    with pytest.raises(NotReversible, match="reversal"):
        reverse("in/reversed")


def test_what_was_spent_meanwhile_cannot_be_taken_back(books):
    pay("in", books.cash, books.shen, 500)
    pay("out", books.shen, books.income, 200)
    with pytest.raises(BelowLeast) as told:
        reverse("in")
    assert told.value.params == {"account_id": books.shen.pk, "short": 200}
    reverse("out")
    reverse("in")
    assert balance(books.shen) == 0 and audit() == []


def test_nothing_is_taken_back_before_it_happened(books):
    pay("in", books.cash, books.shen, 500)
    with pytest.raises(NotReversible, match="earlier"):
        reverse("in", day=DAY - timedelta(days=1))
    with pytest.raises(Transaction.DoesNotExist):
        reverse("unknown")
