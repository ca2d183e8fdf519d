"""Statements and balances at a date, within what the asking user may see."""

from datetime import date, timedelta

import pytest

from qianshou.access.scope import scope_of
from qianshou.ledger import operations, queries
from qianshou.ledger.models import Account, Transaction
from tests.cast import DAY, NOON
from tests.ledger.books import open_books, pay

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 1)


@pytest.fixture
def books(cast):
    """Paid in at the end of October and in November, entered out of order; spent, and once taken back."""
    made = open_books(cast)
    pay("november", made.cash, made.shen, 3000, day=NOVEMBER)
    pay("october", made.cash, made.shen, 500, day=OCTOBER)
    pay("meal:1", made.shen, made.income, 1200, day=DAY)
    pay("meal:2", made.shen, made.income, 1200, day=DAY)
    operations.reverse(source="meal:1", happened_on=DAY, reason="not at home", now=NOON)
    return made


@pytest.fixture
def scope(cast):
    return scope_of(cast.officer, DAY)


def test_a_balance_at_a_date_counts_the_whole_day(books, scope):
    days = (OCTOBER - timedelta(days=1), OCTOBER, NOVEMBER, DAY - timedelta(days=1), DAY, date(2030, 1, 1))
    assert [queries.balance_at(scope, books.shen.pk, day) for day in days] == [0, 500, 3500, 3500, 2300, 2300]
    assert queries.balances_at(scope, [books.shen.pk, books.income.pk], OCTOBER) == {books.shen.pk: 500, books.income.pk: 0}


def test_a_statement_goes_from_balance_to_balance(books, scope):
    found = queries.statement(scope, books.shen.pk, NOVEMBER, DAY)
    assert (found.opening, found.gained, found.spent, found.closing, found.count) == (500, 4200, -2400, 2300, 4)
    assert [(line.amount, line.balance) for line in found.lines] == [(3000, 3500), (-1200, 2300), (-1200, 1100), (1200, 2300)]
    assert [line.reversed for line in found.lines] == [False, True, False, False]
    part = queries.statement(scope, books.shen.pk, NOVEMBER, DAY, start=1, limit=2)
    assert part.lines == found.lines[1:3] and part.closing == found.closing
    with pytest.raises(ValueError, match="before it begins"):
        queries.statement(scope, books.shen.pk, DAY, NOVEMBER)


def test_a_statement_of_days_without_entries(books, scope):
    found = queries.statement(scope, books.shen.pk, DAY + timedelta(days=1), DAY + timedelta(days=9))
    assert (found.opening, found.closing, found.lines) == (2300, 2300, [])


def test_the_list_is_narrowed(cast, books, scope):
    assert list(queries.accounts(scope)) == [books.income, books.cash, books.lu, books.shen]
    assert list(queries.accounts(scope, text="shen")) == list(queries.accounts(scope, text="玉芳")) == [books.shen]
    assert list(queries.accounts(scope, code="meals.prepaid", balance=queries.EMPTY)) == [books.lu]
    assert list(queries.accounts(scope, kind="outside", balance=queries.OWED)) == [books.cash]
    assert not queries.accounts(scope, unit="points")


def test_all_of_a_unit_add_up_to_nothing(books, scope):
    found = {one.code: (one.accounts, one.balance) for one in queries.sums(scope)}
    assert found == {"cash": (1, -3500), "meals.income": (1, 1200), "meals.prepaid": (2, 2300)}


def test_outsiders_see_no_account(cast, books):
    entry = Transaction.objects.get(source="october")
    for user in (cast.outsider, cast.admin, cast.tan.person.user, cast.district_officer):
        scope = scope_of(user, DAY)
        assert not queries.accounts(scope) and not queries.sums(scope) and queries.balances_at(scope, [books.shen.pk], DAY) == {}
        for ask in (lambda s: queries.account_of(s, books.shen.pk), lambda s: queries.balance_at(s, books.shen.pk, DAY), lambda s: queries.statement(s, books.shen.pk, NOVEMBER, DAY)):
            with pytest.raises(Account.DoesNotExist):
                ask(scope)
        with pytest.raises(Transaction.DoesNotExist):
            queries.transaction_of(scope, entry.pk)
