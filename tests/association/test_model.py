"""Random ways of ideas through the real acts, beside a plain model: no decision is skipped, what was withdrawn is still there, nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from qianshou.association.models import Idea, IdeaDecision, IdeaEntry
from qianshou.association.operations import activities, ideas, meetings
from qianshou.care.operations.errors import Refused
from qianshou.watch.models import Due
from tests.association import club
from tests.cast import NOON

AT = st.integers(0, 3)
NEXT = {"approved": "approved", "returned": "discussed", "refused": "refused"}
DAYS = {"proposed", "approved", "planned", "held"}  # states in which the next step is owed


@dataclass
class Plain:
    """One idea on a sheet of paper."""

    pk: int
    state: str = "raised"
    before: str = ""
    story: list[str] = field(default_factory=lambda: ["bring"])
    yes: bool = False  # the street's last word


class Ideas(RuleBasedStateMachine):
    """The program beside the model. One transaction for each run, rolled back at its end."""

    cast = None

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.meeting = club.gathered(self.cast, *club.some(self.cast))
        self.all: list[Plain] = []

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def does(self, one: Plain, fits: bool, act, to: str = "", word: str = "", **given) -> bool:
        """The program takes an act when, and only when, the model says that it fits."""
        try:
            with transaction.atomic():
                act(**given)
        except Refused as error:
            assert not fits, f"{word} of {one} was refused: {error.code}"
            return False
        assert fits, f"{word} of {one} was taken"
        one.state = to or one.state
        one.story.append(word)
        return True

    def by(self) -> dict:
        return club.by(self.cast)

    def pick(self, at: int) -> Plain:
        return self.all[at % len(self.all)]

    @precondition(lambda self: len(self.all) < 4)
    @rule()
    def somebody_brings_one(self):
        self.all.append(Plain(club.idea(self.cast, f"建议{len(self.all)}").pk))

    @precondition(lambda self: self.all)
    @rule(at=AT)
    def it_is_talked_about(self, at):
        one = self.pick(at)
        self.does(one, one.state in ("raised", "discussed"), ideas.discuss, "discussed", "discuss", idea_id=one.pk, note="说了", **self.by())

    @precondition(lambda self: self.all)
    @rule(at=AT, ayes=st.integers(0, 4), noes=st.integers(0, 2))
    def hands_are_counted(self, at, ayes, noes):
        one = self.pick(at)
        meetings.add_point(meeting_id=self.meeting.pk, title="", idea_id=one.pk, **self.by())
        row = Idea.objects.get(pk=one.pk)
        try:
            with transaction.atomic():
                club.vote(self.cast, self.meeting, row, ayes=ayes, noes=noes)
        except Refused as error:
            assert (error.code == "none") == (ayes + noes == 0) and (error.code == "more") == (ayes + noes > 4)
            return
        if one.state in ("raised", "discussed"):
            one.state = "proposed" if ayes > noes else "discussed"
            one.story.append("propose" if ayes > noes else "discuss")

    @precondition(lambda self: self.all)
    @rule(at=AT, outcome=st.sampled_from(["approved", "approved", "returned", "refused"]))
    def the_street_decides(self, at, outcome):
        one, word = self.pick(at), {"approved": "approve", "returned": "return", "refused": "refuse"}[outcome]
        if self.does(one, one.state == "proposed", ideas.decide, NEXT[outcome], word, idea_id=one.pk, outcome=outcome, reason="理由", now=NOON, by_id=self.cast.officer.pk):
            one.yes = outcome == "approved"

    @precondition(lambda self: self.all)
    @rule(at=AT)
    def it_is_taken_up_again(self, at):
        one = self.pick(at)
        self.does(one, one.state == "refused", ideas.take_up, "discussed", "take_up", idea_id=one.pk, reason="再议", **self.by())

    @precondition(lambda self: self.all)
    @rule(at=AT)
    def a_plan_is_written(self, at):
        one, row = self.pick(at), Idea.objects.get(pk=self.pick(at).pk)
        version = row.activity.version if hasattr(row, "activity") else None
        first = one.state == "approved"
        self.does(one, one.state in ("approved", "planned", "open"), activities.plan_activity, "planned" if first else "", "plan" if first else "change",
                  idea_id=one.pk, sheet=club.sheet(), version=version, **self.by())  # fmt: skip

    @precondition(lambda self: self.all)
    @rule(at=AT)
    def sign_up_opens(self, at):
        one = self.pick(at)
        self.does(one, one.state == "planned", activities.open_sign_up, "open", "open", idea_id=one.pk, **self.by())

    @precondition(lambda self: self.all)
    @rule(at=AT)
    def the_day_comes(self, at):
        one = self.pick(at)
        self.does(one, one.state == "open", activities.hold_day, "held", "hold", idea_id=one.pk, used={}, **self.by())

    @precondition(lambda self: self.all)
    @rule(at=AT)
    def the_report_is_written(self, at):
        one = self.pick(at)
        first = one.state == "held"
        try:
            with transaction.atomic():
                activities.write_report(idea_id=one.pk, result="很好", said="", used={}, done=True, **self.by())
        except Refused:
            assert one.state not in ("held", "reported")
            return
        assert one.state in ("held", "reported")
        one.state = "reported"
        one.story += ["report"] if first else []

    @precondition(lambda self: self.all)
    @rule(at=AT)
    def it_is_withdrawn(self, at):
        one, was = self.pick(at), self.pick(at).state
        if self.does(one, was in ("raised", "discussed", "proposed", "approved", "planned", "open"), ideas.withdraw, "withdrawn", "withdraw", idea_id=one.pk, reason="不办", **self.by()):
            one.before = was

    @precondition(lambda self: self.all)
    @rule(at=AT)
    def that_was_a_slip(self, at):
        one = self.pick(at)
        if self.does(one, one.state == "withdrawn", ideas.resume, one.before, "resume", idea_id=one.pk, **self.by()):
            one.before = ""

    @invariant()
    def they_agree(self):
        rows = {row.pk: row for row in Idea.objects.select_related("activity__occasion")}
        assert set(rows) == {one.pk for one in self.all}  # nothing is lost
        for one in self.all:
            row = rows[one.pk]
            assert (row.state, row.before) == (one.state, one.before)
            assert list(IdeaEntry.objects.filter(idea=row).order_by("pk").values_list("act", flat=True)) == one.story
            stands = one.before or one.state
            if stands in ("approved", "planned", "open", "held", "reported"):
                assert one.yes and IdeaDecision.objects.filter(idea=row).order_by("-pk").first().outcome == "approved"
                assert IdeaEntry.objects.filter(idea=row, act="propose", vote__carried=True).exists()
            pending = Due.objects.filter(ref={"idea": row.pk}, state__in=("open", "late")).count()
            assert pending == (one.state in DAYS)
            occasion = getattr(row, "activity", None) and row.activity.occasion
            if one.state == "withdrawn" and one.before == "open":
                assert occasion.cancelled_at
            if one.state == "open":
                assert not occasion.over


@pytest.mark.django_db
def test_any_way_of_an_idea_agrees_with_the_model(cast):
    Ideas.cast = cast
    run_state_machine_as_test(Ideas, settings=settings(
        max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    ))  # fmt: skip
