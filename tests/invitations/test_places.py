"""Places and the waiting list against a plain model, under any sequence of answers, repeats and take-backs, and from two desks at once."""

from __future__ import annotations

import threading
from uuid import UUID, uuid4

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from qianshou.care.models import Answer, Invitation, Occasion
from qianshou.care.operations import invitations, occasions
from qianshou.care.operations.errors import Refused
from qianshou.care.rules.invitations import Guest, Said, seats, stands
from tests.cast import NOON, make
from tests.invitations.salon import ask, dancers, plan, salon

KINDS = st.sampled_from(["yes", "yes", "yes", "no", "again", "unreached"])
WHO = st.integers(0, 4)
PLACES = 2


class PlainSalon:
    """Who has a place and who waits, as one would keep it on paper: two lists."""

    def __init__(self, places: int):
        self.places, self.have, self.wait, self.said, self.off, self.moved = places, [], [], {}, set(), []
        self.since: dict[int, int] = {}

    def restate(self, who: int) -> None:
        """What her standing answers come to."""
        answers = [] if who in self.off else [(n, kind) for n, kind in self.said.get(who, [])]
        since = None
        for n, kind in answers:
            since = (since or n) if kind == "yes" else None
        if since is None:
            self.since.pop(who, None)
            if who in self.have:
                self.have.remove(who)
            if who in self.wait:
                self.wait.remove(who)
        else:
            self.since[who] = since
            if who not in self.have and who not in self.wait:
                self.wait.append(who)
        self.fill(who)

    def fill(self, but: int | None = None) -> None:
        self.wait.sort(key=self.since.get)
        while self.wait and len(self.have) < self.places:
            first = self.wait.pop(0)
            self.have.append(first)
            if first != but:
                self.moved.append(first)


class Salon(RuleBasedStateMachine):
    """The program beside the model. One transaction for each run, rolled back at its end."""

    cast = None
    answer = staticmethod(invitations.answer)

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.row = salon(self.cast, places=PLACES)
        self.asked = ask(self.cast, self.row, *self.people)
        self.plain, self.n, self.given, self.moves = PlainSalon(PLACES), 0, [], []

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def by(self) -> dict:
        return {"now": NOON, "by_id": self.cast.officer.pk}

    @rule(who=WHO, kind=KINDS)
    def says(self, who, kind):
        self.n += 1
        if who in self.plain.off:
            with pytest.raises(Refused, match="off"):
                self.answer(invitation_id=self.asked[who].pk, kind=kind, batch=UUID(int=self.n), **self.by())
            return
        said = self.answer(invitation_id=self.asked[who].pk, kind=kind, batch=UUID(int=self.n), **self.by())
        self.given.append((said, who, kind))
        self.plain.said.setdefault(who, []).append((said.pk, kind))
        self.plain.restate(who)

    @precondition(lambda self: self.given)
    @rule(at=st.integers(0, 30))
    def is_sent_again(self, at):
        said, who, kind = self.given[at % len(self.given)]
        if who not in self.plain.off:
            assert self.answer(invitation_id=self.asked[who].pk, kind=kind, batch=said.batch, **self.by()).pk == said.pk

    @precondition(lambda self: self.given)
    @rule(at=st.integers(0, 30))
    def is_taken_back(self, at):
        said, who, _kind = self.given[at % len(self.given)]
        done = invitations.take_back_answer(answer_id=said.pk, **self.by())
        stood = [one for one in self.plain.said.get(who, []) if one[0] == said.pk]
        assert done == bool(stood)
        if stood:
            self.plain.said[who].remove(stood[0])
            self.plain.restate(who)

    @rule(who=WHO)
    def is_taken_off(self, who):
        assert invitations.take_off(invitation_id=self.asked[who].pk, **self.by()) == (who not in self.plain.off)
        self.plain.off.add(who)
        self.plain.restate(who)

    @rule(who=WHO)
    def is_put_back(self, who):
        assert invitations.put_back(invitation_id=self.asked[who].pk, **self.by()) == (who in self.plain.off)
        if who in self.plain.off:
            self.plain.off.remove(who)
            self.plain.restate(who)

    @rule(places=st.integers(1, 4))
    def places_change(self, places):
        row = Occasion.objects.get(pk=self.row.pk)
        change = {"occasion_id": row.pk, "plan": plan(places=places), "version": row.version, **self.by()}
        if places < len(self.plain.have):
            with pytest.raises(Refused, match="seated"):
                occasions.change_occasion(**change)
            return
        occasions.change_occasion(**change)
        self.plain.places = places
        self.plain.fill()

    @invariant()
    def no_more_than_places_and_in_order(self):
        rows = {row.pk: row for row in Invitation.objects.filter(occasion=self.row)}
        have = {n for n, one in enumerate(self.asked) if rows[one.pk].seat is not None}
        wait = sorted((n for n, one in enumerate(self.asked) if rows[one.pk].seat is None and rows[one.pk].since_answer), key=lambda n: rows[self.asked[n].pk].since_answer)
        assert have == set(self.plain.have) and wait == self.plain.wait
        numbers = [rows[one.pk].seat for one in self.asked if rows[one.pk].seat is not None]
        assert len(set(numbers)) == len(numbers) <= self.plain.places and all(1 <= n <= 4 for n in numbers)
        assert not wait or len(have) == self.plain.places, "nobody waits while there is a place"


