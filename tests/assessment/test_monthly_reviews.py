"""The form of each month: owed by the cadence of risk, begun with what is written down, listed until everybody has one."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qianshou.access.scope import scope_of
from qianshou.assessment.models import Assessment
from qianshou.assessment.rules.drafting import Noted, draft_month
from qianshou.care import operations as care
from qianshou.care.models import KeyElder
from qianshou.care.queries.reviews import counted, in_net, shown, with_facts
from qianshou.care.queries.reviews import listed as reviews_listed
from qianshou.care.rules.reviews import is_owed, months_between
from qianshou.care.tasks import owe_reviews_of
from qianshou.people.models import ElderFile
from qianshou.watch import operations as watch
from qianshou.watch.models import Due
from tests.assessment.test_assessment_pages import at_noon, signed_in  # noqa: F401
from tests.assessment.test_make_assessment import begin, done
from tests.cast import DAY, LONG_AGO, NOON

NOVEMBER = date(2026, 11, 1)


def month_before(month: date, n: int) -> date:
    at = month.year * 12 + month.month - 1 - n
    return date(at // 12, at % 12 + 1, 1)


@pytest.fixture
def linked(cast):
    """Lu is no key elder; Feng answers for him."""
    care.link_carer(elder_id=cast.lu.pk, carer_id=cast.tan.pk, rank="primary", start=LONG_AGO, now=NOON, by_id=cast.officer.pk)
    return cast


def listed(cast, user=None, state="", **filters) -> dict[str, str]:
    found = reviews_listed(scope=scope_of(user or cast.officer, DAY), street=cast.street, month=NOVEMBER, today=DAY, **filters)
    rows = shown(street=cast.street, month=NOVEMBER, found=[one for one in found if state in ("", one[1])])
    return {row.name: row.review for row in rows}


@given(st.integers(0, 120), st.integers(0, 30), st.integers(1, 12))
def test_a_review_is_owed_again_after_its_months_and_not_before(at, ago, every):
    month = month_before(date(2030, 1, 1), at)
    last = month_before(month, ago)
    assert months_between(last, month) == ago
    assert is_owed(month=month, last=last, every=every) == (ago >= every)
    assert is_owed(month=month, last=None, every=every)


@pytest.mark.parametrize("ago", [1, 2, 3, 4])
def test_the_database_counts_the_months_as_the_rule_does(linked, ago):
    for person in (linked.shen, linked.lu):
        done(linked, person=person, instrument="monthly_review", month=month_before(NOVEMBER, ago))
    for row in with_facts(in_net(linked.street, NOVEMBER), linked.street, NOVEMBER):
        assert (row.review == "none") == is_owed(month=NOVEMBER, last=row.last, every=1 if row.key else 3), row.name


def test_a_key_elder_is_owed_one_each_month_and_another_one_a_quarter(linked):
    done(linked, instrument="monthly_review", month=date(2026, 10, 1))
    done(linked, person=linked.lu, instrument="monthly_review", month=date(2026, 10, 1))
    assert listed(linked) == {"沈玉芳": "none"}
    assert (care.owe_reviews(street_id=linked.street.pk, now=NOON), care.owe_reviews(street_id=linked.street.pk, now=NOON)) == (1, 0)
    due = Due.objects.get(kind="review")
    assert (due.person, due.ref, due.day) == (linked.shen, {"month": "2026-11"}, date(2026, 11, 30))
    assert due.ladder[0] == linked.tan.person.user_id


def test_the_finished_form_meets_what_was_owed_and_counts(linked):
    owe_reviews_of(linked.street.pk)
    month = Due.objects.filter(kind="review").values_list("ref__month", flat=True).first()
    form = begin(linked, instrument="monthly_review", month=date.fromisoformat(f"{month}-01"), now=NOON)
    assert Due.objects.get(kind="review", person=linked.shen).state == "open"
    form.delete()
    done(linked, instrument="monthly_review", month=date.fromisoformat(f"{month}-01"))
    assert Due.objects.get(kind="review", person=linked.shen).state in ("met", "met_late")
    assert Due.objects.get(kind="review", person=linked.lu).state == "open"


def test_nobody_in_hospital_away_or_deceased_is_owed_one(linked):
    for status in ("hospital", "away", "dead", "moved"):
        ElderFile.objects.filter(person=linked.shen).update(status=status)
        assert "沈玉芳" not in listed(linked), status


def test_who_left_the_net_before_the_month_is_not_listed(linked):
    KeyElder.objects.filter(elder=linked.shen).update(until=NOVEMBER - timedelta(days=1))
    linked.shen.links.update(until=NOVEMBER - timedelta(days=1))
    assert "沈玉芳" not in listed(linked)


def test_the_list_by_state_carer_and_committee(linked):
    begin(linked, instrument="monthly_review", month=DAY)
    assert listed(linked) == {"沈玉芳": "begun", "陆根宝": "none"}
    assert listed(linked, state="none") == {"陆根宝": "none"}
    assert listed(linked, carer=linked.shao.pk) == {}
    assert listed(linked, committee=linked.huaide.pk) == {"沈玉芳": "begun"}
    assert listed(linked, user=linked.committee_worker) == {"沈玉芳": "begun"}  # her committee alone
    found = counted(reviews_listed(scope=scope_of(linked.officer, DAY), street=linked.street, month=NOVEMBER, today=DAY))
    assert (found.owed, found.done, found.begun, found.missing) == (2, 0, 1, 1)
    assert listed(linked, user=linked.outsider) == {} == listed(linked, user=linked.assessor)


def test_the_form_begins_with_what_is_written_down_and_asks_for_the_rest(cast):
    watch.report_concern(
        street_id=cast.street.pk, person_id=cast.shen.pk, by_id=cast.officer.pk, text="下楼摔了一跤", severity=2, category="body", made_at=NOON, received_at=NOON,
        now=NOON,
    )  # fmt: skip
    form = begin(cast, instrument="monthly_review", month=DAY)
    assert form.answers["events"] == ["fall"] and form.answers["needs"] == ["medical"] and "下楼摔了一跤" in form.answers["words"]
    assert "spirits" not in form.answers
    assert begin(cast, person=cast.lu, instrument="monthly_review", month=DAY).answers == {}
    assert begin(cast, person=cast.bao, instrument="monthly_review", month=DAY).answers == {"events": ["hospital"]}


def test_nothing_is_known_is_not_nothing_happened():
    assert draft_month([], in_hospital=False, events=["fall", "none"], needs=["none"]) == {}
    assert draft_month([Noted(DAY, "睡得好")], in_hospital=False, events=["fall"], needs=[]) == {"words": "11-24 睡得好"}


def test_the_page_begins_a_form_and_the_committee_may_finish_it(linked):
    worker = signed_in(linked.committee_worker)
    page = worker.get(reverse("reviews-list"), {"month": "2026-11"}).content.decode()
    assert "沈玉芳" in page and "陆根宝" not in page and "0</b> of 1 finished" in page
    answer = worker.post(reverse("reviews-begin", args=[linked.shen.pk]), {"month": "2026-11"})
    form = Assessment.objects.get()
    assert answer.url == reverse("assessments-one", args=[form.pk]) and form.month == NOVEMBER
    assert worker.post(reverse("assessments-keep", args=[form.pk]), {"row_version": 1, "a.spirits": "same"}).status_code == 200
    assert worker.post(reverse("reviews-begin", args=[linked.lu.pk])).status_code == 404  # another committee's
    assert signed_in(linked.outsider).post(reverse("reviews-begin", args=[linked.shen.pk])).status_code == 404
