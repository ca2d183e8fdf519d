"""What a tablet takes along to the kitchen table, and what comes back from it."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from qianshou.assessment.models import Assessment
from qianshou.care.models import IntakeCase, IntakeEntry, IntakePaperSeen
from qianshou.care.operations import Refused, intake
from qianshou.care.queries.intake import table_packets
from qianshou.people import papers
from qianshou.people.models import Consent
from qianshou.watch.models import Due
from tests.assessment.answers import best
from tests.cast import DAY, NOON
from tests.intake.way import PNG, act, apply, bring, check, fresh

BACK = NOON + timedelta(hours=3)


def forms(**more) -> list[dict]:
    return [{"instrument": "gbt42195", "version": "2022", "answers": best("gbt42195", **more), "changes": []},
            {"instrument": "home_hazards", "version": "2026", "answers": best("home_hazards")}]  # fmt: skip


def back(cast, case, user=None, **more):
    given = {"act_id": uuid4(), "made_at": NOON, "now": BACK, "forms": forms()}
    return intake.record_home_visit(user=user or cast.assessor, case_id=case.pk, **given | more)


def test_a_packet_holds_everything_as_plain_data(cast):
    case = check(cast, apply(cast, cast.shen))
    act(case, "plan_visit", cast.officer, at=NOON, visitor_id=cast.assessor.pk)
    [one] = table_packets(cast.assessor, NOON)
    assert json.loads(json.dumps(one)) == one
    assert (one["case"], one["state"], one["version"]) == (case.pk, "assess", fresh(case).version)
    assert one["person"]["telephones"] == ["13817001234"] and one["application"]["phone"] == "13917005555"
    assert [(i["code"], i["version"], i["done"]) for i in one["instruments"]] == [("gbt42195", "2022", False), ("home_hazards", "2026", False)]
    assert [p["code"] for p in one["purposes"]] == ["health", "place", "talents", "family_page", "photos"] and all(p["why_zh"] and p["answer"] == "" for p in one["purposes"])
    assert [s["who"] for s in one["may_sign"]] == ["elder", "applicant", "contact"]
    assert {p["code"]: p["there"] for p in one["papers"]}["id_card"] is True


def test_only_whoever_may_takes_a_packet_along(cast):
    case = check(cast, apply(cast))
    assert [p["case"] for p in table_packets(cast.officer, NOON)] == [case.pk]
    assert not table_packets(cast.committee_worker, NOON)  # Lu is another committee's
    for user in (cast.outsider, cast.desk, cast.tan.person.user, cast.kitchen):
        assert not table_packets(user, NOON)
    act(case, "plan_visit", cast.officer, at=NOON, visitor_id=cast.assessor.pk)
    assert not table_packets(cast.officer, NOON) and table_packets(cast.assessor, NOON)


def test_a_whole_visit_comes_back_once(cast):
    case = check(cast, apply(cast))
    given = {
        "act_id": uuid4(), "papers": ["medical"], "note": "女儿在场", "application": {"applicant": "self", "wishes": "想学唱歌", "wished": ["learning"]},
        "consents": {"health": "given", "photos": "refused"}, "consent_by": {"name": "", "relation": ""},
        "signatures": [{"for": "consent", "who": "elder", "name": "陆根宝", "relation": "", "png": PNG}, {"for": "application", "who": "elder", "name": "陆根宝", "relation": "", "png": PNG}],
    }  # fmt: skip
    due = fresh(case).due_key
    found = back(cast, case, **given)
    assert (found.state, found.done, found.left, found.again) == ("decide", True, (), False)
    again = back(cast, case, **given)
    assert again.again and again.done and again.state == "decide"
    now = fresh(case)
    assert now.wishes == "想学唱歌" and now.wished == ["learning"] and now.applicant == "self"
    assert Assessment.objects.filter(person=cast.lu, state="done").count() == 2
    assert {(c.purpose, c.given, c.how) for c in Consent.objects.filter(person=cast.lu)} == {("health", True, "signed"), ("photos", False, "signed")}
    kept = IntakePaperSeen.objects.filter(case=case, kind="signature")
    assert len(kept) == 2 and all(papers.read(row.paper) == PNG for row in kept)
    assert IntakeEntry.objects.filter(case=case, act="visited").count() == 1
    met = Due.objects.get(key=due)
    assert (met.state, met.grade, met.met_made_at, met.met_by) == ("met", "tap", NOON, cast.assessor)


def test_what_is_not_finished_stays_a_draft_to_go_on_with(cast):
    case = check(cast, apply(cast))
    half = [{"instrument": "gbt42195", "version": "2022", "answers": {"eating": "p3"}}]
    found = back(cast, case, forms=half)
    assert (found.state, found.done, found.left) == ("assess", False, ("gbt42195", "home_hazards"))
    assert table_packets(cast.assessor, BACK)[0]["instruments"][0]["answers"] == {"eating": "p3"}
    assert back(cast, case, now=BACK + timedelta(days=1)).state == "decide"


def test_a_case_that_went_on_meanwhile_keeps_what_was_learnt(cast):
    case = bring(cast, "plan")
    found = back(cast, case, consents={"health": "given"}, consent_by={"name": "陆建华", "relation": "儿子"})
    assert found.state == "plan"
    one = Consent.objects.get(person=cast.lu)
    assert (one.how, one.witness, one.by_name) == ("spoken", "评估员", "陆建华")


def test_before_the_check_it_is_kept_and_the_check_still_owed(cast):
    case = apply(cast)
    assert back(cast, case).state == "check"
    check(cast, case)
    act(case, "finish_assessment", cast.assessor, on=DAY, assessor_id=cast.assessor.pk)
    assert fresh(case).state == "decide"


@pytest.mark.parametrize(("more", "code"), [
    ({"forms": [{"instrument": "gbt42195", "version": "1999", "answers": {}}]}, "instrument_version"), ({"forms": [{"instrument": "piano", "answers": {}}]}, "instrument"),
    ({"forms": [{"instrument": "gbt42195", "answers": {"piano": "p1"}}]}, "answers"), ({"application": {"applicant": "nobody"}}, "applicant"),
    ({"application": {"applicant": "self", "phone": "abc"}}, "phone"), ({"signatures": [{"for": "visit", "png": b"MZ"}]}, "file_kind"), ({"papers": ["passport"]}, "paper_kind"),
])  # fmt: skip
def test_what_makes_no_sense_writes_nothing(cast, more, code):
    case = check(cast, apply(cast))
    with pytest.raises(Refused) as raised:
        back(cast, case, **more)
    assert raised.value.code == code
    assert not Assessment.objects.filter(person=cast.lu).exists() and not IntakeEntry.objects.filter(act="visited").exists()


def test_outsiders_bring_nothing_back(cast):
    case = check(cast, apply(cast))
    for user in (cast.outsider, cast.committee_worker, cast.tan.person.user):
        with pytest.raises(IntakeCase.DoesNotExist):
            back(cast, case, user=user)
    act(case, "withdraw", cast.officer, reason="不办了", by_name="本人")
    with pytest.raises(Refused) as raised:
        back(cast, case)
    assert raised.value.code == "state"
