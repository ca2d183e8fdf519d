"""Eight connections spend one balance at once: what is there is spent once, and never more."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections

from qianshou.association.models import TimebankHours
from qianshou.association.operations import timebank_giving
from qianshou.association.operations.timebank_errors import Refused
from tests.association.timebank_street import balance, confirms, founds, helps, joins, logs
from tests.cast import DAY, NOON
from tests.ledger.books import audit

HANDS = 8


def together(acts):
    """Each act on a connection of its own, all at one moment; (answers, refusals)."""
    barrier, found, no, wrong = threading.Barrier(len(acts)), [], [], []

    def run(act):
        try:
            barrier.wait()
            found.append(act())
        except Refused as error:
            no.append(error.code)
        except Exception as error:  # a deadlock, an integrity error: never
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert not wrong, wrong
    return found, no


@pytest.mark.django_db(transaction=True)
def test_one_balance_is_spent_once(cast):
    """Lu has 120 minutes; eight helps of 30, four gifts of 30 at the same moment. Three rounds."""
    cast.lu.file.living = "with_family"
    cast.lu.file.save()
    founds(cast, 6000)
    lu, givers = joins(cast, cast.lu), [joins(cast, one.person) for one in (cast.volunteer, cast.tan, cast.shao, cast.feng)]
    for round_ in range(3):
        helps(cast, lu, cast.shen, 120, on=DAY - timedelta(days=round_))
        had, pot = balance(cast, cast.lu), balance(cast, "pot")
        rows = [logs(cast, givers[n % 4], cast.lu, 30, on=DAY - timedelta(days=round_)) for n in range(HANDS)]
        gifts = [
            lambda: timebank_giving.give_hours(
                person_id=cast.lu.pk, street_id=cast.street.pk, minutes=30, reason="x", batch=uuid4(), now=NOON, by_id=cast.officer.pk
            )
            for _ in range(4)
        ]
        found, no = together([*(lambda row=row: confirms(cast, row) for row in rows), *gifts])
        assert had == 120 and len(found) == 4 and len(no) == HANDS and set(no) <= {"balance", "spent"}
        given = balance(cast, "pot") - pot
        assert balance(cast, cast.lu) == 0 and given in range(0, 121, 30)
    confirmed = TimebankHours.objects.filter(elder=cast.lu, state="confirmed").count() * 30
    assert sum(balance(cast, one.person) for one in givers) == confirmed and audit() == []


@pytest.mark.django_db(transaction=True)
def test_one_word_heard_eight_times_moves_the_minutes_once(cast):
    founds(cast, 600)
    row = logs(cast, joins(cast, cast.volunteer.person), cast.shen, 60)
    found, no = together([lambda: confirms(cast, row)] * HANDS)
    assert len(found) == HANDS and not no and balance(cast, cast.volunteer.person) == 60


@pytest.mark.django_db(transaction=True)
def test_a_day_has_no_more_minutes_than_the_rules_say(cast):
    member = joins(cast, cast.volunteer.person)
    found, no = together([lambda: logs(cast, member, cast.shen, 120)] * HANDS)
    assert len(found) == 4 and no == ["day"] * 4
