"""An appeal: another assessment by somebody else, another decision; the first stays."""

from datetime import timedelta

import pytest

from qianshou.care.models import IntakeDecision, IntakeForm
from qianshou.care.operations import Refused
from qianshou.watch.models import Due
from tests.cast import DAY, NOON
from tests.intake.way import act, apply, assess, bring, decide, enter, fresh, visited

DAYS = timedelta(days=1)


def lodge(cast, case, now=NOON, **more):
    given = {"lodged_on": (now + timedelta(hours=8)).date(), "lodged_by": "陆建华", "relation": "儿子", "reason": "父亲摔过两次"}
    return act(case, "appeal", cast.officer, now=now, **given | more)


def why(raised) -> str:
    return raised.value.code


def test_an_appeal_is_assessed_by_somebody_else_and_decided_anew(cast):
    case = decide(cast, bring(cast, "decide"), "refused", None)
    lodge(cast, case)
    assert fresh(case).state == "assess" and Due.objects.get(key=fresh(case).due_key).state == "open"
    with pytest.raises(Refused) as raised:  # the forms of the first round do not count again
        act(case, "finish_assessment", cast.committee_worker, on=DAY, assessor_id=cast.committee_worker.pk)
    assert why(raised) == "forms"
    visited(cast, case, by=cast.assessor)
    with pytest.raises(Refused) as raised:
        act(case, "finish_assessment", cast.assessor, on=DAY, assessor_id=cast.assessor.pk)
    assert why(raised) == "other_assessor"


def other(cast, case, now=NOON, **more):
    """The second round, by the worker of the committee."""
    return assess(cast, case, by=cast.committee_worker, now=now, **more)


def test_granted_on_the_appeal_the_way_goes_on_from_the_plan(cast):
    case = decide(cast, bring(cast, "decide"), "refused", None)
    first = fresh(case).decision
    lodge(cast, case)
    other(cast, case)
    decide(cast, case, "granted", 2, reason="复评为中度")
    now = fresh(case)
    assert (now.state, now.decision.level, now.decision.appeal.decision) == ("plan", 2, first)
    assert [d.outcome for d in IntakeDecision.objects.filter(case=case)] == ["refused", "granted"]
    assert {f.round for f in IntakeForm.objects.filter(case=case)} == {1, 2}
    assert now.appeals.get().closed_at == NOON
    with pytest.raises(Refused) as raised:
        lodge(cast, case)
    assert why(raised) == "final"


def test_the_same_decision_again_lets_the_case_go_on_where_it_stood(cast):
    case = bring(cast, "net")
    lodge(cast, case, reason="评得太轻")
    other(cast, case)
    decide(cast, case, "granted", 0, reason="复评结果相同")
    assert fresh(case).state == "net"
    enter(cast, case)


def test_whoever_is_in_the_net_may_appeal_for_another_level(cast):
    case = bring(cast, "done")
    lodge(cast, case)
    assert fresh(case).is_open and fresh(case).closed_at is None
    other(cast, case)
    decide(cast, case, "granted", 3, reason="夜间需人照看")
    assert (fresh(case).state, fresh(case).decision.level) == ("plan", 3)


def test_not_after_the_last_day_nor_before_the_decision(cast):
    case = decide(cast, bring(cast, "decide"), "refused", None)
    with pytest.raises(Refused) as raised:
        lodge(cast, case, lodged_on=DAY - DAYS)
    assert why(raised) == "before"
    with pytest.raises(Refused) as raised:
        lodge(cast, case, now=NOON + 31 * DAYS)
    assert (why(raised), raised.value.params["until"]) == ("too_late", "2026-12-24")
    lodge(cast, case, now=NOON + 30 * DAYS)


def test_taken_back_the_decision_stands(cast):
    case = decide(cast, bring(cast, "decide"), "refused", None)
    lodge(cast, case)
    with pytest.raises(Refused) as raised:
        act(case, "drop_appeal", cast.officer, reason=" ")
    assert why(raised) == "reason"
    act(case, "drop_appeal", cast.officer, reason="想通了")
    assert fresh(case).state == "refused" and fresh(case).closed_at and fresh(case).appeals.get().dropped_because == "想通了"


def test_deferred_during_an_appeal_and_taken_back_the_old_decision_holds(cast):
    case = bring(cast, "plan")
    lodge(cast, case)
    other(cast, case)
    decide(cast, case, "deferred", 0, until=DAY + 9 * DAYS)
    assert fresh(case).decision.outcome == "deferred" and fresh(case).appeals.get().closed_at is None
    act(case, "drop_appeal", cast.officer, reason="不等了")
    assert (fresh(case).state, fresh(case).decision.outcome) == ("plan", "granted")


def test_no_appeal_beside_another_open_case(cast):
    case = decide(cast, bring(cast, "decide"), "refused", None)
    apply(cast)
    with pytest.raises(Refused) as raised:
        lodge(cast, case)
    assert why(raised) == "open_case"