WHOLE = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)


def tried(machine, examples: int = 40, phases: tuple[Phase, ...] = WHOLE):
    usual = settings(max_examples=examples, stateful_step_count=14, deadline=None, phases=phases, suppress_health_check=list(HealthCheck), report_multiple_bugs=False)
    run_state_machine_as_test(machine, settings=usual)


def test_any_sequence_gives_what_paper_would_give(cast):
    tried(type("OfCast", (Salon,), {"cast": cast, "people": dancers(cast, 5)}))


def test_the_machine_would_notice_if_places_were_given_without_end(cast, monkeypatch):
    monkeypatch.setattr("qianshou.care.operations.seating.seats", lambda _places, guests: seats(None, guests))
    with pytest.raises(AssertionError):
        tried(type("OfCast", (Salon,), {"cast": cast, "people": dancers(cast, 5)}), examples=20, phases=(Phase.generate,))


guests = st.lists(st.builds(Guest, id=st.integers(1, 99), since=st.none() | st.integers(1, 50), seat=st.none()), unique_by=(lambda g: g.id, lambda g: g.since or -g.id), max_size=8)


@given(guests, st.none() | st.integers(1, 5))
def test_places_go_in_the_order_of_yes(people, places):
    given_ = seats(places, people)
    order = [g.id for g in sorted((g for g in people if g.since), key=lambda g: g.since)]
    assert list(given_.items()) == [(who, n) for n, who in enumerate(order[: places or len(order)], start=1)]


@given(st.lists(st.builds(Said, number=st.integers(1, 9), kind=KINDS), max_size=8))
def test_a_yes_counts_from_the_first_without_a_break(answers):
    answers = [Said(n, one.kind) for n, one in enumerate(answers, start=1)]
    kind, since = stands(answers)
    assert kind == (answers[-1].kind if answers else "") and (since is not None) == (kind == "yes")
    if since:
        assert all(one.kind == "yes" for one in answers[since - 1 :]) and (since == 1 or answers[since - 2].kind != "yes")


@pytest.mark.django_db(transaction=True)
def test_two_desks_at_once_give_no_place_twice_and_move_up_once():
    cast = make()
    row = salon(cast, places=2)
    asked = ask(cast, row, *dancers(cast, 8))
    failures = []

    def both(*acts):
        barrier = threading.Barrier(len(acts))

        def run(act):
            try:
                barrier.wait()
                act()
            except Exception as error:
                failures.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=(act,)) for act in acts]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]

    def say(one, kind, batch=None):
        return lambda: invitations.answer(invitation_id=one.pk, kind=kind, batch=batch or uuid4(), now=NOON, by_id=cast.officer.pk)

    both(*(say(one, "yes") for one in asked))
    seated = list(Invitation.objects.filter(occasion=row, seat__isnull=False).order_by("since_answer"))
    first_two = list(Answer.objects.order_by("pk").values_list("invitation_id", flat=True)[:2])
    assert not failures and [one.pk for one in seated] == first_two and {one.seat for one in seated} == {1, 2}
    batch = uuid4()
    both(*(say(seated[0], "no", batch) for _ in range(2)), *(say(seated[1], "no") for _ in range(2)))  # both give their place up, each twice
    assert not failures
    moved = Invitation.objects.filter(occasion=row, moved_up_at__isnull=False).order_by("since_answer")
    assert [one.pk for one in moved] == list(Answer.objects.order_by("pk").values_list("invitation_id", flat=True)[2:4])
    assert Invitation.objects.filter(occasion=row, seat__isnull=False).count() == 2
