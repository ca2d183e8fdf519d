"""Opening accounts and posting: once for each source, never below the least balance."""

from datetime import timedelta

import pytest
from django.db import transaction

from qianshou.access.models import LogEntry
from qianshou.ledger import operations
from qianshou.ledger.models import Account, Posting, Transaction
from qianshou.ledger.operations import BelowLeast, Closed, Differs
from qianshou.ledger.rules import BadLines
from qianshou.people.models import Person
from tests.cast import DAY, NOON
from tests.ledger.books import audit, balance, open_books, pay, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(cast):
    return open_books(cast)


def test_an_account_is_opened_once_and_logged(cast, books):
    again = operations.open_account(
        street_id=cast.street.pk, unit="fen", code="meals.prepaid", name="other", person_id=cast.shen.pk, least=-100, now=NOON
    )
    assert again == books.shen and (again.name, again.least) == ("Prepaid", 0)
    assert LogEntry.objects.filter(act="ledger.opened").count() == 4
    points = operations.open_account(street_id=cast.street.pk, unit="points", code="meals.prepaid", name="x", person_id=cast.shen.pk, now=NOON)
    assert points != books.shen


def test_an_account_is_of_one_kind_and_of_the_streets_own_people(cast, books):
    with pytest.raises(Differs):
        operations.open_account(street_id=cast.street.pk, unit="fen", code="cash", name="Cash", now=NOON)
    with pytest.raises(Person.DoesNotExist):
        operations.open_account(street_id=cast.street.pk, unit="fen", code="meals.prepaid", name="Prepaid", person_id=cast.stranger.pk, now=NOON)


def test_posting_moves_whole_amounts(cast, books):
    made = operations.post(
        source="meals.order:1", lines=[(books.cash.pk, -1500), (books.income.pk, 1000), (books.shen.pk, 500)], happened_on=DAY,
        text="Meals of %(day)s", params={"day": "2026-11-24"}, now=NOON, by_id=cast.officer.pk,
    )  # fmt: skip
    settle()
    assert (made.lines, made.unit, made.street_id, made.by) == (3, "fen", cast.street.pk, cast.officer)
    assert [balance(one) for one in (books.cash, books.income, books.shen)] == [-1500, 1000, 500]
    assert audit() == []


def test_the_same_source_is_posted_once(books):
    first = pay("order:1", books.cash, books.shen, 500)
    again = pay("order:1", books.cash, books.shen, 500, day=DAY + timedelta(days=1))
    assert again == first and again.happened_on == DAY and Transaction.objects.count() == 1 and balance(books.shen) == 500
    for lines in ([(books.shen.pk, 600), (books.cash.pk, -600)], [(books.lu.pk, 500), (books.cash.pk, -500)]):
        with pytest.raises(Differs):
            operations.post(source="order:1", lines=lines, happened_on=DAY, text="", now=NOON)
    assert balance(books.shen) == 500 and balance(books.lu) == 0


def test_nobody_spends_what_is_not_there(books):
    pay("in", books.cash, books.shen, 500)
    with pytest.raises(BelowLeast) as told:
        pay("out", books.shen, books.income, 501)
    assert told.value.params == {"account_id": books.shen.pk, "short": 1}
    pay("out", books.shen, books.income, 500)
    settle()
    assert balance(books.shen) == 0 and audit() == []


def test_a_repeated_posting_is_not_refused_for_money_that_it_spent_itself(books):
    pay("in", books.cash, books.shen, 500)
    assert pay("out", books.shen, books.income, 500) == pay("out", books.shen, books.income, 500)


def test_units_and_streets_are_not_mixed(cast, books):
    points = operations.open_account(street_id=cast.street.pk, unit="points", code="points", name="Points", now=NOON)
    far = operations.open_account(street_id=cast.elsewhere.pk, unit="fen", code="cash", name="Cash", kind="outside", now=NOON)
    for other in (points, far):
        with pytest.raises(BadLines, match="mixed"):
            pay("x", books.cash, other, 5)
    with pytest.raises(Account.DoesNotExist):
        operations.post(source="x", lines=[(books.cash.pk, 1), (0, -1)], happened_on=DAY, text="", now=NOON)
    for source in ("", "x" * 101):
        with pytest.raises(ValueError, match="a source has"):
            pay(source, books.cash, books.shen, 5)
    assert not Posting.objects.exists()


def test_a_caller_who_fails_takes_the_posting_with_him(books):
    with pytest.raises(RuntimeError), transaction.atomic():
        pay("order:1", books.cash, books.shen, 500)
        raise RuntimeError("the meal was not written")
    assert not Transaction.objects.exists() and balance(books.shen) == 0
    pay("order:1", books.cash, books.shen, 500)
    assert balance(books.shen) == 500


def test_a_closed_account_takes_nothing_new(books):
    Account.objects.filter(pk=books.lu.pk).update(successor=books.shen, least=None)
    with pytest.raises(Closed) as told:
        pay("x", books.cash, books.lu, 5)
    assert told.value.params["successor_id"] == books.shen.pk
