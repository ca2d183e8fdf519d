"""Random days of a net against a plain-Python model: no deadline passes without met, excused or an alert."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from qianshou.watch import operations
from qianshou.watch.models import Alert, Due
from qianshou.watch.operations import Proof
from qianshou.watch.rules import NewDue
from tests.cast import NOON
from tests.faults.sweeping import broken_promises, broken_reopen, broken_sweep, killed_at
from tests.watch.model import PlainNet

MINUTE = timedelta(minutes=1)
AGES = st.integers(0, 120)


class Net(RuleBasedStateMachine):
    """The program beside the model. One transaction for each run, rolled back at its end."""

    cast = None
    sweep = staticmethod(operations.sweep)
    reopen = staticmethod(operations.reopen)

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.now, self.plain = NOON, PlainNet()

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def key(self, choice: int) -> str:
        keys = sorted(self.plain.dues)
        return keys[choice % len(keys)]

    @rule(number=st.integers(0, 9), minutes=st.integers(-60, 90), grace=st.integers(0, 30))
    def owe(self, number, minutes, grace):
        by = self.now + minutes * MINUTE
        key = f"visit:{number}"
        due = NewDue(
            street_id=self.cast.street.pk, key=key, kind="visit", person_id=self.cast.shen.pk, title={"code": "visit"},
            opens_at=by - MINUTE, by_at=by, grace=grace * MINUTE, ladder=[self.cast.tan.person.user_id],
        )  # fmt: skip
        operations.owe_many(dues=[due], now=self.now)
        self.plain.owe(key, by + grace * MINUTE)

    @rule(minutes=st.integers(1, 90))
    def time_passes(self, minutes):
        self.now += minutes * MINUTE

    @precondition(lambda self: self.plain.dues)
    @rule(choice=st.integers(0, 99), ago=st.integers(-30, 120), grade=st.sampled_from(["tap", "scan", "desk"]))
    def evidence_is_heard(self, choice, ago, grade):
        key, made = self.key(choice), self.now - ago * MINUTE
        operations.meet(street_id=self.cast.street.pk, key=key, made_at=made, received_at=self.now, grade=grade, evidence={"n": choice})
        self.plain.meet(key, made, self.now)

    @precondition(lambda self: any(due.heard for due in self.plain.dues.values()))
    @rule(choice=st.integers(0, 99), twice=st.booleans())
    def evidence_is_taken_back(self, choice, twice):
        keys = sorted(key for key, due in self.plain.dues.items() if due.heard)
        key = keys[choice % len(keys)]
        left = self.plain.take_back(key, choice, self.now)
        proofs = [Proof(made_at=made, received_at=got, grade="tap") for made, got in left]
        for _ in range(1 + twice):
            type(self).reopen(street_id=self.cast.street.pk, key=key, standing=proofs, now=self.now)

    @precondition(lambda self: self.plain.dues)
    @rule(choice=st.integers(0, 99))
    def nobody_is_taken_back(self, choice):
        operations.take_back_alarm(street_id=self.cast.street.pk, key=self.key(choice), now=self.now)

    @precondition(lambda self: self.plain.dues)
    @rule(choice=st.integers(0, 99))
    def officer_excuses(self, choice):
        key = self.key(choice)
        operations.excuse(street_id=self.cast.street.pk, key=key, by_id=self.cast.officer.pk, reason="away", now=self.now)
        self.plain.excuse(key)

    @precondition(lambda self: self.plain.dues)
    @rule(choice=st.integers(0, 99))
    def nobody_answers(self, choice):
        operations.raise_alert(street_id=self.cast.street.pk, key=self.key(choice), why="nobody", now=self.now)

    @rule(choice=st.integers(0, 99), close=st.sampled_from(["", "other", "well"]))
    def desk_acts(self, choice, close):
        waiting = list(Alert.objects.filter(state="raised").order_by("pk"))
        if not waiting:
            return
        alert = waiting[choice % len(waiting)]
        if close:
            operations.close_alert(alert_id=alert.pk, user=self.cast.desk, outcome=close, note="asked a neighbour", now=self.now)
            if close == "well":
                self.plain.reach(alert.due.key, self.now)
        else:
            operations.take_alert(alert_id=alert.pk, user=self.cast.desk, now=self.now)

    @rule()
    def sweeps(self):
        type(self).sweep(now=self.now)
        self.plain.sweep(self.now)
        assert broken_promises(self.now) == []

    @rule(statement=st.integers(1, 12))
    def sweep_is_killed_and_the_next_comes(self, statement):
        with killed_at(statement):
            type(self).sweep(now=self.now)
        self.plain.sweep(self.now)
        self.now += timedelta(seconds=20)
        self.sweeps()

    @invariant()
    def states_are_the_models(self):
        shown = dict(Due.objects.values_list("key", "state"))
        assert shown == {key: due.state() for key, due in self.plain.dues.items()}
        alerted = set(Alert.objects.values_list("due__key", flat=True))
        assert self.plain.need_alert() <= alerted


QUICK = settings(max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))

# Whether it fails is all we ask of the broken ones: no shrinking of the example, and the same examples each time, so that a control
# which finds the fault always finds it. Each begins with a seed that is known to find it within a few examples (another takes hundreds).
FIRST_FAILURE = settings(QUICK, max_examples=1000, derandomize=True, database=None, phases=[Phase.generate], report_multiple_bugs=False)


@pytest.mark.long
@pytest.mark.django_db
def test_no_deadline_passes_in_silence(cast):
    run_state_machine_as_test(type("Sound", (Net,), {"cast": cast}), settings=QUICK)


@pytest.mark.django_db
def test_the_machine_finds_a_broken_sweep(cast):
    broken = seed(0)(type("Broken", (Net,), {"cast": cast, "sweep": staticmethod(broken_sweep)}))
    with pytest.raises(AssertionError):
        run_state_machine_as_test(broken, settings=FIRST_FAILURE)


@pytest.mark.django_db
@pytest.mark.long
def test_the_machine_finds_a_taking_back_that_alarms_nobody(cast):
    broken = seed(4)(type("Silent", (Net,), {"cast": cast, "reopen": staticmethod(broken_reopen)}))
    with pytest.raises(AssertionError):
        run_state_machine_as_test(broken, settings=FIRST_FAILURE)
