"""Any sequence of decisions, liftings and slips against a plain table: who is restricted to what, asked in all three ways."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from qianshou.people.models import Restriction
from qianshou.people.operations import restrictions as acts
from qianshou.people.queries.restrictions import allowed, restricted, restricted_among
from qianshou.people.rules.restrictions import PURPOSES
from tests.cast import NOON
from tests.rights.test_restricted_places import restricts

WHO = st.integers(0, 2)
WHAT = st.sets(st.sampled_from(PURPOSES), min_size=1)
ANY = st.integers(0, 30)


class Desk(RuleBasedStateMachine):
    """The program beside the model. One transaction for each run, rolled back at its end."""

    cast = None

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.people = (self.cast.shen, self.cast.lu, self.cast.stranger)
        self.rows: list[list] = []  # [row, person, purpose, request, holds]

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @rule(who=WHO, what=WHAT)
    def is_decided(self, who, what):
        person = self.people[who]
        for row in restricts(self.cast, *what, person=person):
            self.rows.append([row.pk, person.pk, row.purpose, row.request_id, True])

    @rule(at=ANY)
    def is_lifted(self, at):
        if self.rows:
            row = self.rows[at % len(self.rows)]
            lift = lambda: acts.lift_restriction(restriction_id=row[0], why="asked", reason="本人", now=NOON, by_id=self.cast.officer.pk)
            if row[4]:
                lift()
                row[4] = False
            else:
                with pytest.raises(acts.NotRestricted, match="state"):
                    lift()

    @rule(at=ANY)
    def holds_again(self, at):
        if self.rows:
            row = self.rows[at % len(self.rows)]
            again = lambda: acts.hold_again(restriction_id=row[0], now=NOON, by_id=self.cast.officer.pk)
            if any(one[2:] == [row[2], row[3], True] for one in self.rows):
                with pytest.raises(acts.NotRestricted, match="state"):
                    again()
            else:
                self.rows.append([again().pk, row[1], row[2], row[3], True])

    @invariant()
    def the_program_says_the_same(self):
        ids = [person.pk for person in self.people]
        for purpose in PURPOSES:
            said = {row[1] for row in self.rows if row[2] == purpose and row[4]}
            assert {pk for pk in ids if not allowed(pk, purpose)} == said
            assert restricted_among(ids, purpose) == said
            streets = [self.cast.street.pk, self.cast.elsewhere.pk]
            assert {row["person_id"] for row in restricted(streets, purpose)} == said
        assert Restriction.objects.count() == len(self.rows), "nothing that was decided is gone"


def tried(machine, *more: Phase):
    phases = [Phase.explicit, Phase.reuse, Phase.generate, *more]
    usual = settings(max_examples=15, stateful_step_count=12, deadline=None, phases=phases, suppress_health_check=list(HealthCheck), report_multiple_bugs=False)
    run_state_machine_as_test(machine, settings=usual)


@pytest.mark.django_db
def test_any_sequence_gives_what_a_table_would_say(cast):
    tried(type("OfCast", (Desk,), {"cast": cast}), Phase.shrink)


@pytest.mark.django_db
def test_the_machine_would_notice_a_lifting_that_takes_too_much(cast, monkeypatch):
    real = acts.lift_restriction

    def takes_all(*, restriction_id, **more):
        row = real(restriction_id=restriction_id, **more)
        Restriction.objects.filter(person=row.person_id, lifted_at__isnull=True).update(lifted_at=NOON)
        return row

    monkeypatch.setattr(acts, "lift_restriction", takes_all)
    with pytest.raises(AssertionError):
        tried(type("OfCast", (Desk,), {"cast": cast}))
