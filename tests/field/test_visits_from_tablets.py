"""A home visit that comes back from the tablet: once, only for whom it had along, and over nobody's words."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from qianshou.acts.models import Act
from qianshou.assessment.models import Assessment
from qianshou.care.models import IntakeEntry, IntakeForm, IntakePaperSeen
from qianshou.kernel import clock
from qianshou.people.models import Consent
from qianshou.people.operations import answer_consent
from qianshou.watch.models import Due
from tests.cast import NOON
from tests.field.forms import assessed, visiting
from tests.field.phone import bound
from tests.field.test_forms_from_phones import packets, state
from tests.field.test_signatures import drawn
from tests.intake.way import act, apply, asked, check, fresh

pytestmark = [pytest.mark.usefixtures("noon"), pytest.mark.django_db]
ENTERED = ("stored", "applied", None)


@pytest.fixture
def case(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return check(cast, apply(cast))


@pytest.fixture
def tablet(cast, case):
    return bound(visiting(cast, cast.lu), by=cast.officer, now=NOON)


def visit(tablet, intake, laid=None, signed=(), **more) -> dict:
    """What the page sends for a visit at which everything was asked."""
    laid = laid or packets(tablet)[intake.person.name]["visit"]
    payload = {
        "case": intake.pk, "person": intake.person_id, "application": laid["application"] | {"wishes": "想学唱歌"}, "consents": {"health": "given", "photos": "refused"},
        "consent_by": {"name": "陆建华", "relation": "儿子"}, "signatures": [{"act": one["id"], "for": "consent", "name": "陆建华"} for one in signed],
        "papers": ["medical"], "note": "女儿在场", "was": {"application": laid["application"], "consents": {one["code"]: one["answer"] for one in laid["purposes"]}},
    }  # fmt: skip
    return tablet.act("home_visit", payload | more, made_at=NOON)


def both_forms(tablet, cast) -> list[dict]:
    return [tablet.act("assessment", assessed(cast.lu, *one, why="first"), made_at=NOON) for one in (("gbt42195", "2022"), ("home_hazards", "2026"))]


def test_a_case_lies_on_the_tablet_as_one_packet(cast, case, tablet):
    found = packets(tablet)
    assert list(found) == ["陆根宝"]
    one = found["陆根宝"]
    assert (one["id"], one["kind"]) == (f"intake:{case.pk}", "intake")
    assert one["visit"]["forms"] == [form["key"] for form in one["forms"]] == [f"intake:{case.pk}:gbt42195", f"intake:{case.pk}:home_hazards"]
    assert one["visit"]["application"]["wishes"] == "想有人来坐坐" and {p["code"] for p in one["visit"]["purposes"]} >= {"health", "photos"}


def test_everything_comes_back_once(cast, case, tablet):
    owed = fresh(case).due_key
    signed = tablet.act("signature", drawn(cast.lu, by_name="陆建华"), made_at=NOON)
    acts = [*both_forms(tablet, cast), signed]
    acts.append(visit(tablet, case, signed=[signed]))
    assert state(tablet, *acts) == [ENTERED] * 4
    assert state(tablet, *acts) == [("repeated", "applied", None)] * 4
    now = fresh(case)
    assert (now.state, now.wishes) == ("decide", "想学唱歌")
    assert Assessment.objects.filter(person=cast.lu, state="done").count() == 2 and IntakeForm.objects.filter(case=case).count() == 2
    assert {(c.purpose, c.given, c.how, c.by_name) for c in Consent.objects.filter(person=cast.lu)} == {("health", True, "signed", "陆建华"), ("photos", False, "signed", "陆建华")}
    assert IntakePaperSeen.objects.filter(case=case, kind="signature").count() == 1 and IntakeEntry.objects.filter(case=case, act="visited").count() == 1
    due = Due.objects.get(key=owed)
    assert (due.state, due.met_made_at, due.grade) == ("met", NOON, "tap")
    assert "visit" not in packets(tablet)["陆根宝"]


def test_a_signature_that_comes_later_finds_its_case(cast, case, tablet):
    signed = tablet.act("signature", drawn(cast.lu), made_at=NOON)
    assert state(tablet, visit(tablet, case, signed=[signed])) == [ENTERED]
    assert not IntakePaperSeen.objects.filter(case=case, kind="signature").exists()
    assert {c.how for c in Consent.objects.filter(person=cast.lu)} == {"spoken"}
    assert state(tablet, signed) == [ENTERED] and state(tablet, signed) == [("repeated", "applied", None)]
    assert IntakePaperSeen.objects.get(case=case, kind="signature").paper.person == cast.lu


def test_whoever_is_sent_to_visit_needs_no_handing_out(cast, case):
    tablet = bound(cast.visiting, by=cast.officer, now=NOON)
    assert packets(tablet) == {}
    act(case, "plan_visit", cast.officer, at=NOON, visitor_id=cast.visiting.pk)
    assert state(tablet, *both_forms(tablet, cast), visit(tablet, case)) == [ENTERED] * 3
    assert fresh(case).state == "decide"


def test_the_desk_s_words_are_not_written_over(cast, case, tablet):
    laid = packets(tablet)["陆根宝"]["visit"]
    act(case, "change_application", cast.officer, application=asked(wishes="想有人陪着去医院"))
    answer_consent(person_id=cast.lu.pk, purpose="health", given=False, how="signed", now=NOON, by_id=cast.officer.pk)
    assert state(tablet, visit(tablet, case, laid)) == [ENTERED]
    assert fresh(case).wishes == "想有人陪着去医院"
    held = {c.purpose: c.given for c in Consent.objects.filter(person=cast.lu, ended_at=None)}
    assert held == {"health": False, "photos": False}
    apart = IntakeEntry.objects.get(case=case, act="visited").detail["apart"]
    assert apart == {"application": {"wishes": "想学唱歌"}, "consents": {"health": "given"}}
    desk = Client()
    desk.force_login(cast.officer)
    page = desk.get(reverse("intake-case", args=[case.pk]), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "想学唱歌" in page and "想有人陪着去医院" in page and "女儿在场" in page


def test_another_visit_being_planned_takes_nothing_away(cast, case, tablet):
    laid = packets(tablet)["陆根宝"]["visit"]
    act(case, "plan_visit", cast.officer, at=NOON, visitor_id=cast.assessor.pk)
    assert state(tablet, *both_forms(tablet, cast), visit(tablet, case, laid)) == [ENTERED] * 3
    assert fresh(case).wishes == "想学唱歌" and {form.assessor for form in IntakeForm.objects.filter(case=case)} == {cast.assessor}


def test_a_case_closed_at_the_desk_meanwhile_is_kept_for_the_office(cast, case, tablet):
    sent = visit(tablet, case)
    act(case, "withdraw", cast.officer, reason="不办了", by_name="本人")
    assert state(tablet, sent) == [("stored", "held", "case_closed")]
    assert Act.objects.get().payload["note"] == "女儿在场" and fresh(case).wishes == "想有人来坐坐" and not Consent.objects.exists()


def test_outsiders_bring_nothing_back(cast, case, tablet):
    laid = packets(tablet)["陆根宝"]["visit"]
    other = bound(cast.outsider_carer.person.user, by=cast.outsider, now=NOON)
    for phone in (other, bound(cast.tan.person.user, by=cast.officer, now=NOON)):
        assert state(phone, visit(phone, case, laid)) == [("stored", "held", "not_handed_out")]
    with clock.frozen(NOON + timedelta(days=3)):
        late = tablet.act("home_visit", {"case": case.pk, "person": cast.lu.pk}, made_at=NOON + timedelta(days=3))
        assert state(tablet, late) == [("stored", "held", "not_handed_out")]
    assert not IntakeEntry.objects.filter(act="visited").exists()


@pytest.mark.parametrize("wrong", [
    {"case": "x"}, {"case": None}, {"consents": ["health"]}, {"consents": {"health": 1}}, {"signatures": [{"act": "no"}]}, {"signatures": 3}, {"papers": "medical"},
    {"papers": ["passport"]}, {"application": []}, {"application": {"applicant": "nobody"}}, {"note": 5}, {"was": {"application": 3}}, {"was": 7},
])  # fmt: skip
def test_what_arrives_damaged_is_kept_and_not_entered(cast, case, tablet, wrong):
    assert state(tablet, visit(tablet, case, **wrong)) == [("stored", "held", "payload")]
    assert not IntakeEntry.objects.filter(act="visited").exists() and not Consent.objects.exists()


def test_a_signature_of_another_tablet_is_not_taken_for_ours(cast, case, tablet):
    assert state(tablet, visit(tablet, case, signed=[{"id": str(uuid4())}])) == [ENTERED]
    assert not IntakePaperSeen.objects.filter(case=case, kind="signature").exists()
