"""Two files of one person become one: what lies on the accounts adds up, and an undo gives it back."""

from datetime import date, timedelta

import pytest

from qianshou.exchange import operations as exchange
from qianshou.exchange.models import ReviewCase
from qianshou.ledger import operations
from qianshou.ledger.models import Account, Transaction
from qianshou.ledger.operations import Closed, Differs, NotReversible
from qianshou.ledger.queries.heads import heads
from qianshou.people.operations.merging import NotMergeable
from tests.cast import DAY, NOON, elder
from tests.ledger.books import audit, balance, open_books, pay, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(cast):
    """Shen twice: both have prepaid, the later file has points as well."""
    made = open_books(cast)
    twin = elder(cast.street, cast.huolan, "沈玉芳", cast.lane_unplaced, "3号", date(1938, 3, 5), "", NOON)
    own = {"street_id": cast.street.pk, "now": NOON}
    made.twin = operations.open_account(**own, unit="fen", code="meals.prepaid", name="Prepaid", person_id=twin.pk, least=0)
    made.points = operations.open_account(**own, unit="points", code="points", name="Points", person_id=twin.pk)
    made.pool = operations.open_account(**own, unit="points", code="points.pool", name="Points given")
    pay("shen", made.cash, made.shen, 1000)
    pay("twin", made.cash, made.twin, 300)
    pay("twin:meal", made.twin, made.income, 100)
    pay("points", made.pool, made.points, 7)
    made.case = ReviewCase.objects.create(street=cast.street, person=twin, other=cast.shen, fingerprint="same", reasons=[], made_at=NOON)
    return made


def merge(books, cast, now=NOON):
    exchange.merge_files(case_id=books.case.pk, take_from_later=[], now=now, by_id=cast.officer.pk)
    settle()


def undo(books, cast, now=NOON):
    exchange.undo_case(case_id=books.case.pk, now=now, by_id=cast.officer.pk)
    settle()


def held(person) -> int:
    return sum(Account.objects.filter(person=person, unit="fen").values_list("balance", flat=True))


def test_balances_add_up_and_the_rest_goes_over_as_it_is(cast, books):
    merge(books, cast)
    assert [balance(one) for one in (books.shen, books.twin, books.points)] == [1200, 0, 7]
    assert set(Account.objects.filter(person=cast.shen)) == {books.shen, books.twin, books.points}
    assert audit() == [] and heads([books.twin.pk, books.cash.pk]) == {books.twin.pk: books.shen.pk, books.cash.pk: books.cash.pk}
    with pytest.raises(Closed):
        pay("late", books.cash, books.twin, 5)


def test_an_undo_gives_back_and_leaves_no_limit_behind(cast, books):
    later = Account.objects.get(pk=books.twin.pk).person
    merge(books, cast)
    pay("meal", books.shen, books.income, 400)
    pay("more points", books.pool, books.points, 3)  # on an account that went over as it was: it goes back with it
    undo(books, cast, now=NOON + timedelta(days=1))
    assert [balance(one) for one in (books.shen, books.twin, books.points)] == [600, 200, 10]
    twin = Account.objects.get(pk=books.twin.pk)
    assert (twin.person, twin.successor, twin.least) == (later, None, 0) and Account.objects.get(pk=books.points.pk).person == later
    assert audit() == []
    pay("late", books.twin, books.income, 200)
    with pytest.raises(operations.BelowLeast):
        pay("later", books.twin, books.income, 1)


def test_merged_undone_and_merged_again(cast, books):
    for n in range(2):
        merge(books, cast, now=NOON + timedelta(hours=n))
        assert held(cast.shen) == 1200
        undo(books, cast, now=NOON + timedelta(hours=n))
        assert held(cast.shen) == 1000 and audit() == []


def test_an_old_entry_reversed_after_the_merge_goes_on_to_the_staying_file(cast, books):
    merge(books, cast)
    operations.reverse(source="twin:meal", happened_on=DAY, reason="not eaten", now=NOON)
    settle()
    assert (balance(books.shen), balance(books.twin)) == (1300, 0)
    operations.reverse(source="twin", happened_on=DAY, reason="not paid", now=NOON)
    settle()
    assert (balance(books.shen), balance(books.twin)) == (1000, 0) and audit() == []
    undo(books, cast)
    assert (balance(books.shen), balance(books.twin)) == (1000, 0) and audit() == []


def test_a_room_that_posts_again_after_the_merge_finds_its_entry(cast, books):
    merge(books, cast)
    count = Transaction.objects.count()
    again = operations.open_account(street_id=cast.street.pk, unit="fen", code="meals.prepaid", name="Prepaid", person_id=cast.shen.pk, now=NOON)
    assert again == books.shen
    assert pay("twin", books.cash, again, 300).source == "twin" and Transaction.objects.count() == count
    with pytest.raises(Differs):
        pay("twin", books.cash, again, 301)


def test_what_is_spent_cannot_be_given_back_and_nothing_is_written(cast, books):
    merge(books, cast)
    pay("all", books.shen, books.income, 1100)
    with pytest.raises(NotMergeable, match="balance"):
        undo(books, cast)
    assert Account.objects.get(pk=books.twin.pk).successor == books.shen
    pay("more", books.cash, books.shen, 100)
    undo(books, cast)
    assert (balance(books.shen), balance(books.twin)) == (0, 200) and audit() == []


def test_a_debt_that_the_staying_file_cannot_bear_refuses_the_merge(cast, books):
    Account.objects.filter(pk=books.twin.pk).update(least=None)
    pay("debt", books.twin, books.income, 1500)
    with pytest.raises(NotMergeable, match="balance"):
        merge(books, cast)
    assert Account.objects.get(pk=books.twin.pk).successor is None


def test_what_a_merge_moved_is_not_reversed_at_the_desk(cast, books):
    merge(books, cast)
    moved = Transaction.objects.get(source__startswith="ledger.merged:")
    with pytest.raises(NotReversible, match="merged"):
        operations.reverse(source=moved.source, happened_on=DAY, reason="x", now=NOON)


def test_an_erasure_leaves_the_books_as_they_are(cast, books):
    """Nothing of a posting names anybody: without the tie the amounts stand, and the account no longer says whose they were."""
    Account.objects.filter(pk=books.shen.pk).update(person=None)
    settle()
    assert balance(books.shen) == 1000 and audit() == []
    again = operations.open_account(street_id=cast.street.pk, unit="fen", code="meals.prepaid", name="Prepaid", person_id=cast.shen.pk, now=NOON)
    assert again != books.shen
