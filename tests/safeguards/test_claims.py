"""What happened under a cover, and the claim step by step."""

from datetime import timedelta
from uuid import uuid4

import pytest

from qianshou.care.models import SafeguardStep
from qianshou.care.operations import claims
from qianshou.care.operations.errors import Refused
from tests.cast import DAY, NOON
from tests.safeguards.covers import cover, incident, step


@pytest.fixture
def fall(cast):
    return incident(cast, cover(cast))


def state(fall) -> str:
    fall.refresh_from_db()
    return fall.state


def test_a_claim_goes_from_the_report_to_the_payment(cast, fall):
    for then, more in (("reported", {}), ("papers", {"note": "病历、发票"}), ("paid", {"paid_fen": 120_000}), ("closed", {})):
        step(cast, fall, then, **more)
        assert state(fall) == then
    assert list(SafeguardStep.objects.values_list("state", "paid_fen", "made_by__display_name")) == [
        ("reported", None, "王敏"), ("papers", None, "王敏"), ("paid", 120_000, "王敏"), ("closed", None, "王敏"),
    ]  # fmt: skip


def test_a_refusal_says_why_and_may_be_answered(cast, fall):
    step(cast, fall, "reported")
    with pytest.raises(Refused, match="reason"):
        step(cast, fall, "refused")
    step(cast, fall, "refused", note="不在保障范围")
    step(cast, fall, "papers", note="补交诊断证明")
    with pytest.raises(Refused, match="paid"):
        step(cast, fall, "paid")
    step(cast, fall, "paid", paid_fen=0)


def test_steps_that_do_not_follow_are_refused(cast, fall):
    for then in ("papers", "paid", "refused", "noted", "nonsense"):
        with pytest.raises(Refused, match="step"):
            step(cast, fall, then, note="x", paid_fen=1)
    with pytest.raises(Refused, match="future"):
        step(cast, fall, "reported", on=DAY + timedelta(days=1))


def test_a_step_sent_twice_is_one_and_the_newest_can_be_taken_back(cast, fall):
    batch = uuid4()
    first = step(cast, fall, "reported", batch=batch)
    assert step(cast, fall, "reported", batch=batch).pk == first.pk
    second = step(cast, fall, "papers")
    back = lambda one: claims.take_back_step(step_id=one.pk, now=NOON, by_id=cast.officer.pk)
    assert not back(first) and state(fall) == "papers"
    assert back(second) and state(fall) == "reported"
    assert back(first) and state(fall) == "noted" and not back(first)
    assert claims.take_back_incident(incident_id=fall.pk, now=NOON, by_id=cast.officer.pk)
    with pytest.raises(Refused, match="step"):
        step(cast, fall, "reported")


@pytest.mark.parametrize(
    ("bad", "code"), [({"text": ""}, "text"), ({"on": DAY + timedelta(days=1)}, "future"), ({"on": DAY - timedelta(days=1)}, "outside")]
)
def test_an_incident_needs_words_and_a_day_that_was_covered(cast, bad, code):
    with pytest.raises(Refused, match=code):
        incident(cast, cover(cast), **bad)
