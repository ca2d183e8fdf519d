"""Visits and dues for the days ahead: once, whoever runs it how often."""

import threading
from datetime import date, time, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianshou.care import operations as care
from qianshou.care.models import PlanItem, Visit
from qianshou.people.models import ElderFile
from qianshou.watch.models import Due
from tests.cast import DAY, NOON

from .conftest import WEEKDAYS


def test_a_plan_makes_the_visits_of_the_next_days_each_with_its_due_and_ladder(cast, item):
    visits = list(Visit.objects.order_by("day"))
    assert [v.day.isoweekday() for v in visits] == [2, 3, 4, 5, 1, 2, 3, 4, 5, 1]
    due = Due.objects.get(key=visits[0].due_key)
    assert (due.kind, due.person_id, due.title) == ("visit", cast.shen.pk, {"code": "visit", "service": "talking"})
    assert due.by_at == visits[0].window_end + timedelta(minutes=30)
    assert due.late_at == due.by_at + timedelta(minutes=60)
    assert due.ladder == [cast.tan.person.user_id, cast.shao.person.user_id, cast.officer.pk, cast.desk.pk]
    assert due.committee_id == cast.huaide.pk


def test_doing_it_again_makes_nothing_new(cast, item):
    again = care.make_visits(street_id=cast.street.pk, first=DAY, days=14, now=NOON)
    assert again.as_dict() == {"visits": 0, "dues": 0, "resting": 0}


def test_the_next_night_makes_one_day_more(cast, item):
    made = care.make_visits(street_id=cast.street.pk, first=DAY + timedelta(days=1), days=14, now=NOON + timedelta(days=1))
    assert made.as_dict() == {"visits": 1, "dues": 1, "resting": 0}


@pytest.mark.parametrize("status", ["dead", "moved", "hospital", "away"])
def test_who_is_not_at_home_is_not_visited(cast, status):
    ElderFile.objects.filter(pk=cast.shen.pk).update(status=status)
    care.add_item(elder_id=cast.shen.pk, values=WEEKDAYS, now=NOON, by_id=cast.officer.pk)
    assert not Visit.objects.exists() and not Due.objects.exists()
    assert care.make_visits(street_id=cast.street.pk, first=DAY, days=7, now=NOON).resting == 1


def test_a_plan_written_at_noon_owes_nothing_for_the_morning_before_it(cast):
    values = WEEKDAYS | {"window_start": time(8), "window_end": time(9)}
    care.add_item(elder_id=cast.shen.pk, values=values, now=NOON, by_id=cast.officer.pk)
    assert not Visit.objects.filter(day=DAY).exists()
    caught_up = care.make_visits(street_id=cast.street.pk, first=DAY, days=1, now=NOON)
    assert caught_up.visits == 1  # the nightly run, late after an outage, owes the morning honestly


def test_another_street_is_left_alone(cast, item):
    care.add_item(elder_id=cast.stranger.pk, values=WEEKDAYS, now=NOON, by_id=cast.outsider.pk)
    assert set(Visit.objects.filter(elder=cast.stranger).values_list("street_id", flat=True)) == {cast.elsewhere.pk}
    assert care.make_visits(street_id=cast.elsewhere.pk, first=DAY, days=14, now=NOON).visits == 0


def test_a_visit_cancelled_by_a_person_is_not_made_again(cast, item):
    visit = Visit.objects.order_by("day")[1]
    care.cancel_visit(visit_id=visit.pk, reason="去女儿家", now=NOON, by_id=cast.officer.pk)
    assert care.make_visits(street_id=cast.street.pk, first=DAY, days=14, now=NOON).visits == 0


RUNS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 10)), min_size=1, max_size=6)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs=RUNS, times=st.integers(1, 7))
def test_whatever_stretches_are_run_in_whatever_order_each_day_has_one_visit_and_one_due(cast, runs, times):
    with transaction.atomic():
        weekly = PlanItem.objects.create(
            elder=cast.shen, street=cast.street, service="talking", times_per_week=times, window_start=time(9), window_end=time(10),
            minutes=30, since=date(2026, 1, 1),
        )  # fmt: skip
        for offset, days in runs:
            care.make_visits(street_id=cast.street.pk, first=DAY + timedelta(days=offset), days=days, now=NOON)
        made = list(Visit.objects.filter(item=weekly).values_list("day", flat=True))
        covered = {DAY + timedelta(days=offset + n) for offset, days in runs for n in range(days)}
        assert len(made) == len(set(made))
        assert set(made) <= covered
        assert Due.objects.filter(kind="visit").count() == len(made)
        if times == 7:
            assert set(made) == covered
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_make_each_visit_once():
    from tests import cast as people

    cast = people.make()
    for elder in (cast.shen, cast.lu):
        PlanItem.objects.create(
            elder=elder, street=cast.street, service="talking", weekdays=[1, 2, 3, 4, 5, 6, 7], window_start=time(9), window_end=time(10),
            minutes=30, since=DAY,
        )  # fmt: skip
    ready, results = threading.Barrier(3), []

    def run() -> None:
        try:
            ready.wait(timeout=10)
            results.append(care.make_visits(street_id=cast.street.pk, first=DAY, days=14, now=NOON))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sum(made.visits for made in results) == Visit.objects.count() == 28
    assert sum(made.dues for made in results) == Due.objects.count() == 28
