"""Points follow from what was done: posted with the act, taken back with it, worked out anew when a rule changes; always the one who acted."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianshou.care import operations as care
from qianshou.care.models import Carer, PlanItem, PointCredit, PointsOwed, Visit
from qianshou.care.operations import credits, visits
from qianshou.care.operations.credits import credit_all_owed, credit_days, credit_owed, credit_street
from qianshou.field import inbox
from qianshou.kernel import clock
from qianshou.ledger.models import Account, Transaction
from qianshou.packs.loader import load
from tests.care.conftest import WEEKDAYS
from tests.care.test_take_back import retract
from tests.care.test_visit_acts import act, finish
from tests.cast import DAY, NOON
from tests.ledger.books import audit, settle

TALK = load("yangpu", DAY).services["talking"].points


@pytest.fixture
def visit(item) -> Visit:
    return Visit.objects.order_by("day").first()


def balance(carer) -> int:
    own = Account.objects.filter(unit="points", code="care.points", person=carer.person).first()
    return own.balance if own else 0


def sound() -> bool:
    """The books are as the database would check them at a commit."""
    settle()
    return audit() == []


def credit(carer) -> PointCredit:
    return PointCredit.objects.get(carer=carer)


def test_a_finished_task_earns_at_once_with_its_reason(cast, visit):
    act(visits.arrive, visit, cast.tan)
    assert balance(cast.tan) == 0
    finish(visit, cast.tan, minutes=30)
    row = credit(cast.tan)
    assert (row.points, row.reasons, row.day) == (TALK, [["service", TALK]], visit.day)
    assert balance(cast.tan) == TALK == -Account.objects.get(code="care.points_given").balance
    finish(visit, cast.tan, minutes=40)
    assert balance(cast.tan) == TALK and Transaction.objects.filter(unit="points").count() == 1, "said twice is one task"


def test_what_is_owed_outlives_a_fault_and_one_carers_fault_holds_up_no_other(cast, visit, monkeypatch):
    for carer in (cast.tan, cast.feng):
        act(visits.complete, visit, carer, minutes=30)
    held = credits._credit_days
    monkeypatch.setattr(credits, "_credit_days", lambda carer_id, *rest: 1 / 0 if carer_id == cast.tan.pk else held(carer_id, *rest))
    assert credit_all_owed(now=NOON) == 1
    assert (balance(cast.tan), balance(cast.feng)) == (0, TALK)
    assert [row.carer_id for row in PointsOwed.objects.all()] == [cast.tan.pk]
    monkeypatch.undo()
    assert inbox.apply_waiting(now=NOON) == 0, "no act waits"
    assert (balance(cast.tan), balance(cast.feng)) == (TALK, TALK) and not PointsOwed.objects.exists() and sound()


def test_tasks_of_one_batch_are_worked_out_together(cast, many, django_assert_num_queries):
    for n, visit in enumerate(many[:2]):
        act(visits.complete, visit, cast.tan, minutes=10 * n)
    assert credit_owed(carer_id=cast.tan.pk, now=NOON) == 2
    with django_assert_num_queries(4):  # savepoint, lock, nothing owed
        assert credit_owed(carer_id=cast.tan.pk, now=NOON) == 0


def test_who_stood_in_is_credited_and_nobody_else(cast, visit):
    finish(visit, cast.feng, minutes=30)
    assert (balance(cast.feng), balance(cast.tan), balance(cast.shao)) == (TALK, 0, 0)
    care.link_carer(elder_id=cast.lu.pk, carer_id=cast.shao.pk, rank="primary", start=visit.day, now=NOON, by_id=cast.officer.pk)
    assert balance(cast.feng) == TALK, "links that change later change nothing"


def test_taken_back_it_is_reversed_and_done_again_it_counts_anew(cast, visit):
    done = finish(visit, cast.tan, minutes=30)
    retract(visit, done, cast.tan, minutes=31)
    assert balance(cast.tan) == 0 and (credit(cast.tan).points, credit(cast.tan).source) == (0, "")
    finish(visit, cast.tan, minutes=50)
    assert balance(cast.tan) == TALK and credit(cast.tan).revision == 3
    assert Transaction.objects.filter(unit="points", reverses__isnull=False).count() == 1
    assert sound()


def test_each_of_two_is_credited_for_her_part(cast, visit):
    Visit.objects.filter(pk=visit.pk).update(carers_needed=2)
    finish(visit, cast.tan, minutes=30)
    assert (balance(cast.tan), balance(cast.feng)) == (TALK, 0)
    finish(visit, cast.feng, minutes=35)
    assert (balance(cast.tan), balance(cast.feng)) == (TALK, TALK)


def test_an_earlier_word_that_is_heard_later_moves_the_task_to_its_day(cast, visit):
    finish(visit, cast.tan, minutes=24 * 60)
    assert credit(cast.tan).day == visit.day + timedelta(days=1)
    finish(visit, cast.tan, minutes=30, heard=25 * 60)
    row = credit(cast.tan)
    assert row.day == visit.day and balance(cast.tan) == TALK
    assert sound()


def test_a_changed_rule_is_worked_out_by_reversal_dated_today(cast, visit, monkeypatch):
    finish(visit, cast.tan, minutes=30)
    before = Transaction.objects.get(unit="points")
    monkeypatch.setattr(credits, "load", lambda name, on: _talking_earns(7))
    later = visit.window_start + timedelta(days=40)
    assert credit_street(street_id=cast.street.pk, first=visit.day, last=visit.day, now=later, reason="rules") == 1
    assert balance(cast.tan) == 7 and credit(cast.tan).reasons == [["service", 7]]
    back, new = Transaction.objects.filter(unit="points").exclude(pk=before.pk).order_by("pk")
    assert back.reverses_id == before.pk and back.happened_on == new.happened_on == clock.local_date(later), "a printed month stays as printed"
    assert credit_street(street_id=cast.street.pk, first=visit.day, last=visit.day, now=later) == 0, "worked out again it changes nothing"


def test_acts_from_before_there_were_points_are_credited_together_and_once(cast, visit):
    finish(visit, cast.tan, minutes=30)
    finish(visit, cast.feng, minutes=30)
    before = {carer: balance(carer) for carer in (cast.tan, cast.feng)}
    PointCredit.objects.all().delete()  # as if the table were new; the entries stand in the books
    assert credit_street(street_id=cast.street.pk, first=DAY, last=visit.day, now=NOON + timedelta(days=3)) == 2
    assert {carer: balance(carer) for carer in before} == before, "the same source is posted once"
    assert credit_street(street_id=cast.street.pk, first=DAY, last=visit.day, now=NOON + timedelta(days=3)) == 0
    assert credit_street(street_id=cast.elsewhere.pk, first=DAY, last=visit.day, now=NOON) == 0, "another street's carers are not touched"


def test_points_from_her_former_street_are_neither_written_twice_nor_lost(cast, visit):
    finish(visit, cast.tan)
    Carer.objects.filter(pk=cast.tan.pk).update(street=cast.elsewhere, number="心901")
    assert credit_street(street_id=cast.elsewhere.pk, first=visit.day, last=visit.day, now=NOON + timedelta(days=3)) == 0
    assert credit_street(street_id=cast.street.pk, first=visit.day, last=visit.day, now=NOON + timedelta(days=3)) == 0
    assert credit(cast.tan).street_id == cast.street.pk and balance(cast.tan) == TALK and sound()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from("drw"), st.integers(0, 3), st.integers(0, 1), st.integers(0, 2000)), max_size=18))
def test_whatever_is_done_taken_back_and_worked_out_between_the_books_are_the_sum_of_what_stands(cast, many, steps):
    with transaction.atomic():
        carers, done = [cast.tan, cast.feng], defaultdict(list)
        for what, which, who, minutes in steps:
            visit, carer = many[which], carers[who]
            if what == "d":
                effect = act(visits.complete, visit, carer, minutes=minutes)
                done[carer.pk, visit.pk].append((minutes, effect))
            elif what == "w":
                credit_owed(carer_id=carer.pk, now=visit.window_start + timedelta(minutes=minutes))
            elif done[carer.pk, visit.pk]:
                _, effect = done[carer.pk, visit.pk].pop()
                retract(visit, effect, carer, minutes=minutes)
        credit_all_owed(now=NOON + timedelta(days=8))
        assert not PointsOwed.objects.exists()
        for carer in carers:
            parts = sum(1 for (pk, _), said in done.items() if pk == carer.pk and said)
            rows = PointCredit.objects.filter(carer=carer)
            assert sum(row.points for row in rows) == balance(carer) and rows.exclude(points=0).count() == parts
            days = set(rows.values_list("day", flat=True))
            assert credit_days(carer_id=carer.pk, days=days, now=NOON + timedelta(days=9)) == 0, "worked out from the start it is the same"
        assert sound()
        transaction.set_rollback(True)


@pytest.fixture
def many(item) -> list[Visit]:
    """Four visits: two of one day, two of days after it."""
    care.add_item(elder_id=item.elder_id, values=WEEKDAYS | {"service": "shopping"}, now=NOON, by_id=None)
    assert PlanItem.objects.count() == 2
    return list(Visit.objects.order_by("day", "pk")[:4])


def _talking_earns(points: int):
    """The pack as it would be read from a file in which talking earns so many points."""
    pack = load("yangpu", DAY)
    return replace(pack, services=pack.services | {"talking": replace(pack.services["talking"], points=points)})
