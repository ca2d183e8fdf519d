"""Places of a class and its waiting list against two plain lists: never more than places, in order, nobody lost."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from qianshou.venues.models import Course, Enrolment
from qianshou.venues.operations import courses, enrolments
from qianshou.venues.operations.errors import Refused
from qianshou.venues.rules.places import Learner, moves_up
from tests.invitations.salon import dancers
from tests.venues.rooms import by, course, room

WHO = st.integers(0, 3)


class Klass(RuleBasedStateMachine):
    """The program beside the model. One transaction for each run, rolled back at its end."""

    cast, people = None, ()

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.row = course(self.cast, room(self.cast), places=1, weeks=1)
        self.places, self.have, self.wait, self.moved = 1, [], [], set()
        self.newest: dict[int, int] = {}  # who → her last enrolment
        self.order: dict[int, int] = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def fill(self, but=None):
        self.wait.sort(key=self.order.get)
        while self.wait and len(self.have) < self.places:
            first = self.wait.pop(0)
            self.have.append(first)
            if first != but:
                self.moved.add(first)

    @rule(who=WHO)
    def enrols(self, who):
        made = enrolments.enrol(course_id=self.row.pk, person_id=self.people[who].pk, **by(self.cast))
        if who in self.have or who in self.wait:
            assert made.pk == self.newest[who]
            return
        self.newest[who] = self.order[who] = made.pk
        self.wait.append(who)
        self.moved.discard(who)
        self.fill(who)

    @rule(who=WHO)
    def leaves(self, who):
        if who not in self.newest:
            return
        enrolments.leave(enrolment_id=self.newest[who], why="x", **by(self.cast))
        for found in (self.have, self.wait):
            if who in found:
                found.remove(who)
        self.moved.discard(who)
        self.fill()

    @rule(who=WHO)
    def did_not_leave_after_all(self, who):
        if who not in self.newest:
            return
        enrolments.come_back(enrolment_id=self.newest[who], **by(self.cast))
        if who not in self.have and who not in self.wait:
            self.wait.append(who)
            self.fill(who)

    @rule(places=st.integers(1, 4))
    def places_change(self, places):
        row = Course.objects.get(pk=self.row.pk)
        change = {"course_id": row.pk, "name": row.name, "teacher": row.teacher, "places": places, "note": "", "version": row.version, **by(self.cast)}
        if places < len(self.have):
            with pytest.raises(Refused, match="seated"):
                courses.change_course(**change)
            return
        courses.change_course(**change)
        self.places = places
        self.fill()

    @rule(who=WHO)
    def is_told(self, who):
        if who in self.newest:
            assert enrolments.told(enrolment_id=self.newest[who], **by(self.cast)) == (who in self.moved)
            self.moved.discard(who)

    @invariant()
    def the_table_says_the_same(self):
        who = {pk: n for n, pk in self.newest.items()}
        rows = list(Enrolment.objects.filter(course=self.row, left_at__isnull=True).order_by("pk"))
        assert {who[r.pk] for r in rows if r.seat} == set(self.have)
        assert [who[r.pk] for r in rows if not r.seat] == sorted(self.wait, key=self.order.get)
        seats = [r.seat for r in rows if r.seat]
        assert len(set(seats)) == len(seats) <= self.places
        assert not self.wait or len(self.have) == self.places, "nobody waits while there is a place"
        assert {who[r.pk] for r in rows if r.moved_up_at and not r.told_at} == self.moved


def tried(machine, examples: int = 40, *more: Phase):
    phases = [Phase.explicit, Phase.reuse, Phase.generate, *more]
    usual = settings(max_examples=examples, stateful_step_count=16, deadline=None, phases=phases, suppress_health_check=list(HealthCheck), report_multiple_bugs=False)
    run_state_machine_as_test(machine, settings=usual)


@pytest.mark.django_db
def test_any_sequence_gives_what_paper_would_give(cast):
    tried(type("OfCast", (Klass,), {"cast": cast, "people": dancers(cast, 4)}), 40, Phase.shrink)


@pytest.mark.django_db
def test_the_machine_would_notice_if_the_last_moved_up_first(cast, monkeypatch):
    last_first = lambda places, rows: moves_up(places, [Learner(-one.id, one.seat) for one in rows])
    monkeypatch.setattr("qianshou.venues.operations.seating.moves_up", lambda places, rows: {-pk: seat for pk, seat in last_first(places, rows).items()})
    with pytest.raises(AssertionError):
        tried(type("OfCast", (Klass,), {"cast": cast, "people": dancers(cast, 4)}), 150)


@given(st.lists(st.builds(Learner, id=st.integers(1, 99), seat=st.none() | st.integers(1, 9)), unique_by=(lambda one: one.id, lambda one: one.seat or -one.id), max_size=9), st.integers(1, 6))
def test_free_places_go_in_order_and_no_place_twice(learners, places):
    given_ = moves_up(places, learners)
    held = [one.seat for one in learners if one.seat]
    waiting = sorted(one.id for one in learners if not one.seat)
    assert list(given_) == waiting[: max(0, places - len(held))]
    assert not set(given_.values()) & set(held) and all(1 <= seat <= places for seat in given_.values())
