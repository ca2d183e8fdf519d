"""Many entries at once are what each would be by itself: written once, all or none, with every check of the books."""

import pytest
from django.db import IntegrityError, transaction

from qianshou.ledger import operations
from qianshou.ledger.models import Posting, Transaction
from qianshou.ledger.operations import BelowLeast, Differs, Entry, post_many
from tests.cast import DAY, NOON
from tests.ledger.books import audit, balance, open_books, settle

pytestmark = pytest.mark.django_db
ODD = "a\tb\\N\n“引号” 沈䶮 {x: 1}"


@pytest.fixture
def books(cast):
    return open_books(cast)


def entry(books, source: str, amount: int = 500, **more) -> Entry:
    return Entry(source, [(books.cash.pk, -amount), (books.shen.pk, amount)], DAY, more.pop("text", "Meal"), more)


def test_together_they_are_what_each_is_by_itself(cast, books):
    said = {"reason": ODD, "n": 3, "none": None, "many": [1, "二"]}
    post_many(entries=[entry(books, "a:1", text=ODD, **said), entry(books, ODD[:20], 700)], now=NOON, by_id=cast.officer.pk)
    operations.post(source="b:1", lines=[(books.cash.pk, -500), (books.shen.pk, 500)], happened_on=DAY, text=ODD, params=said, now=NOON, by_id=cast.officer.pk)
    settle()
    columns = ("street", "unit", "lines", "happened_on", "recorded_at", "by", "text", "params", "reverses")
    one, other = (Transaction.objects.filter(source=source).values_list(*columns).get() for source in ("a:1", "b:1"))
    assert one == other and Transaction.objects.filter(source=ODD[:20]).exists()
    lines = [list(Posting.objects.filter(transaction__source=s).order_by("account").values_list("account", "street", "happened_on", "amount")) for s in ("a:1", "b:1")]
    assert lines[0] == lines[1] and balance(books.shen) == 1700 and audit() == []


def test_what_stands_already_is_left_and_what_differs_is_refused(cast, books):
    assert post_many(entries=[entry(books, "a:1")], now=NOON) == 1
    assert post_many(entries=[entry(books, "a:1"), entry(books, "a:2")], now=NOON) == 1
    with pytest.raises(Differs), transaction.atomic():
        post_many(entries=[entry(books, "a:3"), entry(books, "a:1", 900)], now=NOON)
    with pytest.raises(BelowLeast), transaction.atomic():
        post_many(entries=[entry(books, "a:4", -900), entry(books, "a:5", -900)], now=NOON)
    settle()
    assert set(Transaction.objects.values_list("source", flat=True)) == {"a:1", "a:2"} and audit() == []


def test_the_database_still_refuses_and_django_says_so(cast, books, monkeypatch):
    from qianshou.ledger.operations import posting_many

    monkeypatch.setattr(posting_many, "checked", dict)  # as if the program had not looked
    with pytest.raises(IntegrityError), transaction.atomic():
        post_many(entries=[Entry("a:1", [(books.cash.pk, -1), (books.shen.pk, 2)], DAY, "Meal")], now=NOON)
        settle()
    assert not Transaction.objects.exists() and balance(books.shen) == 0
