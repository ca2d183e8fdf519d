"""Random ways of two people's cases through the real acts, beside a plain model that knows nothing of the program's rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from qianshou.care.models import IntakeCase, IntakeDecision, IntakeEntry
from qianshou.care.operations import Refused, intake
from qianshou.watch.models import Due
from tests.cast import DAY, NOON
from tests.intake import way

WAITING = ("check", "assess", "decide", "plan", "consent", "booklet", "net", "deferred")
NEXT = {"plan": "consent", "consent": "booklet", "booklet": "net", "net": "done"}


@dataclass
class Plain:
    """One case as a person with a pencil would keep it."""

    pk: int
    state: str = "check"
    before: str = ""  # the withdrawal
    appealed_at: str = ""
    against: tuple = ()  # the decision appealed against
    decided: tuple = ()  # outcome, level, whether on an appeal
    assessors: list[set] = field(default_factory=lambda: [set()])  # one set a round
    acts: int = 1
    decisions: int = 0

    @property
    def waits(self) -> bool:
        return self.state in WAITING


class Intake(RuleBasedStateMachine):
    """The program beside the model. One transaction for each run, rolled back at its end."""

    cast = None

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.cases: list[Plain] = []
        self.last = None  # the act that was done last, to be sent again
        self.kept: dict[int, tuple] = {}  # decisions as they were first seen

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def sent(self, name: str, one: Plain, by, fits: bool, **more) -> bool:
        """Send an act; the program takes it when, and only when, the model says that it fits."""
        given = {"case_id": one.pk, "version": IntakeCase.objects.get(pk=one.pk).version, "batch": uuid4(), "now": NOON, "by_id": by.pk} | more
        try:
            with transaction.atomic():
                getattr(intake, name)(**given)
        except Refused as error:
            assert not fits, f"{name} at {one} was refused: {error.code}"
            return False
        assert fits, f"{name} at {one} was taken"
        one.acts += 1
        self.last = (name, given)
        return True

    def pick(self, at: int, *states: str) -> Plain:
        """One of the cases; where some stand at one of these states, mostly one of those."""
        fit = [one for one in self.cases if one.state in states] if at else []
        return (fit or self.cases)[at % len(fit or self.cases)]

    def another_open(self, one: Plain) -> bool:
        who = IntakeCase.objects.get(pk=one.pk).person_id
        return any(c.waits for c in self.cases if c is not one and IntakeCase.objects.get(pk=c.pk).person_id == who)

    @rule(who=st.sampled_from(["shen", "lu"]))
    def somebody_applies(self, who):
        person = getattr(self.cast, who)
        taken = any(c.waits and IntakeCase.objects.get(pk=c.pk).person_id == person.pk for c in self.cases)
        try:
            with transaction.atomic():
                made = way.apply(self.cast, person)
        except Refused as error:
            assert taken and error.code == "open_case"
            return
        assert not taken
        self.cases.append(Plain(made.pk))

    @precondition(lambda self: self.cases)
    @rule(at=st.integers(0, 5), met=st.booleans())
    def it_is_checked(self, at, met):
        one = self.pick(at)
        if met:
            if self.sent("pass_check", one, self.cast.officer, one.state == "check", findings=way.FOUND, seen=["id_card", "residence"]):
                one.state = "assess"
        elif self.sent("refuse_at_check", one, self.cast.officer, one.state == "check", findings={"age": "no"}, reason="未满"):
            one.state, one.decided, one.decisions = "refused", ("refused", None, False), one.decisions + 1

    @precondition(lambda self: self.cases)
    @rule(at=st.integers(0, 5), by=st.sampled_from(["assessor", "committee_worker", "officer"]))
    def somebody_visits(self, at, by):
        one, user = self.pick(at, "assess"), getattr(self.cast, by)
        if one.state == "assess":  # with the forms of this round, finished by this user
            with transaction.atomic():
                way.visited(self.cast, IntakeCase.objects.get(pk=one.pk), by=user)
        earlier = set().union(*one.assessors[:-1]) if len(one.assessors) > 1 else set()
        if self.sent("finish_assessment", one, user, one.state == "assess" and user.pk not in earlier, on=DAY, assessor_id=user.pk):
            one.state = "decide"
            one.assessors[-1] = {user.pk}

    @precondition(lambda self: self.cases)
    @rule(at=st.integers(0, 5), by=st.sampled_from(["officer", "officer", "assessor"]), outcome=st.sampled_from(["granted", "granted", "refused", "deferred"]), level=st.sampled_from([0, 2]))
    def somebody_decides(self, at, by, outcome, level):
        one, user = self.pick(at, "decide", "deferred"), getattr(self.cast, by)
        fits = one.state in ("decide", "deferred") and user.pk not in one.assessors[-1]
        if not self.sent("decide", one, user, fits, outcome=outcome, level=level, reason="理由", until=DAY + timedelta(days=9)):
            return
        one.decisions += 1
        if outcome == "deferred":
            one.state, one.decided = "deferred", (outcome, level, bool(one.appealed_at))
            return
        if one.appealed_at and one.against[:2] == (outcome, level):
            one.state = one.appealed_at
        else:
            one.state = "plan" if outcome == "granted" else "refused"
        one.decided, one.appealed_at, one.against = (outcome, level, bool(one.appealed_at)), "", ()

    @precondition(lambda self: self.cases)
    @rule(at=st.integers(0, 5), step=st.sampled_from(list(NEXT)))
    def a_step_is_done(self, at, step):
        one = self.pick(at)
        said = dict.fromkeys(way.PURPOSES, "given")
        name, more = {
            "plan": ("accept_plan", {"lines": [], "note": "暂不需要"}), "consent": ("take_consents", {"answers": said, "how": "spoken", "witness": "小李"}),
            "booklet": ("hand_over_booklet", {"on": DAY, "to": "本人"}), "net": ("enter_net", {"picks": [], "key": True}),
        }[step]  # fmt: skip
        if self.sent(name, one, self.cast.officer, one.state == step, **more):
            one.state = NEXT[step]

    @precondition(lambda self: any(one.waits for one in self.cases))
    @rule(at=st.integers(0, 5), steps=st.integers(1, 3))
    def it_goes_on(self, at, steps):
        """The usual way, so that the later steps are reached too."""
        for _ in range(steps):
            one = self.pick(at)
            at = self.cases.index(one)
            if one.state == "check":
                self.it_is_checked(at, True)
            elif one.state == "assess":
                self.somebody_visits(at, "committee_worker" if len(one.assessors) > 1 else "assessor")
            elif one.state in ("decide", "deferred"):
                self.somebody_decides(at, "officer", "granted", 0)
            elif one.state in NEXT:
                self.a_step_is_done(at, one.state)

    @precondition(lambda self: self.cases)
    @rule(at=st.integers(0, 5))
    def it_is_withdrawn(self, at):
        one = self.pick(at)
        if self.sent("withdraw", one, self.cast.officer, one.waits, reason="搬走", by_name="本人"):
            one.before, one.state = one.state, "withdrawn"

    @precondition(lambda self: self.cases)
    @rule(at=st.integers(0, 5))
    def it_is_reopened(self, at):
        one = self.pick(at)
        if self.sent("reopen", one, self.cast.officer, one.state == "withdrawn" and not self.another_open(one), reason="回来"):
            one.state, one.before = one.before, ""

    @precondition(lambda self: self.cases)
    @rule(at=st.integers(0, 5))
    def somebody_appeals(self, at):
        one = self.pick(at, "plan", "booklet", "done", "refused", "deferred")
        fits = bool(one.decided) and not one.decided[2] and not one.appealed_at and one.state in (*NEXT, "done", "refused", "deferred")
        fits = fits and (one.waits or not self.another_open(one)) and not self.appealed_before(one)
        if self.sent("appeal", one, self.cast.officer, fits, lodged_on=DAY, lodged_by="儿子", reason="不服"):
            one.appealed_at, one.against, one.state = one.state, one.decided, "assess"
            one.assessors.append(set())

    def appealed_before(self, one: Plain) -> bool:
        """The decision that holds was appealed against, and that appeal was taken back: once is enough."""
        return getattr(one, "dropped", None) == one.decisions

    @precondition(lambda self: self.cases)
    @rule(at=st.integers(0, 5))
    def the_appeal_is_taken_back(self, at):
        one = self.pick(at)
        if self.sent("drop_appeal", one, self.cast.officer, bool(one.appealed_at) and one.state in ("assess", "decide", "deferred"), reason="想通了"):
            one.state, one.decided, one.appealed_at, one.against = one.appealed_at, one.against, "", ()
            one.dropped = one.decisions

    @precondition(lambda self: self.last)
    @rule()
    def the_last_act_is_sent_again(self):
        self.again(*self.last)

    @staticmethod
    def again(name, given):
        getattr(intake, name)(**given)

    @precondition(lambda self: self.last)
    @rule()
    def somebody_sends_what_is_stale(self):
        name, given = self.last
        with pytest.raises(Refused), transaction.atomic():
            getattr(intake, name)(**given | {"batch": uuid4()})

    reached: set = set()

    @invariant()
    def program_and_model_agree(self):
        for one in self.cases:
            self.reached.add((one.state, bool(one.appealed_at)))
            case = IntakeCase.objects.select_related("decision").get(pk=one.pk)
            assert case.state == one.state
            assert IntakeEntry.objects.filter(case=case).count() == one.acts
            assert IntakeDecision.objects.filter(case=case).count() == one.decisions
            assert (case.decision.outcome, case.decision.level) == one.decided[:2] if one.decided else case.decision is None
            pending = Due.objects.filter(kind="intake", ref__intake=case.pk, state__in=("open", "late"))
            assert [d.key for d in pending] == ([case.due_key] if one.waits else [])
        for row in IntakeDecision.objects.all():
            assert self.kept.setdefault(row.pk, (row.outcome, row.level, row.reason)) == (row.outcome, row.level, row.reason)


class Doubled(Intake):
    """The negative control: what is sent again is taken for something new."""

    @staticmethod
    def again(name, given):
        fresh = IntakeCase.objects.get(pk=given["case_id"]).version
        getattr(intake, name)(**given | {"batch": uuid4(), "version": fresh})


def options(examples: int, **more):
    return settings(max_examples=examples, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), **more)


@pytest.mark.long
def test_random_ways_agree_with_a_plain_model(cast):
    Intake.cast = cast
    run_state_machine_as_test(Intake, settings=options(25))
    assert {state for state, _ in Intake.reached} >= {"check", "assess", "decide", "plan", "deferred", "done", "refused", "withdrawn"}  # or the test says little
    assert {state for state, on_appeal in Intake.reached if on_appeal} >= {"assess", "decide", "withdrawn"}


@pytest.mark.long
def test_the_model_sees_an_act_that_is_done_twice(cast):
    Doubled.cast = cast
    with pytest.raises((AssertionError, Refused)):
        run_state_machine_as_test(Doubled, settings=options(10, phases=[Phase.generate]))
