"""The sweep may die at any statement, and several may run at once: an alert may come twice, never not at all."""

from __future__ import annotations

import random
import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction

from qianshou.notify.models import Notice
from qianshou.watch import operations
from qianshou.watch.models import Alert, AlertStep, Due
from tests.cast import NOON, make
from tests.faults.forking import Nursery
from tests.faults.sweeping import broken_promises, broken_sweep, count_statements, killed_at, owe

LATE = NOON + timedelta(hours=2)


def gate(sweep, cast) -> list[str]:
    """Kill `sweep` at each of its statements on a fresh street, let the next one run, and collect what is broken."""
    found = []
    with transaction.atomic():
        owe(cast, 7, by=NOON, ladder=[cast.tan.person.user_id])
        total = count_statements(lambda: sweep(now=LATE, limit=3))
        transaction.set_rollback(True)
    for statement in range(1, total + 1):
        with transaction.atomic():
            owe(cast, 7, by=NOON, ladder=[cast.tan.person.user_id])
            with killed_at(statement):
                sweep(now=LATE, limit=3)
            for n in range(4):
                sweep(now=LATE + timedelta(seconds=20 * (n + 1)), limit=3)
            found += [f"killed at {statement} of {total}: {text}" for text in broken_promises(LATE + timedelta(seconds=80))]
            transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_killed_at_every_statement_no_alert_is_missing(cast):
    assert gate(operations.sweep, cast) == []


@pytest.mark.django_db
def test_the_gate_finds_a_broken_sweep(cast):
    assert any("no alert" in text for text in gate(broken_sweep, cast))


@pytest.mark.django_db(transaction=True)
@pytest.mark.long
def test_killed_for_real_no_alert_is_missing_and_none_doubled():
    cast = make()
    owe(cast, 3_000, by=NOON, ladder=[cast.tan.person.user_id])
    rnd = random.Random(20041)
    killed_in_work = 0
    with Nursery("tests.faults.sweeping", LATE.isoformat(), "40") as nursery:
        for _ in range(6):
            assert nursery.kill_one(rnd.uniform(0.001, 0.12)), "it sweeps without end"
            killed_in_work += Due.objects.filter(state="open").exists()
    operations.sweep(now=LATE + timedelta(minutes=5))
    assert killed_in_work >= 2
    assert broken_promises(LATE + timedelta(minutes=5)) == []
    assert Alert.objects.count() == 3_000


@pytest.mark.django_db(transaction=True)
def test_sweepers_at_once_while_evidence_comes_in():
    cast = make()
    owe(cast, 600, by=NOON, ladder=[cast.tan.person.user_id])
    barrier, failures = threading.Barrier(5), []

    def run(act):
        try:
            barrier.wait()
            act()
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    def phone():
        for n in range(0, 600, 3):
            operations.meet(street_id=cast.street.pk, key=f"visit:{n}", made_at=NOON, received_at=LATE, grade="tap", evidence={})

    def sweeper():
        for n in range(3):
            operations.sweep(now=LATE + timedelta(seconds=n), limit=70)

    threads = [threading.Thread(target=run, args=(act,)) for act in (sweeper, sweeper, sweeper, sweeper, phone)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert failures == []
    operations.sweep(now=LATE + timedelta(seconds=30))
    assert broken_promises(LATE + timedelta(seconds=30)) == []
    assert Due.objects.filter(state="met_heard_late").count() == 200
    for alert in Alert.objects.filter(state="raised"):
        assert AlertStep.objects.filter(alert=alert, kind="told").count() == 1
    told = sum(n.params["count"] for n in Notice.objects.filter(user=cast.tan.person.user))
    assert told == AlertStep.objects.filter(kind="told").count()
