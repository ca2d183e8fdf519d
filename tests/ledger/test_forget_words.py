"""The words beside an entry may be emptied with the person they are about; nothing else of the books gives way, to nobody."""

import os

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from qianshou.exchange.operations.erasing_rows import blot
from qianshou.ledger import operations as ledger
from qianshou.ledger.models import Transaction
from qianshou.ledger.operations.forgetting import forget_words
from tests.cast import DAY, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(cast) -> Transaction:
    same = {"street_id": cast.street.pk, "unit": "fen", "now": NOON}
    mine = ledger.open_account(code="meals", name="Meals", person_id=cast.shen.pk, **same)
    till = ledger.open_account(code="till", name="Till", kind="outside", **same)
    told = {"receipt": "沈玉芳 0017", "day": "11-24", "portions": 2}
    return ledger.post(source="paid:1", lines=[(mine.pk, 1200), (till.pk, -1200)], happened_on=DAY, text="Paid in (%(receipt)s)", params=told, now=NOON)


def test_words_go_and_what_is_counted_stays(paid):
    assert forget_words(Transaction.objects.filter(pk=paid.pk)) == 1 and forget_words(Transaction.objects.filter(pk=paid.pk)) == 0
    after = Transaction.objects.get(pk=paid.pk)
    assert after.params == {"receipt": "", "day": "11-24", "portions": 2}
    assert (after.text, after.source, after.happened_on, after.lines) == (paid.text, paid.source, DAY, 2)
    assert sorted(after.postings.values_list("amount", flat=True)) == [-1200, 1200]


def test_a_name_in_somebody_elses_entry_goes_with_its_words_when_an_erasure_says_so(paid):
    mention = ("ledger.Transaction", str(paid.pk), "params")
    assert blot([mention], ["陆根宝"]) == 0 and Transaction.objects.get(pk=paid.pk).params == paid.params
    assert blot([mention], ["沈玉芳"]) == 1
    assert Transaction.objects.get(pk=paid.pk).params == {"receipt": "", "day": "11-24", "portions": 2}


@pytest.mark.parametrize("deed", ["UPDATE ledger_transaction SET params = '{}'", "UPDATE ledger_transaction SET text = ''", "DELETE FROM ledger_transaction"])
def test_the_program_may_not_do_it_itself(paid, deed):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)


@pytest.mark.django_db(transaction=True)
def test_even_the_owner_writes_no_other_words(paid):
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for words in ('{"receipt": "x", "day": "11-24", "portions": 2}', "{}", '{"receipt": "", "day": "11-25", "portions": 2}'):
            with pytest.raises(psycopg.errors.CheckViolation):
                owner.execute("UPDATE ledger_transaction SET params = %s", [words])
        owner.execute("UPDATE ledger_transaction SET params = ledger_without_words(params)")
    assert Transaction.objects.get(pk=paid.pk).params["receipt"] == ""
