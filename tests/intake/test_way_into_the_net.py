"""From an application to the net: each step once, in order, owed and met, by whom it may be done."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from qianshou.care.models import IntakeCase, IntakeDecision, IntakeEntry, Link, PlanItem
from qianshou.care.operations import Refused, intake
from qianshou.people.models import Consent, ElderFile, Person
from qianshou.people.operations.humans import register_human
from qianshou.watch.models import Alert, Due
from qianshou.watch.operations import sweep
from tests.cast import DAY, NOON
from tests.intake.way import (
    FOUND,
    LATER,
    LINE,
    PNG,
    act,
    apply,
    asked,
    assess,
    bring,
    check,
    consent,
    decide,
    enter,
    fresh,
    papers,
    plan,
    visited,
)


def code(raised) -> str:
    return raised.value.code


def test_the_whole_way(cast):
    case = bring(cast, "done")
    assert case.closed_at == NOON and case.decision.level == 0
    assert [e.act for e in IntakeEntry.objects.filter(case=case)] == ["applied", "checked", "assessed", "decided", "planned", "consented", "handed", "entered"]
    dues = Due.objects.filter(person=cast.lu, kind="intake")
    assert {d.title["code"] for d in dues} == {f"intake_{s}" for s in ("check", "assess", "decide", "plan", "consent", "booklet", "net")}
    assert {d.state for d in dues} == {"met"}
    assert PlanItem.objects.get(elder=cast.lu).service == "talking"
    assert Link.objects.get(elder=cast.lu).carer == cast.tan
    assert Consent.objects.filter(person=cast.lu, given=True).count() == 5


def test_a_step_that_does_not_come_is_told_to_whoever_answers_for_it(cast):
    case = check(cast, apply(cast))
    act(case, "plan_visit", cast.officer, at=NOON + timedelta(days=2), visitor_id=cast.assessor.pk)
    due = Due.objects.get(key=fresh(case).due_key)
    assert due.ladder == [cast.assessor.pk, cast.officer.pk, cast.desk.pk]
    late = NOON + timedelta(days=15)
    assert sweep(now=late)
    assert Alert.objects.filter(due=due).exists()
    assess(cast, case, now=late, on=DAY + timedelta(days=15))
    due.refresh_from_db()
    assert due.state == "met_late"


def test_sent_twice_an_act_is_done_once(cast):
    batch = uuid4()
    case = apply(cast, batch=batch)
    assert apply(cast, batch=batch).pk == case.pk and IntakeCase.objects.count() == 1
    papers(case, cast.officer)
    batch, version = uuid4(), fresh(case).version
    for _ in range(2):
        act(case, "pass_check", cast.officer, findings=FOUND, batch=batch, version=version)
    assert fresh(case).state == "assess" and IntakeEntry.objects.filter(case=case, act="checked").count() == 1


def test_two_people_at_one_step_notice_each_other(cast):
    case = apply(cast)
    papers(case, cast.officer)
    version = fresh(case).version
    act(case, "pass_check", cast.officer, findings=FOUND)
    with pytest.raises(Refused) as raised:
        act(case, "pass_check", cast.officer, findings=FOUND, version=version)
    assert code(raised) == "stale"
    with pytest.raises(Refused) as raised:
        act(case, "pass_check", cast.officer, findings=FOUND)
    assert code(raised) == "state"


def test_no_second_file_for_somebody_who_is_known(cast):
    known = Person.objects.count()
    values = {"name": "陆根宝", "birth_date": cast.lu.birth_date, "birth_precision": "day"}

    def newcomer(**more):
        given = {"street_id": cast.street.pk, "application": asked(), "batch": uuid4(), "now": NOON, "by_id": cast.officer.pk}
        return intake.apply(newcomer=intake.Newcomer(values=values, **more), **given)

    with pytest.raises(Refused) as raised:
        newcomer(id_number="310110194107191919")
    assert (code(raised), raised.value.params["person"]) == ("same_id", cast.lu.pk)
    with pytest.raises(Refused) as raised:
        newcomer(another=True, id_number="310110194107191919")
    assert code(raised) == "same_id"
    with pytest.raises(Refused) as raised:
        newcomer()
    assert (code(raised), raised.value.params["person"]) == ("same_name", cast.lu.pk)
    assert Person.objects.count() == known
    other = newcomer(another=True, phone="13817009999")
    assert other.person.name == "陆根宝" and other.person_id != cast.lu.pk and hasattr(other.person, "file")


def test_somebody_known_without_a_file_gets_one(cast):
    volunteer = register_human(street_id=cast.street.pk, name="尤兰芬", now=NOON)
    case = intake.apply(street_id=cast.street.pk, person_id=volunteer.pk, application=asked(), batch=uuid4(), now=NOON, by_id=cast.officer.pk)
    assert case.person_id == volunteer.pk and ElderFile.objects.filter(pk=volunteer.pk).exists()


def test_one_open_case_a_person(cast):
    case = apply(cast)
    with pytest.raises(Refused) as raised:
        apply(cast)
    assert (code(raised), raised.value.params["case"]) == ("open_case", case.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        IntakeCase.objects.create(person=cast.lu, street=cast.street, state_since=NOON, opened_at=NOON, applied_on=DAY, came_by="phone", applicant="self", assess_since=DAY)


def test_the_check_names_missing_papers_and_what_is_not_met(cast):
    case = apply(cast)
    with pytest.raises(Refused) as raised:
        act(case, "pass_check", cast.officer, findings=FOUND)
    assert (code(raised), raised.value.params["missing"]) == ("papers", ["id_card", "residence"])
    papers(case, cast.officer)
    with pytest.raises(Refused) as raised:
        act(case, "pass_check", cast.officer, findings=FOUND | {"residence": "no", "alone": "no"})
    assert (code(raised), raised.value.params["criteria"]) == ("not_met", ["residence"])
    act(case, "pass_check", cast.officer, findings=FOUND | {"residence": "no"}, all_the_same=True, note="人户分离，实际居住")
    assert fresh(case).state == "assess"


def test_refused_at_the_check_with_a_reason_and_without_an_assessment(cast):
    case = apply(cast)
    for reason, findings, why in (("", {"age": "no"}, "reason"), ("不符", FOUND, "all_met")):
        with pytest.raises(Refused) as raised:
            act(case, "refuse_at_check", cast.officer, findings=findings, reason=reason)
        assert code(raised) == why
    act(case, "refuse_at_check", cast.officer, findings={"age": "no"}, reason="未满60岁")
    decision = fresh(case).decision
    assert (decision.outcome, decision.ground, decision.assessment) == ("refused", "check", None)


def test_nobody_decides_before_the_assessment_is_finished(cast):
    case = check(cast, apply(cast))
    with pytest.raises(Refused) as raised:
        decide(cast, case)
    assert code(raised) == "state"
    with pytest.raises(Refused) as raised:
        act(case, "finish_assessment", cast.assessor, on=DAY, assessor_id=cast.assessor.pk)
    assert (code(raised), raised.value.params["missing"]) == ("forms", ["gbt42195", "home_hazards"])
    with pytest.raises(IntegrityError), transaction.atomic():
        IntakeDecision.objects.create(case=case, outcome="granted", level=1, reason="x", decided_on=DAY, decided_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        IntakeCase.objects.filter(pk=case.pk).update(state="plan")


def test_whoever_assessed_does_not_decide(cast):
    case = check(cast, apply(cast))
    assess(cast, case, by=cast.officer)
    with pytest.raises(Refused) as raised:
        decide(cast, case)
    assert code(raised) == "four_eyes"


@pytest.mark.parametrize(("given", "why"), [({"reason": " "}, "reason"), ({"level": None}, "level"), ({"level": 7}, "level"), ({"outcome": "deferred"}, "until"), ({"outcome": "x"}, "outcome")])
def test_a_decision_that_makes_no_sense_is_refused(cast, given, why):
    case = bring(cast, "decide")
    with pytest.raises(Refused) as raised:
        decide(cast, case, **given)
    assert code(raised) == why


def test_deferred_until_a_day_and_decided_then(cast):
    case = decide(cast, bring(cast, "decide"), "deferred", until=DAY + timedelta(days=30))
    due = Due.objects.get(key=fresh(case).due_key)
    assert due.day == DAY + timedelta(days=30) and due.title["code"] == "intake_deferred"
    decide(cast, case, now=LATER)
    assert fresh(case).state == "plan" and IntakeDecision.objects.filter(case=case).count() == 2


def test_a_plan_is_accepted_whole_or_not_at_all(cast):
    case = bring(cast, "plan")
    with pytest.raises(Refused) as raised:
        plan(cast, case, lines=[LINE, LINE | {"minutes": 1}])
    assert (code(raised), raised.value.params["line"]) == ("minutes", 1)
    assert not PlanItem.objects.filter(elder=cast.lu).exists()
    with pytest.raises(Refused) as raised:
        plan(cast, case, lines=[])
    assert code(raised) == "empty_plan"
    plan(cast, case, lines=[], note="暂不需要上门")
    assert fresh(case).state == "consent"


def test_a_refused_consent_is_written_down_and_stops_nothing(cast):
    case = bring(cast, "consent")
    with pytest.raises(Refused) as raised:
        act(case, "take_consents", cast.officer, answers={"health": "given"}, how="spoken", witness="小李")
    assert code(raised) == "purposes" and "place" in raised.value.params["missing"]
    assert not Consent.objects.filter(person=cast.lu).exists()
    consent(cast, case, photos="refused")
    assert fresh(case).state == "booklet"
    assert Consent.objects.get(person=cast.lu, purpose="photos", ended_at=None).given is False


def test_nobody_is_in_the_net_when_nobody_answers(cast):
    case = bring(cast, "net")
    with pytest.raises(Refused) as raised:
        enter(cast, case, picks=[])
    assert code(raised) == "nobody"
    enter(cast, case, picks=[], key=True)  # a hole, which the net shows
    assert fresh(case).state == "done" and cast.lu.key_spans.filter(until=None).exists()


def test_withdrawn_with_a_reason_and_reopened_where_it_stood(cast):
    case = bring(cast, "decide")
    with pytest.raises(Refused) as raised:
        act(case, "withdraw", cast.officer, reason="", by_name="陆建华")
    assert code(raised) == "reason"
    key = fresh(case).due_key
    act(case, "withdraw", cast.officer, reason="去女儿家住", by_name="陆建华")
    assert (fresh(case).state, fresh(case).held) == ("withdrawn", "decide")
    assert Due.objects.get(key=key).state == "excused"
    act(case, "reopen", cast.officer, reason="又回来了")
    assert fresh(case).state == "decide" and fresh(case).due_key != key
    assert Due.objects.get(key=fresh(case).due_key).state == "open"


def test_a_withdrawn_case_is_not_reopened_beside_another(cast):
    case = apply(cast)
    act(case, "withdraw", cast.officer, reason="不想办了", by_name="本人")
    apply(cast)
    with pytest.raises(Refused) as raised:
        act(case, "reopen", cast.officer, reason="又想办了")
    assert code(raised) == "open_case"


def test_a_paper_is_kept_once_and_a_wrong_one_taken_back(cast):
    case, batch = apply(cast), uuid4()
    for _ in range(2):
        row = intake.add_paper(case_id=case.pk, batch=batch, kind="application", data=PNG, name="a.png", now=NOON, by_id=cast.officer.pk)
    assert cast.lu.papers.count() == 1 and row.paper.kind == "scan"
    with pytest.raises(Refused) as raised:
        intake.add_paper(case_id=case.pk, batch=uuid4(), kind="application", data=b"MZ", name="a.exe", now=NOON, by_id=cast.officer.pk)
    assert code(raised) == "file_kind"
    assert intake.take_back_paper(paper_id=row.pk, now=NOON, by_id=cast.officer.pk) and not intake.take_back_paper(paper_id=row.pk, now=NOON, by_id=cast.officer.pk)


def test_an_older_assessment_counts_as_long_as_the_pack_says(cast):
    case = apply(cast)
    visited(cast, case, on=DAY - timedelta(days=80))
    check(cast, case)
    act(case, "finish_assessment", cast.assessor, on=DAY, assessor_id=cast.assessor.pk)
    assert fresh(case).state == "decide"
