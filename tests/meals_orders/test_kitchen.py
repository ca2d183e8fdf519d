"""The kitchen: the count, the labels, samples and temperatures that are owed and seen when missing."""

import re
from datetime import time, timedelta

import pytest
import segno
from django.test import Client
from django.urls import reverse

from qianshou.booklets.labels import MASK, square
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import CoreTemperature, FoodSample
from qianshou.meals.queries.kitchen import kitchen_day, kitchen_orders
from qianshou.meals.rules.labels import boxes, code_of, order_in
from qianshou.meals.rules.samples import due_key
from qianshou.people.models import ElderFile
from qianshou.watch import operations as watch
from qianshou.watch.models import Alert, Due
from tests.cast import DAY, NOON
from tests.meals_orders.days import AFTER, CUT_OFF, LONG_BEFORE, scope, stand, take

BACKEND = "qianshou.access.backends.PasswordBackend"
DISHES = [("big_meat", "肉饼炖蛋"), ("small_meat", "咖喱土豆"), ("vegetable", "卷心菜"), ("soup", "黄豆猪手汤")]
SHEET = f"/kitchen/{DAY}/"


@pytest.fixture
def street(cast):
    """Lunch is ordered: Shen two boxes at home, Lu one at the meal point."""
    meals.set_menu(street_id=cast.street.pk, day=DAY, dishes=DISHES, now=LONG_BEFORE)
    point = meals.open_point(street_id=cast.street.pk, name="平凉助餐点", now=LONG_BEFORE)
    stand(cast.shen, {2: meals.Wish(2)})
    stand(cast.lu, {2: meals.Wish(1, "dine_in", point.pk)})
    take(cast.street)
    return cast


@pytest.fixture
def kitchen(street):
    one = Client()
    one.force_login(street.kitchen, backend=BACKEND)
    with clock.frozen(AFTER):
        yield one


def entry(street, what=meals.take_sample, *, now=AFTER, dish="卷心菜", **more):
    return what(street_id=street.street.pk, day=DAY, meal="lunch", dish=dish, now=now, by_id=street.kitchen.pk, **more)


def due(kind: str, dish: str = "卷心菜") -> Due:
    return Due.objects.get(key=due_key(kind, DAY, "lunch", dish))


def test_the_count_is_by_dish_and_by_place(street):
    found = kitchen_day(scope=scope(street.kitchen), day=DAY, meal="lunch", now=AFTER)
    assert [(d.name, d.normal) for d in found.dishes] == [(name, 3) for _, name in DISHES]
    assert {(str(point or place), people, n) for place, point, people, n in found.places} == {("delivered", 1, 2), ("平凉助餐点", 1, 1)}


def test_the_kitchen_sees_boxes_and_no_files(kitchen, street):
    page = kitchen.get(SHEET).content.decode()
    assert "肉饼炖蛋" in page and "平凉助餐点" in page
    assert kitchen.get(f"/people/{street.shen.pk}/").status_code == 403 and kitchen.get(f"/orders/{DAY}/").status_code == 403


def test_nobody_who_is_not_at_home_gets_a_box_even_before_the_order_follows(street):
    ElderFile.objects.filter(pk=street.shen.pk).update(status="dead")
    assert [o.person for o in kitchen_orders(scope=scope(street.kitchen), day=DAY, meal="lunch")] == [street.lu]


def test_every_dish_owes_a_sample_and_a_temperature_once(street):
    assert Due.objects.filter(kind__in=["food_sample", "core_temperature"]).count() == 8
    one = due("food_sample")
    assert (one.person, one.by_at, one.ladder) == (None, clock.at(DAY, time(10, 45)), [street.kitchen.pk, street.officer.pk, street.desk.pk])
    meals.owe_kitchens(street_id=street.street.pk, now=AFTER)
    assert Due.objects.filter(kind="food_sample").count() == 4


def test_a_sample_of_125_grams_meets_what_is_owed_and_less_does_not(street):
    with pytest.raises(Refused, match="too_little"):
        entry(street, grams=124)
    with pytest.raises(Refused, match="grams"):
        entry(street, grams=0)
    assert due("food_sample").state == "open"
    sample = entry(street, grams=125)
    assert (due("food_sample").state, due("food_sample").met_by) == ("met", street.kitchen)
    assert sample.keep_until == AFTER + timedelta(hours=48)


def test_too_cold_is_kept_and_meets_nothing(street):
    assert not entry(street, meals.measure, tenths=699).hot_enough
    assert due("core_temperature").state == "open"
    entry(street, meals.measure, tenths=700)
    assert due("core_temperature").state == "met" and CoreTemperature.objects.count() == 2


def test_an_entry_taken_back_is_owed_again_unless_another_stands(street):
    first, second = entry(street, grams=130), entry(street, grams=140)
    meals.take_back_sample(sample_id=second.pk, now=AFTER, by_id=street.kitchen.pk)
    assert due("food_sample").state == "met"
    meals.take_back_sample(sample_id=first.pk, now=AFTER, by_id=street.kitchen.pk)
    assert due("food_sample").state == "open"
    row = entry(street, meals.measure, tenths=800)
    meals.take_back_temperature(temperature_id=row.pk, now=AFTER, by_id=street.kitchen.pk)
    assert due("core_temperature").state == "open"


