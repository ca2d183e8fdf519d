"""Eight connections take money at once: meal money and parts of one fee. Receipts have no gap, no fee is overpaid, nothing is cut off by a deadlock."""

from uuid import uuid4

import pytest

from qianshou.ledger.models import Receipt
from qianshou.meals.operations import pay_in
from qianshou.venues.operations import fees
from qianshou.venues.operations.errors import Refused
from tests.association.test_timebank_together import together
from tests.cast import NOON
from tests.ledger.books import audit
from tests.venues.rooms import by, course, enrol, room


@pytest.mark.django_db(transaction=True)
def test_money_taken_at_one_moment_is_numbered_without_a_gap(cast):
    [row] = enrol(cast, course(cast, room(cast), fee_fen=6000), cast.shen)

    def part():
        try:
            return fees.pay_fee(enrolment_id=row.pk, fen=2500, batch=uuid4(), **by(cast))
        except Refused as error:
            return error.code

    meal = lambda who: pay_in(person_id=who.pk, fen=100, receipt="", batch=uuid4(), now=NOON, by_id=cast.officer.pk)
    for _round in range(3):
        found, _no = together([*[part] * 4, *(lambda who=who: meal(who) for who in (cast.shen, cast.shen, cast.lu, cast.bao))])
        assert sum(isinstance(one, str) for one in found) == (2 if _round == 0 else 4), "two parts of 25 yuan fit into 60, a third does not"
    assert fees.held_of(row.pk) == 5000
    assert sorted(Receipt.objects.values_list("number", flat=True)) == list(range(1, 2 + 12 + 1))
    assert not audit()
