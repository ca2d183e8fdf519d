"""The pages of orders: the telephone, the list, one person; and whoever must not see them."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import Arrangement, MealChange, MealPoint, Order, Pause
from qianshou.people.models import ElderFile
from tests.cast import DAY
from tests.meals_orders.days import AFTER, BEFORE, LONG_BEFORE, TOMORROW, ordered, stand, take

BACKEND = "qianshou.access.backends.PasswordBackend"
LIST = f"/orders/{DAY}/"


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer, backend=BACKEND)
    return client


@pytest.fixture
def outsider(cast):
    from django.test import Client

    other = Client()
    other.force_login(cast.outsider, backend=BACKEND)
    return other


@pytest.fixture
def morning():
    with clock.frozen(BEFORE):
        yield


@pytest.fixture
def late():
    with clock.frozen(AFTER):
        yield


def said(person, **fields) -> tuple[str, dict]:
    """The telephone form of a person, as the page fills it."""
    name = f"{DAY}-lunch"
    return f"/orders/phone/?person={person.pk}", {f"n-{name}": "1", f"w-{name}": "1", f"p-{name}": "delivered", f"wp-{name}": "delivered", **fields}


def test_phone_finds_by_initials_and_one_match_opens_by_itself(officer, cast, morning):
    assert "沈玉芳" in officer.get("/orders/phone/found/?q=syf").content.decode()
    assert officer.get("/orders/phone/?q=沈玉芳").url == f"/orders/phone/?person={cast.shen.pk}"
    assert "pick-line" not in officer.get("/orders/phone/found/?q=单国栋").content.decode()


def test_a_call_is_written_down_said_back_and_taken_back(officer, cast, morning):
    stand(cast.shen)
    address, form = said(cast.shen, **{f"n-{DAY}-lunch": "0"})
    answer = officer.post(address, form, follow=True)
    assert "11-24 不要午餐" in answer.content.decode()
    row = MealChange.objects.get()
    assert (row.portions, row.made_by, row.after_cut_off) == (0, cast.officer, False)
    officer.post(reverse("orders-undo", args=[row.batch]))
    row.refresh_from_db()
    assert row.withdrawn_at is not None


def test_what_was_not_changed_is_not_said(officer, cast, morning):
    stand(cast.shen)
    officer.post(*said(cast.shen))
    assert not MealChange.objects.exists()


def test_a_number_that_is_none_is_refused_with_what_was_typed(officer, cast, morning):
    address, form = said(cast.shen, **{f"n-{DAY}-lunch": "x"})
    answer = officer.post(address, form)
    assert answer.status_code == 422 and "一到九份" in answer.content.decode() and 'value="x"' in answer.content.decode()


def test_after_the_cut_off_a_reason_is_asked_for(officer, cast, late):
    stand(cast.shen)
    take(cast.street, now=AFTER)
    address, form = said(cast.shen, **{f"n-{DAY}-lunch": "2"})
    answer = officer.post(address, form)
    assert answer.status_code == 422 and "写明为什么改" in answer.content.decode() and ordered() == {"沈玉芳": 1}
    officer.post(address, {**form, "reason": "女儿来吃饭"})
    assert ordered() == {"沈玉芳": 2}
    assert "女儿来吃饭" in officer.get(LIST).content.decode()


def test_a_meal_point_is_chosen_by_telephone(officer, cast, morning):
    point = MealPoint.objects.create(street=cast.street, name="平凉助餐点")
    stand(cast.shen)
    address, form = said(cast.shen, **{f"p-{DAY}-lunch": str(point.pk)})
    officer.post(address, form)
    assert (MealChange.objects.get().place, MealChange.objects.get().point) == ("dine_in", point)
    assert "平凉助餐点" in officer.get(LIST).content.decode()


def test_the_list_shows_what_stands_before_the_cut_off_and_what_was_taken_after(officer, cast, morning):
    stand(cast.shen)
    assert "前可以改" in officer.get(LIST).content.decode() and "沈玉芳" in officer.get(LIST).content.decode()
    with clock.frozen(AFTER):
        assert "后台没有运行" in officer.get(LIST).content.decode()
        officer.post(reverse("orders-take", args=[DAY]), {"meal": "lunch"})
        page = officer.get(LIST).content.decode()
    assert ordered() == {"沈玉芳": 1} and "已定单" in page and "12.00" in page


def test_filters_are_in_the_address(officer, cast, morning):
    ElderFile.objects.filter(pk=cast.shen.pk).update(diet=["低盐"])
    ElderFile.objects.filter(pk=cast.lu.pk).update(diet_unclear=True)
    stand(cast.shen)
    stand(cast.lu)
    for query, name in {"committee": cast.huaide.pk, "diet": "低盐"}.items():
        page = officer.get(LIST, {query: name}).content.decode()
        assert "沈玉芳</b>" in page and "陆根宝</b>" not in page
    assert "陆根宝</b>" in officer.get(LIST, {"diet": "unclear"}).content.decode()
    assert "没有符合条件的人" in officer.get(LIST, {"changed": "1"}).content.decode()


def test_the_list_leaves_as_a_workbook_with_its_money(officer, cast, late):
    stand(cast.shen)
    take(cast.street, now=AFTER)
    sheet = openpyxl.load_workbook(BytesIO(officer.get(LIST, {"format": "xlsx"}).content)).active
    rows = list(sheet.values)
    assert rows[1][0] == "沈玉芳" and rows[1][3] == 1 and rows[1][9:12] == (12, 2, 10), "88 years old: the street pays two yuan"


def test_a_week_is_arranged_paused_and_resumed(officer, cast, morning):
    page = f"/orders/person/{cast.shen.pk}/"
    officer.post(page, {"meal": "lunch", "since": DAY.isoformat(), "until": "", **{f"n-{d}": "1" for d in (1, 2, 3)}})
    assert Arrangement.objects.get().weekdays == [1, 2, 3]
    officer.post(f"{page}pause/", {"since": TOMORROW.isoformat(), "until": "", "reason": "hospital"})
    pause = Pause.objects.get()
    assert "住院" in officer.get(page).content.decode()
    officer.post(f"{page}resume/", {"day": (TOMORROW + timedelta(days=2)).isoformat()})
    pause.refresh_from_db()
    assert pause.until == TOMORROW + timedelta(days=1)
    officer.post(reverse("orders-pause-undo", args=[pause.pk]))
    pause.refresh_from_db()
    assert not pause.held


def test_a_day_that_is_closed_is_refused_in_words(officer, cast, late):
    answer = officer.post(f"/orders/person/{cast.shen.pk}/", {"meal": "lunch", "since": DAY.isoformat(), "n-1": "1"})
    assert answer.status_code == 422 and "最早可以改的一天是 2026-11-25" in answer.content.decode()
    answer = officer.post(f"/orders/person/{cast.shen.pk}/pause/", {"since": DAY.isoformat(), "reason": "other"}, follow=True)
    assert "其他原因" in answer.content.decode() and not Pause.objects.exists()


def test_the_file_shows_the_meals(officer, cast, morning):
    stand(cast.shen)
    page = officer.get(f"/people/{cast.shen.pk}/").content.decode()
    assert "电话订餐" in page and "每天" in page


def test_a_status_changed_in_the_file_takes_the_box_away(officer, cast, late):
    stand(cast.shen)
    take(cast.street, now=AFTER)
    page = officer.get(f"/people/{cast.shen.pk}/edit/")
    form = page.context["form"]
    fields = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    officer.post(f"/people/{cast.shen.pk}/edit/", {**fields, "status": "hospital", "base": page.context["base"]})
    assert ElderFile.objects.get(pk=cast.shen.pk).status == "hospital" and ordered() == {}


def test_another_street_s_officer_gets_nothing(outsider, cast, late):
    stand(cast.shen)
    take(cast.street, now=AFTER)
    point = MealPoint.objects.create(street=cast.street, name="平凉助餐点")
    pause = meals.pause_meals(person_id=cast.lu.pk, since=TOMORROW, until=None, reason="away", now=AFTER, by_id=cast.officer.pk)
    for address in (f"/orders/phone/?person={cast.shen.pk}", f"/orders/person/{cast.shen.pk}/"):
        assert outsider.get(address).status_code == 404
        assert outsider.post(address, {f"n-{DAY}-lunch": "5", f"w-{DAY}-lunch": "1", "reason": "x", "meal": "lunch"}).status_code == 404
    for address in (f"/orders/person/{cast.shen.pk}/pause/", f"/orders/person/{cast.shen.pk}/resume/", reverse("orders-pause-undo", args=[pause.pk]),
                    reverse("orders-point-close", args=[point.pk])):  # fmt: skip
        assert outsider.post(address, {"since": TOMORROW, "reason": "away", "day": TOMORROW}).status_code == 404
    assert "沈玉芳" not in outsider.get(LIST).content.decode() and "pick-line" not in outsider.get("/orders/phone/found/?q=沈玉芳").content.decode()
    assert ordered() == {"沈玉芳": 1} and Order.objects.get().portions == 1


def test_a_committee_worker_sees_her_own_and_takes_no_orders(client, cast, late):
    stand(cast.shen)
    stand(cast.lu)
    client.force_login(cast.committee_worker, backend=BACKEND)
    page = client.get(LIST).content.decode()
    assert "沈玉芳" in page and "陆根宝" not in page and "现在定单" not in page
    client.post(reverse("orders-take", args=[DAY]), {"meal": "lunch"})
    assert not Order.objects.exists()
    assert client.get(f"/orders/phone/?person={cast.lu.pk}").status_code == 404


def test_signed_out_is_led_to_the_login(client, cast):
    assert client.get(LIST).url.startswith("/login/") and client.get("/orders/phone/").url.startswith("/login/")


def test_nothing_arranged_says_what_to_do(officer, cast, morning):
    ElderFile.objects.filter(pk=cast.shen.pk).update(meal_days=[2, 4])
    assert "采用登记表里的用餐日" in officer.get(LIST).content.decode()
    officer.post("/orders/register/", {"meal": "lunch"})
    assert Arrangement.objects.get().person == cast.shen and Arrangement.objects.get().made_at > LONG_BEFORE
