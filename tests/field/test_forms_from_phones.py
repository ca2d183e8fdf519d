"""Forms filled in without signal: once, with the moment they were made, in the version they were filled in, and over nobody's words."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from qianshou.acts.models import Act
from qianshou.assessment import operations as assessing
from qianshou.assessment.models import Assessment, SiteInstrument
from qianshou.assessment.queries.table import tables_of
from qianshou.care import operations as care
from qianshou.care.models import Link
from qianshou.kernel import clock
from qianshou.watch.models import Due
from qianshou.watch.operations import report_concern
from tests.assessment.answers import best
from tests.assessment.test_make_assessment import begin, done, save
from tests.cast import DAY, NOON
from tests.field.forms import assessed, review, visiting
from tests.field.phone import bound

pytestmark = [pytest.mark.usefixtures("noon"), pytest.mark.django_db]


def table(phone, **headers):
    phone.open()
    return phone.client.get("/api/field/table", **headers)


def packets(phone) -> dict[str, dict]:
    return {packet["person"]["name"]: packet for packet in table(phone).json()["packets"]}


def state(phone, *acts) -> list[tuple]:
    return [(a["answer"], a["state"], a["reason"]) for a in phone.answers(*acts)]


@pytest.fixture
def tablet(cast):
    return bound(visiting(cast, cast.shen, cast.lu), by=cast.officer, now=NOON)


# What is laid out.


def test_a_carer_finds_the_reviews_of_those_she_answers_for_and_nobody_elses(cast, phone):
    care.link_carer(elder_id=cast.lu.pk, carer_id=cast.shao.pk, rank="primary", start=DAY, now=NOON, by_id=cast.officer.pk)
    assert phone.client.get("/api/field/table", HTTP_AUTHORIZATION=f"Device {phone.token}").json()["why"] == "pin"
    found = packets(phone)
    assert list(found) == ["沈玉芳"]
    form = found["沈玉芳"]["forms"][0]
    assert (form["state"], form["month"], form["act"], form["instrument"]) == ("none", "2026-11", "review", "monthly_review@2026")
    assert found["沈玉芳"]["person"] == {"id": cast.shen.pk, "name": "沈玉芳", "age": 88, "address": "怀德路454弄15号二楼前楼"}
    body = table(phone).json()
    assert [item["code"] for item in body["instruments"]["monthly_review@2026"]["items"]][:3] == ["eating", "sleep", "moving"]
    assert body["offered"] == []


def test_the_same_table_is_not_sent_twice(phone):
    first = table(phone)
    assert table(phone, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    phone.answers(phone.act("clock_in", made_at=NOON))
    assert table(phone, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


def test_an_outsider_and_a_driver_find_nothing(cast):
    for someone, by in ((cast.outsider_carer.person.user, cast.outsider), (cast.driver, cast.officer)):
        there = bound(someone, by=by, now=NOON)
        assert table(there).json()["packets"] == [] and "沈玉芳" not in table(there).content.decode()


def test_the_review_begins_with_her_own_words_and_not_with_those_of_others(cast, phone):
    given = {"street_id": cast.street.pk, "person_id": cast.shen.pk, "severity": 2, "made_at": NOON, "received_at": NOON, "now": NOON}
    report_concern(by_id=cast.tan.person.user_id, text="下楼摔了一跤", category="body", **given)
    report_concern(by_id=cast.officer.pk, text="女儿说关爱员态度不好", category="family", **given)
    answers = packets(phone)["沈玉芳"]["forms"][0]["answers"]
    assert answers["events"] == ["fall"] and "摔了一跤" in answers["words"] and "态度" not in answers["words"]


def test_a_visiting_assessor_takes_along_who_was_handed_out(cast, tablet):
    done(cast, instrument="barthel", on=DAY - timedelta(days=40))
    draft = save(begin(cast), {"eating": "p3"}, ["dementia"])
    found = packets(tablet)
    assert list(found) == ["陆根宝", "沈玉芳"] and found["陆根宝"]["forms"] == [] and found["陆根宝"]["offers"]
    gbt, barthel = found["沈玉芳"]["forms"]
    assert (gbt["state"], gbt["answers"], gbt["changes"], gbt["base"]) == ("begun", {"eating": "p3"}, ["dementia"], [draft.pk, 2])
    assert barthel["state"] == "none" and barthel["last"]["total"] == 100 and barthel["answers"] == {}
    body = table(tablet).json()
    assert {"gbt42195@2022", "barthel@" + assessing_version("barthel")} <= set(body["offered"]) and not [one for one in body["offered"] if "monthly" in one]
    assert set(body["offered"]) <= set(body["instruments"])
    assessing.hand_in(person_id=cast.shen.pk, user_id=tablet.device.user_id, now=NOON, by_id=cast.officer.pk)
    assert list(packets(tablet)) == ["陆根宝"]
    with clock.frozen(NOON + timedelta(days=1)):
        assert packets(tablet) == {}


def assessing_version(code: str) -> str:
    from tests.assessment.answers import ALL

    return ALL[code].version


# What comes back.


def test_the_review_is_entered_once_and_meets_what_was_owed(cast, phone):
    care.owe_reviews(street_id=cast.street.pk, now=NOON)
    made = NOON - timedelta(hours=3)
    sent = phone.act("review", review(cast.shen), made_at=made)
    assert state(phone, sent) == [("stored", "applied", None)]
    assert state(phone, sent) == [("repeated", "applied", None)]
    form = Assessment.objects.get()
    assert (form.state, form.month.isoformat(), form.made_by, form.source) == ("done", "2026-11-01", cast.tan.person.user, f"act:{sent['id']}")
    assert form.completed_at == made and form.answers == best("monthly_review")
    due = Due.objects.get(kind="review")
    assert (due.state, due.met_made_at, due.met_received_at, due.grade) == ("met", made, NOON, "tap")
    assert packets(phone)["沈玉芳"]["forms"][0]["state"] == "done"


def test_a_review_of_an_old_page_is_still_heard(cast, phone):
    """Members that came later are missing, members that nobody knows are passed over."""
    payload = {key: value for key, value in review(cast.shen).items() if key != "note"} | {"mood_ring": 3}
    assert state(phone, phone.act("review", payload, made_at=NOON)) == [("stored", "applied", None)]


def test_whom_she_does_not_answer_for_is_kept_and_not_entered(cast, phone):
    for person, made in ((cast.stranger, NOON), (cast.lu, NOON)):
        assert state(phone, phone.act("review", review(person), made_at=made)) == [("stored", "held", "not_linked")]
    outsider = bound(cast.outsider_carer.person.user, by=cast.outsider, now=NOON)
    assert state(outsider, outsider.act("review", review(cast.shen), made_at=NOON)) == [("stored", "held", "not_linked")]
    Link.objects.filter(carer=cast.tan).update(until=DAY - timedelta(days=2))
    assert state(phone, phone.act("review", review(cast.shen), made_at=NOON)) == [("stored", "held", "not_linked")]
    late = phone.act("review", review(cast.shen), made_at=NOON - timedelta(days=3))  # she still did then
    assert state(phone, late) == [("stored", "applied", None)]
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"answers": {"piano": "p1"}}, {"answers": {"eating": "wonderful"}}, {"version": "1999"}, {"month": "2026-13"},
                                   {"month": "2026-12"}, {"instrument": "gbt42195", "version": "2022"}, {"person": "x"}, {"answers": []}, {"base": [1]}])  # fmt: skip
def test_what_makes_no_sense_is_kept_for_the_office(cast, phone, wrong):
    (answer,) = state(phone, phone.act("review", review(cast.shen) | wrong, made_at=NOON))
    assert answer[:2] == ("stored", "held") and answer[2] in ("answers", "missing", "instrument", "payload")
    assert not Assessment.objects.exists()


def test_an_unfinished_review_is_not_taken_for_a_finished_one(cast, phone):
    assert state(phone, phone.act("review", review(cast.shen, answers={"eating": "same"}), made_at=NOON)) == [("stored", "held", "missing")]


def test_a_form_that_the_office_finished_meanwhile_stays_and_a_person_is_asked(cast, phone):
    base = begin(cast, instrument="monthly_review", month=DAY)
    assert packets(phone)["沈玉芳"]["forms"][0]["base"] == [base.pk, 1]
    theirs = done(cast, instrument="monthly_review", month=DAY, answers=best("monthly_review", eating="worse"))
    sent = phone.act("review", review(cast.shen, base=[base.pk, 1]), made_at=NOON)
    assert state(phone, sent) == [("stored", "held", "form_done")]
    assert Assessment.objects.get().answers == theirs.answers
    assert Act.objects.get().payload["answers"]["eating"] == "better"


def test_the_office_lays_the_late_form_over_its_own_as_a_correction(cast, phone, client):
    done(cast, instrument="monthly_review", month=DAY, answers=best("monthly_review", eating="worse"))
    sent = phone.act("review", review(cast.shen), made_at=NOON)
    phone.answers(sent)
    client.force_login(cast.officer, backend="qianshou.access.backends.PasswordBackend")
    page = client.get(reverse("acts-held")).content.decode()
    assert "沈玉芳" in page and reverse("acts-compare", args=[sent["id"]]) in page
    compared = client.get(reverse("acts-compare", args=[sent["id"]])).content.decode()
    assert "胃口" in compared and "比上月好" in compared and "比上月差" in compared
    answer = client.post(reverse("acts-compare", args=[sent["id"]]))
    made = Assessment.objects.get(state="draft")
    assert answer.url == reverse("assessments-one", args=[made.pk])
    assert made.replaces.answers["eating"] == "worse" and made.answers["eating"] == "better"
    assert Act.objects.get().state == "settled"
    client.force_login(cast.outsider, backend="qianshou.access.backends.PasswordBackend")
    assert client.get(reverse("acts-compare", args=[sent["id"]])).status_code == 404


def test_words_that_somebody_wrote_meanwhile_are_not_written_over(cast, phone):
    base = begin(cast, instrument="monthly_review", month=DAY)
    save(base, {"eating": "worse"})
    assert state(phone, phone.act("review", review(cast.shen, base=[base.pk, 1]), made_at=NOON)) == [("stored", "held", "form_begun")]
    assert Assessment.objects.get().answers == {"eating": "worse"}
    assert state(phone, phone.act("review", review(cast.shen, base=[base.pk, 2]), made_at=NOON)) == [("stored", "applied", None)]  # it had seen them


def test_a_draft_that_nobody_touched_is_gone_on_with(cast, phone):
    base = begin(cast, instrument="monthly_review", month=DAY)
    assert state(phone, phone.act("review", review(cast.shen), made_at=NOON)) == [("stored", "applied", None)]
    assert Assessment.objects.get().pk == base.pk


def test_two_phones_fill_in_the_same_review(cast, phone):
    backup = bound(cast.shao.person.user, by=cast.officer, now=NOON)
    assert state(phone, phone.act("review", review(cast.shen), made_at=NOON)) == [("stored", "applied", None)]
    assert state(backup, backup.act("review", review(cast.shen), made_at=NOON)) == [("stored", "held", "form_done")]
    assert Assessment.objects.count() == 1


def test_a_review_taken_back_before_it_was_sent_is_not_entered(cast, phone):
    sent = phone.act("review", review(cast.shen), made_at=NOON)
    phone.answers(sent, phone.act("retract", {"act": sent["id"]}, made_at=NOON))
    assert not Assessment.objects.exists()
    again = phone.act("review", review(cast.shen), made_at=NOON)
    assert state(phone, again) == [("stored", "applied", None)]
    assert state(phone, phone.act("retract", {"act": again["id"]}, made_at=NOON)) == [("stored", "held", "retract_form")]
    assert Assessment.objects.get().state == "done"


def test_an_assessment_at_the_table_is_scored_by_the_office(cast, tablet):
    made = NOON - timedelta(hours=2)
    payload = assessed(cast.shen, answers=best("gbt42195", eating="p3", stairs="p1"), changes=["dementia"], second="小李", note="女儿在场")
    assert state(tablet, tablet.act("assessment", payload, made_at=made)) == [("stored", "applied", None)]
    form = Assessment.objects.get()
    assert (form.total, form.level, form.second, form.note, form.made_by_id) == (87, 2, "小李", "女儿在场", tablet.device.user_id)
    assert form.completed_at == made


def test_an_assessment_left_unfinished_is_a_draft_at_the_desk(cast, tablet):
    first = tablet.act("assessment", assessed(cast.shen, answers={"eating": "p3"}, finish=False), made_at=NOON)
    assert state(tablet, first) == [("stored", "applied", None)]
    draft = Assessment.objects.get()
    assert (draft.state, draft.answers) == ("draft", {"eating": "p3"})
    assert state(tablet, tablet.act("assessment", assessed(cast.shen), made_at=NOON)) == [("stored", "held", "form_begun")]  # not seen by this page
    seen = assessed(cast.shen, base=[draft.pk, draft.row_version])
    assert state(tablet, tablet.act("assessment", seen, made_at=NOON)) == [("stored", "applied", None)]
    assert Assessment.objects.get().state == "done"


def test_nobody_assesses_whom_she_was_not_handed(cast, tablet, phone):
    assert state(tablet, tablet.act("assessment", assessed(cast.bao), made_at=NOON)) == [("stored", "held", "not_handed_out")]
    assert state(tablet, tablet.act("assessment", assessed(cast.stranger), made_at=NOON)) == [("stored", "held", "not_handed_out")]
    assert state(phone, phone.act("assessment", assessed(cast.shen), made_at=NOON)) == [("stored", "held", "not_handed_out")]
    assert not Assessment.objects.exists()
    assessing.hand_in(person_id=cast.shen.pk, user_id=tablet.device.user_id, now=NOON, by_id=cast.officer.pk)
    assert state(tablet, tablet.act("assessment", assessed(cast.shen), made_at=NOON)) == [("stored", "applied", None)]  # on that very day it had not heard


def test_the_version_in_which_it_was_filled_in_stays_with_the_form(cast, tablet):
    from qianshou.assessment.queries.instruments import instruments_for, text_of

    old = instruments_for(cast.street, DAY)["lsns6"]
    text = text_of(cast.street, old).replace(f'version = "{old.version}"', 'version = "2026-b"').replace(f"holds_from = {old.holds_from}", f"holds_from = {DAY}")
    SiteInstrument.objects.create(street=cast.street, code="lsns6", version="2026-b", holds_from=DAY, state="published", text=text, made_at=NOON)
    assert instruments_for(cast.street, DAY)["lsns6"].version == "2026-b"
    assert state(tablet, tablet.act("assessment", assessed(cast.shen, "lsns6", old.version), made_at=NOON)) == [("stored", "applied", None)]
    assert Assessment.objects.get().version == old.version


def test_a_form_of_a_file_that_was_merged_goes_to_the_one_that_stays(cast, tablet):
    from qianshou.people.models import Person

    Person.objects.filter(pk=cast.lu.pk).update(merged_into=cast.shen)
    assert state(tablet, tablet.act("assessment", assessed(cast.lu), made_at=NOON)) == [("stored", "applied", None)]
    assert Assessment.objects.get().person == cast.shen


# Handing out at the desk.


def test_the_desk_hands_out_and_takes_back(cast, client):
    taker = visiting(cast)
    client.force_login(cast.officer, backend="qianshou.access.backends.PasswordBackend")
    page = reverse("assessments-person", args=[cast.shen.pk])
    assert "评估员（平板）" in client.get(page).content.decode()
    where = reverse("assessments-hand-out", args=[cast.shen.pk])
    assert client.post(where, {"user": taker.pk, "until": DAY.isoformat()}).url == page
    assert [grant.user for grant in tables_of(person_id=cast.shen.pk, on=DAY)] == [taker]
    client.post(where, {"user": cast.tan.person.user_id, "until": DAY.isoformat()})  # a carer without the role
    client.post(where, {"user": taker.pk, "until": "2026-01-01"})
    client.post(where, {"user": taker.pk, "until": "soon"})
    assert len(tables_of(person_id=cast.shen.pk, on=DAY)) == 1
    client.post(reverse("assessments-hand-in", args=[cast.shen.pk]), {"user": taker.pk})
    assert tables_of(person_id=cast.shen.pk, on=DAY) == []
    client.force_login(cast.outsider, backend="qianshou.access.backends.PasswordBackend")
    assert client.post(where, {"user": taker.pk, "until": DAY.isoformat()}).status_code == 404


def test_the_tablets_account_opens_no_desk(cast, tablet):
    tablet.open()
    assert tablet.client.get(reverse("assessments-person", args=[cast.shen.pk])).status_code in (302, 403, 404)
    assert json.loads(table(tablet).content)["user"] == tablet.device.user_id
