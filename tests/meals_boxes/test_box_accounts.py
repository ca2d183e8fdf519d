"""Random mixes of what doors, desks and the washer say, against a plain model: out = back + lost + still out, and every box is somewhere."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from qianshou.kernel.clock import local_date
from qianshou.meals import operations
from qianshou.meals.models import BoxMove
from qianshou.meals.operations import Refused
from qianshou.meals.operations.box_acts import source_of
from qianshou.meals.operations.merging import hand_back_meals, hand_over_meals
from qianshou.meals.queries.boxes import stand_of_street
from qianshou.meals.queries.boxes_out import account_of, homes_of_street
from qianshou.meals.rules.boxes import overdue_limit
from tests.cast import NOON
from tests.meals_boxes.model import PlainBoxes

HOUR = timedelta(hours=1)
AGO = st.integers(0, 24 * 8)  # hours before "now": over more than the three days of the rule, so phones that were off the net come late
FEW = st.integers(1, 4)
WHO = st.sampled_from(["shen", "lu", "bao"])


def without_source(*, source: str, **more):
    """The negative control: a move that does not know that it was said before."""
    return operations.move_boxes(source="", **more)


class Boxes(RuleBasedStateMachine):
    """The program beside the model. One transaction for each run, rolled back at its end."""

    cast = None
    move = staticmethod(operations.move_boxes)

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.plain, self.n, self.batches, self.merged = PlainBoxes(), 0, {}, None
        self.street, self.by = self.cast.street.pk, self.cast.officer.pk

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def person(self, who: str):
        person = getattr(self.cast, who)
        return self.cast.lu if self.merged is not None and who == "shen" else person

    def key(self) -> UUID:
        self.n += 1
        return UUID(int=self.n)

    def act(self, operation, kind: str, boxes: int, /, *, person=None, at=NOON, **more):
        """Do it twice with one key; what is not refused is said to the model."""
        key = self.key()
        try:
            done = operation(key=key, now=NOON, by_id=self.by, **more)
        except Refused:
            return None
        assert operation(key=key, now=NOON, by_id=self.by, **more) == done
        self.plain.say(kind, boxes, at, source_of(key), person.pk if person else None)
        return done

    # what drivers say, possibly late, possibly again

    @rule(who=WHO, out=st.integers(0, 3), back=st.integers(0, 3), full=st.integers(0, 1), ago=AGO, number=st.integers(0, 12))
    def a_door_is_heard(self, who, out, back, full, ago, number):
        person, at = self.person(who), NOON - ago * HOUR
        for kind, boxes in (("out", out), ("returned", back), ("unopened", full)):
            if boxes:
                type(self).move(street_id=self.street, kind=kind, boxes=boxes, made_at=at, now=NOON, by_id=self.by, person_id=person.pk, source=f"door:{number}")
                self.plain.say(kind, boxes, at, f"door:{number}", person.pk)

    @rule(number=st.integers(0, 12))
    def a_door_is_taken_back(self, number):
        operations.take_back_moves(street_id=self.street, source=f"door:{number}", now=NOON, by_id=self.by)
        self.plain.take_back(f"door:{number}")

    # desks

    @rule(boxes=FEW)
    def bought(self, boxes):
        self.act(operations.buy_boxes, "bought", boxes, street_id=self.street, boxes=boxes)

    @rule(boxes=FEW, word=st.sampled_from(["", "掉地上"]))
    def broken(self, boxes, word):
        self.act(operations.discard_boxes, "discarded", boxes, street_id=self.street, boxes=boxes, note=word)

    @rule(boxes=FEW)
    def lost_on_the_way(self, boxes):
        self.act(operations.lose_boxes, "lost", boxes, street_id=self.street, boxes=boxes, note="车上少了")

    @rule(who=WHO, boxes=FEW)
    def lost_at_home(self, who, boxes):
        person = self.person(who)
        self.act(operations.lose_at_home, "lost", boxes, person=person, person_id=person.pk, boxes=boxes, note="找不到了")

    @rule(who=st.sampled_from(["", "shen", "lu"]), boxes=FEW)
    def found(self, who, boxes):
        person = self.person(who) if who else None
        more = {"person_id": person.pk} if person else {}
        self.act(operations.find_boxes, "found", boxes, person=person, street_id=self.street, boxes=boxes, note="在灶台下", **more)

    @rule(counted=st.integers(0, 9))
    def counted(self, counted):
        difference = counted - self.plain.places()["shelf"]
        key = self.key()
        made = operations.count_shelf(street_id=self.street, counted=counted, note="盘点", key=key, now=NOON, by_id=self.by)
        assert (made is None) == (difference == 0)
        if difference:
            self.plain.say("surplus" if difference > 0 else "short", abs(difference), NOON, source_of(key))
        assert stand_of_street(self.street).shelf == counted

    @rule(who=WHO)
    def explained(self, who):
        person = self.person(who)
        missing, first = account_of(person).unexplained, account_of(person).first_unexplained
        made = self.act(
            operations.explain_boxes, "out", missing, person=person, at=first and first - timedelta(seconds=1), person_id=person.pk, note="开账前就有"
        )
        assert (made is None) == (missing == 0)
        assert account_of(person).unexplained == 0

    # the washer

    @rule(boxes=FEW, word=st.sampled_from(["", "少记了"]))
    def washing_starts(self, boxes, word):
        there = self.plain.places()["sink"]
        batch = self.act(operations.start_wash, "washing", boxes, street_id=self.street, boxes=boxes, note=word)
        assert (batch is not None) == (bool(word) or boxes <= there)
        if batch:
            self.batches[batch.pk] = boxes

    @precondition(lambda self: self.batches)
    @rule(choice=st.integers(0, 9), well=st.booleans())
    def washing_ends(self, choice, well):
        batch = sorted(self.batches)[choice % len(self.batches)]
        operation = operations.end_wash if well else operations.fail_wash
        more = {"celsius": 121, "minutes": 15} if well else {"note": "停电"}
        self.act(operation, "washed" if well else "unwashed", self.batches[batch], batch_id=batch, **more)

    @precondition(lambda self: self.n)
    @rule(choice=st.integers(1, 99))
    def an_entry_is_taken_back(self, choice):
        key = UUID(int=1 + choice % self.n)
        try:
            operations.take_back_boxes(street_id=self.street, key=key, now=NOON, by_id=self.by)
        except Refused:
            return  # the start of a batch that has ended
        self.plain.take_back(source_of(key))

    # two files of one person

    @rule()
    def two_files_are_merged_or_parted(self):
        shen, lu = self.cast.shen, self.cast.lu
        if self.merged is None:
            before = [s for s in self.plain.said if s.person == shen.pk]
            undo = hand_over_meals(later=shen, earlier=lu, now=NOON, by_id=self.by)
            self.merged = undo, before
            for s in before:
                s.person = lu.pk
        else:
            undo, before = self.merged
            hand_back_meals(later=shen, earlier=lu, undo=undo, now=NOON, by_id=self.by)
            self.merged = None
            for s in before:
                s.person = shen.pk

    @invariant()
    def every_box_is_somewhere(self):
        found, plain = stand_of_street(self.street), self.plain.places()
        assert {place: getattr(found, place) for place in plain} == plain
        assert found.adds_up
        assert plain["bought"] == sum(n for place, n in plain.items() if place != "bought")

    @invariant()
    def out_is_back_and_lost_and_still_out(self):
        limit = overdue_limit(local_date(NOON), 3)
        shown = {row.person_id: row for row in homes_of_street(self.street, limit)}
        for who in ("shen", "lu", "bao"):
            pk = getattr(self.cast, who).pk
            there, nothing = self.plain.home(pk)
            account = account_of(getattr(self.cast, who))
            assert account.out == account.back + account.lost + account.still - account.unexplained
            assert (account.still, account.unexplained) == (len(there), nothing)
            assert (account.out, account.back, account.lost) == tuple(self.plain.count(kind, person=pk) for kind in ("out", "returned", "lost"))
            row = shown.pop(pk, None)
            if not there and not nothing:
                assert row is None
                continue
            late = sum(at < limit for at in there)
            assert (row.still, row.unexplained, row.since, row.overdue) == (len(there), nothing, there[0] if there else None, late)
            assert (account.since, account.overdue(limit)) == (row.since, late)
        assert not shown


QUICK = settings(max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))

# Whether it fails is all we ask of the broken one: no shrinking, and the same examples each time.
FIRST_FAILURE = settings(QUICK, max_examples=1000, derandomize=True, database=None, phases=[Phase.generate], report_multiple_bugs=False)


@pytest.mark.django_db
def test_every_box_is_somewhere_whatever_is_said(cast):
    run_state_machine_as_test(type("Sound", (Boxes,), {"cast": cast}), settings=QUICK)


@pytest.mark.django_db
@pytest.mark.long
def test_every_box_is_somewhere_in_long_stories(cast):
    run_state_machine_as_test(type("Sound", (Boxes,), {"cast": cast}), settings=settings(QUICK, max_examples=40, stateful_step_count=40))


@pytest.mark.django_db
def test_the_machine_finds_a_move_that_counts_twice(cast):
    broken = type("Broken", (Boxes,), {"cast": cast, "move": staticmethod(without_source)})
    with pytest.raises(AssertionError):
        run_state_machine_as_test(broken, settings=FIRST_FAILURE)
    assert BoxMove.objects.count() == 0
