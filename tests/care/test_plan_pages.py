"""The care plan on one form, lists of visits, the catalogue."""

from datetime import timedelta

import pytest

from qianshou.care.models import PlanItem, Visit
from qianshou.kernel import clock
from qianshou.watch.models import Due
from tests.cast import NOON

BACKEND = "qianshou.access.backends.PasswordBackend"


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def officer(cast, client):
    client.force_login(cast.officer, backend=BACKEND)
    return client


def text(answer) -> str:
    return answer.content.decode()


FORM = {
    "service": "cleaning", "weekdays": ["2", "4"], "times_per_week": "", "window_start": "08:30", "window_end": "11:30", "minutes": "60",
    "carers_needed": "1", "since": "2026-11-24", "until": "", "note": "",
}  # fmt: skip


def test_the_form_begins_with_the_catalogues_defaults(cast, officer):
    page = officer.get(f"/plans/{cast.shen.pk}/?service=winter_bath")
    initial = page.context["form"].initial
    assert (initial["minutes"], initial["carers_needed"], initial["months"]) == (120, 2, [11, 12, 1, 2, 3])


def test_looking_shows_the_days_and_saves_nothing(cast, officer):
    page = officer.post(f"/plans/{cast.shen.pk}/?service=cleaning", FORM | {"look": "1"})
    assert [one["day"].isoweekday() for one in page.context["ahead"] if one["slots"]] == [2, 4, 2, 4]
    assert not PlanItem.objects.exists()


def test_saving_makes_the_visits(cast, officer):
    assert officer.post(f"/plans/{cast.shen.pk}/?service=cleaning", FORM | {"save": "1"}).status_code == 302
    assert Visit.objects.count() == 3  # this Tuesday's window closed before noon
    shown = [one for one in officer.get(f"/plans/{cast.shen.pk}/").context["ahead"] if one["slots"]]
    assert len(shown) == 4


@pytest.mark.parametrize(
    "wrong", [{"weekdays": []}, {"times_per_week": "2"}, {"window_end": "08:00"}, {"until": "2026-01-01"}, {"minutes": "0"}]
)
def test_what_cannot_be_is_said_at_its_field(cast, officer, wrong):
    page = officer.post(f"/plans/{cast.shen.pk}/?service=cleaning", FORM | wrong)
    assert page.status_code == 422 and "errorlist" in text(page)
    assert not PlanItem.objects.exists()


def test_changing_and_ending_an_item(cast, officer, item):
    url = f"/plans/{cast.shen.pk}/?item={item.pk}"
    assert officer.get(url).context["form"].initial["weekdays"] == [1, 2, 3, 4, 5]
    changed = FORM | {"service": "talking", "weekdays": ["3"], "window_start": "14:00", "window_end": "16:00", "version": "1"}
    assert officer.post(url, changed).status_code == 302
    assert {v.day.isoweekday() for v in Visit.objects.exclude(state="cancelled")} == {3}
    stale = officer.post(url, changed)
    assert "刚才有人改过" in text(stale)
    officer.post(f"/plans/items/{item.pk}/end/")
    assert not Visit.objects.exclude(state="cancelled").exists()


def test_the_plan_of_somebody_in_hospital_says_that_it_rests(cast, officer):
    assert "note hole" in text(officer.get(f"/plans/{cast.bao.pk}/"))


def test_visits_are_listed_by_day_elder_and_state(cast, officer, item):
    assert officer.get("/visits/").context["total"] == 1
    assert officer.get("/visits/", {"day": "2026-11-28"}).context["total"] == 0
    assert officer.get("/visits/", {"elder": cast.shen.pk}).context["total"] == 10
    assert officer.get("/visits/", {"state": "done"}).context["total"] == 0
    assert officer.get("/visits/", {"service": "talking", "committee": cast.huaide.pk}).context["total"] == 1
    assert officer.get("/visits/", {"day": "nonsense", "committee": "x"}).status_code == 200


def test_a_visit_is_cancelled_moved_or_written_down(cast, officer, item):
    first, second, third = Visit.objects.order_by("day")[:3]
    assert "沈玉芳" in text(officer.get(f"/visits/{first.pk}/"))
    officer.post(f"/visits/{first.pk}/cancel/", {"reason": "住女儿家"})
    assert Due.objects.get(key=first.due_key).excuse == "住女儿家"
    answer = officer.post(f"/visits/{second.pk}/move/", {"day": "2026-11-26", "start": "09:00", "end": "10:00", "reason": "看病"})
    assert answer.headers["Location"] != f"/visits/{second.pk}/"
    officer.post(f"/visits/{third.pk}/done/", {"at": "11:00", "text": "电话告知"})
    third.refresh_from_db()
    assert third.state == "planned"  # the day after tomorrow has not come
    with clock.frozen(NOON + timedelta(days=2, hours=5)):
        officer.post(f"/visits/{third.pk}/done/", {"at": "15:00", "text": "电话告知"})
    assert Due.objects.get(key=third.due_key).grade == "desk"


def test_the_catalogue_says_its_version_and_how_sure_it_is(cast, officer):
    said = text(officer.get("/catalogue/"))
    assert all(one in said for one in ("过敏原与用料", "忌口种类", "菜谱规则")), "every file of the pack is named"
    for shown in ("2026-01-01", "倒便桶", "冬季接送洗浴", "十助", "相谈", "尚未填写"):
        assert shown in said


def test_english_is_complete_too(cast, officer):
    officer.cookies["django_language"] = "en"
    cast.officer.language = "en"
    cast.officer.save(update_fields=["language"])
    said = text(officer.get("/catalogue/"))
    assert "Catalogue of services" in said and "Emptying chamber pots" in said


def test_roles_without_the_capability_are_refused(cast, client, item):
    visit = Visit.objects.first()
    client.force_login(cast.committee_worker, backend=BACKEND)
    assert client.get(f"/plans/{cast.shen.pk}/").status_code == 200
    assert client.post(f"/plans/{cast.shen.pk}/?service=cleaning", FORM).context["form"] is None
    assert client.post(f"/visits/{visit.pk}/cancel/", {"reason": "x"}).status_code == 403
    client.force_login(cast.kitchen, backend=BACKEND)
    assert client.get("/visits/").status_code == 403
    assert client.get("/catalogue/").status_code == 200
