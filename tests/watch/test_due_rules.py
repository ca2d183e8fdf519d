"""What evidence, an excuse and time make of a due, without a database."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from qianshou.watch.rules import DueState, Evidence, NewDue, best, judge, settle, unheard

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
minutes = st.integers(-600, 600).map(lambda n: NOON + timedelta(minutes=n))


def test_made_and_heard_in_time_is_met():
    assert judge(deadline_at=NOON, made_at=NOON, received_at=NOON) == DueState.MET


def test_made_in_time_but_heard_later_is_met_heard_late():
    late = NOON + timedelta(hours=3)
    assert judge(deadline_at=NOON, made_at=NOON - timedelta(minutes=1), received_at=late) == DueState.MET_HEARD_LATE


def test_made_after_the_deadline_is_met_late():
    late = NOON + timedelta(seconds=1)
    assert judge(deadline_at=NOON, made_at=late, received_at=late) == DueState.MET_LATE


def test_a_phone_ahead_of_time_cannot_have_acted_after_we_heard_of_it():
    assert judge(deadline_at=NOON, made_at=NOON + timedelta(hours=5), received_at=NOON) == DueState.MET


def test_a_fact_beats_an_excuse_and_never_gets_worse():
    assert best(DueState.EXCUSED, DueState.MET_LATE) == DueState.MET_LATE
    assert best(DueState.MET, DueState.MET_LATE) == DueState.MET
    assert best(DueState.MET_LATE, DueState.MET_HEARD_LATE) == DueState.MET_HEARD_LATE


@given(st.lists(st.tuples(minutes, minutes), min_size=1, max_size=6), st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_evidence_does_not_matter(pairs, shuffle: random.Random, late_first: bool):
    state = DueState.LATE if late_first else DueState.OPEN
    shuffle.shuffle(pairs)
    for made, received in pairs:
        state = best(state, judge(deadline_at=NOON, made_at=made, received_at=received))
    pieces = [Evidence(made, received) for made, received in pairs]
    assert state == settle(deadline_at=NOON, evidence=pieces, excused=False, now=NOON + timedelta(days=1))


@given(minutes, st.booleans())
def test_without_evidence_a_passed_deadline_is_late_or_excused(now, excused):
    state = settle(deadline_at=NOON, evidence=[], excused=excused, now=now)
    assert state == (DueState.EXCUSED if excused else DueState.LATE if now >= NOON else DueState.OPEN)


def test_not_heard_from_is_told_from_not_done():
    assert unheard(state=DueState.LATE, heard_at=None)
    assert not unheard(state=DueState.LATE, heard_at=NOON)
    assert not unheard(state=DueState.OPEN, heard_at=None)


def test_a_due_that_cannot_be_owed_says_why():
    due = NewDue(
        street_id=1, key="", kind="visit", person_id=None, title={"code": "x"},
        opens_at=NOON + timedelta(hours=1), by_at=NOON, grace=timedelta(minutes=-1),
    )  # fmt: skip
    assert due.faults() == ["key", "opens_after_by", "grace"]