def test_what_is_missing_is_red_on_the_board_and_an_alert(client, street):
    client.force_login(street.officer, backend=BACKEND)
    with clock.frozen(NOON):
        assert "缺 4 份留样" in client.get("/today/").content.decode()
        watch.sweep(now=NOON)
        assert Alert.objects.filter(due__kind="food_sample").count() == 4
        page = client.get(SHEET).content.decode()
        assert "卷心菜没有留样" in page and "卷心菜没有测中心温度" in page
        for address in ("/alerts/", f"/dues/?day={DAY}", f"/dues/{due('food_sample').pk}/", f"/alerts/{Alert.objects.filter(due__kind='food_sample').first().pk}/"):
            answer = client.get(address)
            assert answer.status_code == 200 and "留样" in answer.content.decode(), address


def test_a_menu_written_after_the_cut_off_owes_its_samples_too(cast):
    stand(cast.shen)
    take(cast.street)
    assert not Due.objects.filter(kind="food_sample").exists()
    meals.set_menu(street_id=cast.street.pk, day=DAY, dishes=DISHES, now=AFTER)
    entry(cast, grams=130)  # before anybody owed it
    meals.follow_day(street_id=cast.street.pk, now=AFTER)
    assert due("food_sample").state == "met" and due("food_sample", "肉饼炖蛋").state == "open"


def test_a_dish_that_is_not_cooked_is_excused_by_name(street):
    with pytest.raises(Refused, match="reason"):
        entry(street, meals.not_cooked, reason=" ")
    assert entry(street, meals.not_cooked, reason="没有到货") == 2
    assert (due("food_sample").state, due("food_sample").excused_by) == ("excused", street.kitchen)


def test_a_sample_is_kept_48_hours(street):
    sample = entry(street, grams=130)
    with pytest.raises(Refused, match="keep_until"):
        meals.discard_sample(sample_id=sample.pk, now=AFTER + timedelta(hours=47, minutes=59), by_id=street.kitchen.pk)
    meals.discard_sample(sample_id=sample.pk, now=AFTER + timedelta(hours=48), by_id=street.kitchen.pk)
    sample.refresh_from_db()
    assert sample.discarded_by == street.kitchen


def test_the_tablet_writes_down_and_takes_back(kitchen, street):
    form = {"meal": "lunch", "dish": "卷心菜"}
    kitchen.post(f"{SHEET}sample/", {**form, "grams": "130"})
    kitchen.post(f"{SHEET}temperature/", {**form, "celsius": "72,5", "stage": "cooked"})
    assert FoodSample.objects.get().grams == 130 and CoreTemperature.objects.get().tenths == 725
    assert "℃" in kitchen.post(f"{SHEET}temperature/", {**form, "celsius": "heiß"}, follow=True).content.decode()
    assert CoreTemperature.objects.count() == 1
    kitchen.post(reverse("kitchen-sample-undo", args=[FoodSample.objects.get().pk]))
    kitchen.post(reverse("kitchen-temperature-undo", args=[CoreTemperature.objects.get().pk]))
    assert due("food_sample").state == due("core_temperature").state == "open"
    kitchen.post(f"{SHEET}sample/", {**form, "dish": "红烧肉", "grams": "130"})
    assert FoodSample.objects.count() == 1, "a dish that is not on the menu"


def test_labels_are_printed_for_boxes_and_not_for_whoever_s_diet_is_open(kitchen, street):
    answer = kitchen.get(f"{SHEET}labels.pdf")
    assert answer.content.startswith(b"%PDF") and answer["Content-Type"] == "application/pdf"
    ElderFile.objects.filter(pk=street.shen.pk).update(diet_unclear=True)
    assert kitchen.get(f"{SHEET}labels.pdf").status_code == 302, "the only box that is brought has no label yet"
    assert "暂不贴标签" in kitchen.get(SHEET).content.decode()


def test_a_label_s_square_names_the_order_and_nobody():
    assert order_in(code_of(17)) == 17 and order_in("QS/MEAL/x") is None and order_in("https://example.org/17") is None
    assert boxes(1) == [(1, 1)] and boxes(2) == [(1, 2), (2, 2)]


def test_another_street_s_kitchen_writes_and_reads_nothing_here(street):
    sample, row = entry(street, grams=130), entry(street, meals.measure, tenths=800)
    other = Client()
    other.force_login(street.outsider, backend=BACKEND)
    for name, pk in (("kitchen-discard", sample.pk), ("kitchen-sample-undo", sample.pk), ("kitchen-temperature-undo", row.pk)):
        assert other.post(reverse(name, args=[pk])).status_code == 404
    with clock.frozen(AFTER):
        assert "沈玉芳" not in other.get(SHEET).content.decode()
        other.post(f"{SHEET}sample/", {"meal": "lunch", "dish": "卷心菜", "grams": "200"})
    assert FoodSample.objects.count() == 1
    assert Client().get(SHEET).url.startswith("/login/")


def test_the_sheet_says_when_nothing_was_taken(client, cast):
    client.force_login(cast.officer, backend=BACKEND)
    with clock.frozen(CUT_OFF):
        assert "程序没有运行" in client.get(SHEET).content.decode()


def test_the_square_drawn_is_the_square_made():
    """Read back from the drawing, module by module."""
    code = code_of(123456)
    drawn = square(code)
    size = int(re.search(r'viewBox="0 0 (\d+)', drawn)[1])
    dark = {(int(x) + n, int(y)) for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-", drawn) for n in range(int(length))}
    made = segno.make(code, micro=False, error="m", boost_error=False, mask=MASK).matrix
    assert size == len(made) == 21 and dark == {(x, y) for y, row in enumerate(made) for x, bit in enumerate(row) if bit}
