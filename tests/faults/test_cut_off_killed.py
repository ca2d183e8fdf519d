"""The cut-off may die at any statement and be run again, by several at once: exactly the right meals, and a broken run is found out."""

from __future__ import annotations

import random
import threading

import pytest
from django.db import connections, transaction

from qianshou.meals.models import CutOff, Order
from tests.cast import DAY, make
from tests.faults.forking import Nursery
from tests.faults.sweeping import count_statements, killed_at
from tests.faults.taking import broken_take, owe_meals, take, wrong_meals
from tests.meals_orders.days import CUT_OFF, LONG_BEFORE


def gate(run, cast) -> list[str]:
    """Kill `run` at each of its statements, run it again twice, and collect what is wrong."""
    found = []
    with transaction.atomic():
        owe_meals(cast, 23, DAY, LONG_BEFORE)
        total = count_statements(lambda: run(street_id=cast.street.pk, day=DAY, now=CUT_OFF))
        transaction.set_rollback(True)
    assert total > 5
    for statement in range(1, total + 1):
        with transaction.atomic():
            asked = owe_meals(cast, 23, DAY, LONG_BEFORE)
            with killed_at(statement):
                run(street_id=cast.street.pk, day=DAY, now=CUT_OFF)
            for _ in range(2):
                run(street_id=cast.street.pk, day=DAY, now=CUT_OFF)
            found += [f"killed at {statement} of {total}: {text}" for text in wrong_meals(asked, DAY)]
            transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_killed_at_every_statement_exactly_the_right_meals(cast):
    assert gate(take, cast) == []


@pytest.mark.django_db
def test_the_gate_finds_a_broken_run(cast):
    assert any("gets 0" in text for text in gate(broken_take, cast))


def killed_for_real(street_id: int, *more: str, seed: int, tries: int) -> int:
    """Start runs and kill each with SIGKILL a moment after it began; how many were killed before they were done."""
    rnd = random.Random(seed)
    with Nursery("tests.faults.taking", str(street_id), CUT_OFF.isoformat(), *more) as nursery:
        return sum(nursery.kill_one(rnd.uniform(0.02, 0.3)) for _ in range(tries))


@pytest.mark.django_db(transaction=True)
@pytest.mark.long
def test_killed_for_real_and_run_again_exactly_the_right_meals():
    cast = make()
    asked = owe_meals(cast, 2_000, DAY, LONG_BEFORE)
    killed = killed_for_real(cast.street.pk, seed=20042, tries=6)
    assert killed >= 2 and Order.objects.count() in (0, len(asked)), "all or nothing"
    take(street_id=cast.street.pk, day=DAY, now=CUT_OFF)
    take(street_id=cast.street.pk, day=DAY, now=CUT_OFF)
    assert wrong_meals(asked, DAY) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.long
def test_killed_for_real_a_broken_run_loses_meals():
    """Negative control: the same kill at a run that is not all or nothing."""
    cast = make()
    asked = owe_meals(cast, 2_000, DAY, LONG_BEFORE)
    assert killed_for_real(cast.street.pk, "broken", seed=20043, tries=2) >= 1
    broken_take(street_id=cast.street.pk, day=DAY, now=CUT_OFF)
    assert any("gets 0" in text for text in wrong_meals(asked, DAY))


@pytest.mark.django_db(transaction=True)
def test_several_runs_at_once_take_the_orders_once():
    cast = make()
    asked = owe_meals(cast, 60, DAY, LONG_BEFORE)
    ready, failed = threading.Barrier(3), []

    def run():
        try:
            ready.wait()
            take(street_id=cast.street.pk, day=DAY, now=CUT_OFF)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed and wrong_meals(asked, DAY) == [] and CutOff.objects.count() == 1
