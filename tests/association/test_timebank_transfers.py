"""Hours go to another street by an act of both, follow a file that moves, and go over when two files become one."""

from uuid import uuid4

import pytest

from qianshou.access.scope import scope_of
from qianshou.association.models import TimebankAsk
from qianshou.association.operations import timebank_transfers
from qianshou.association.operations.timebank_errors import Refused
from qianshou.association.queries import timebank as reads
from qianshou.exchange.operations.moving import offer_file, take_file
from qianshou.people.operations.humans import register_human
from qianshou.people.operations.moving import NewHome
from tests.association.timebank_street import YESTERDAY, asks, balance, confirms, founds, helps, joins, logs
from tests.cast import DAY, NOON
from tests.ledger.books import audit

pytestmark = pytest.mark.django_db


def offer(cast, person, minutes=60, **more):
    values = {"street_id": cast.street.pk, "to_street_id": cast.elsewhere.pk, "reason": "搬家", "batch": uuid4(), "now": NOON, "by_id": cast.officer.pk} | more
    return timebank_transfers.offer_hours(person_id=person.pk, minutes=minutes, **values)


@pytest.fixture
def qiu(cast):
    founds(cast)
    member = joins(cast, cast.volunteer.person)
    helps(cast, member, cast.shen, 90)
    return member.person


def test_both_streets_move_hours(cast, qiu):
    with pytest.raises(Refused) as told:
        offer(cast, qiu, 91)
    assert told.value.params == {"short": 1}
    row = offer(cast, qiu, 60)
    assert (balance(cast, qiu), balance(cast, "on_the_way")) == (30, 60)
    assert list(reads.arriving(scope_of(cast.outsider, DAY))) == [row] and list(reads.sent(scope_of(cast.outsider, DAY))) == []
    there = register_human(street_id=cast.elsewhere.pk, name="裘惠芬", now=NOON)
    taking = {"transfer_id": row.pk, "now": NOON, "by_id": cast.outsider.pk}
    with pytest.raises(Refused, match="street"):
        timebank_transfers.take_hours(person_id=qiu.pk, **taking)
    timebank_transfers.take_hours(person_id=there.pk, **taking)
    assert (balance(cast, "on_the_way"), balance(cast, "streets"), balance(cast, there, cast.elsewhere), balance(cast, "streets", cast.elsewhere)) == (0, 60, 60, -60)
    for act in (timebank_transfers.take_hours, timebank_transfers.refuse_hours):
        with pytest.raises(Refused, match="gone"):
            act(**taking, **({"person_id": there.pk} if act is timebank_transfers.take_hours else {"reason": "x"}))
    assert audit() == []


def test_refused_or_withdrawn_they_come_back(cast, qiu):
    timebank_transfers.refuse_hours(transfer_id=offer(cast, qiu).pk, reason="不认识", now=NOON, by_id=cast.outsider.pk)
    assert (balance(cast, qiu), balance(cast, "on_the_way")) == (90, 0)
    timebank_transfers.withdraw_hours(transfer_id=offer(cast, qiu).pk, now=NOON, by_id=cast.officer.pk)
    assert (balance(cast, qiu), balance(cast, "on_the_way")) == (90, 0) and audit() == []


def test_what_she_may_not_save_there_goes_to_the_pot_there(small):
    cast = small
    founds(cast)
    member = joins(cast, cast.volunteer.person)
    helps(cast, member, cast.shen, 200)
    there = register_human(street_id=cast.elsewhere.pk, name="裘惠芬", now=NOON)
    for minutes in (100, 100):
        row = offer(cast, member.person, minutes)
        timebank_transfers.take_hours(transfer_id=row.pk, person_id=there.pk, now=NOON, by_id=cast.outsider.pk)
    helps(cast, member, cast.lu, 190, on=YESTERDAY)
    row = offer(cast, member.person, 190)
    timebank_transfers.take_hours(transfer_id=row.pk, person_id=there.pk, now=NOON, by_id=cast.outsider.pk)
    assert (balance(cast, there, cast.elsewhere), balance(cast, "pot", cast.elsewhere)) == (360, 30)


def test_a_file_moves_and_its_hours_follow_when_both_say_so(cast, qiu):
    """What was asked for ends; hours that wait are still confirmed in the old street's books, and go over by an offer."""
    member = joins(cast, cast.lu)
    helps(cast, member, cast.shen, 60)
    waiting, ask = logs(cast, joins(cast, cast.tan.person), cast.lu, 30), asks(cast, cast.lu, 30)
    move = offer_file(person_id=cast.lu.pk, to_street_id=cast.elsewhere.pk, reason="搬到女儿家", now=NOON, by_id=cast.officer.pk)
    take_file(move_id=move.pk, home=NewHome(cast.elsewhere_committee.pk), now=NOON, by_id=cast.outsider.pk)
    assert TimebankAsk.objects.get(pk=ask.pk).state == "withdrawn"
    confirms(cast, waiting)
    assert balance(cast, cast.lu) == 30
    assert reads.person_in(scope_of(cast.officer, DAY), cast.lu.pk), "her old street still sees the hours that it keeps for her"
    row = offer(cast, cast.lu, 30)
    timebank_transfers.take_hours(transfer_id=row.pk, person_id=cast.lu.pk, now=NOON, by_id=cast.outsider.pk)
    assert (balance(cast, cast.lu), balance(cast, cast.lu, cast.elsewhere)) == (0, 30) and audit() == []
