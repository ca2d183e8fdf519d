"""The whole morning of a meal as people live it: a call, the cut-off, the kitchen's tablet, the carts, a door that nobody opens, the alarm, its answer.

Everything goes through pages, keys and taps; the background worker is played by `work()`. The desk's clock is put to the hours of the morning; the
driver's phone has its own, as phones have.
"""

from __future__ import annotations

from datetime import time

import pytest

from qianshou.access.operations.devices import issue_card
from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import Cart, CoreTemperature, Delivery, FoodSample, Order
from qianshou.meals.tasks import cut_offs
from qianshou.people.models import Place
from qianshou.rounds.operations import carts
from qianshou.watch.models import Alert, Due
from tests.browser.test_whole_way import LONG, RECEIVED, work
from tests.cast import contact, telephone
from tests.field.chromium import PHONE, bind, tap
from tests.field.phone import PIN
from tests.meals_orders.days import LONG_BEFORE, LUNCH

pytestmark = pytest.mark.long
DISHES = [("big_meat", "肉饼炖蛋"), ("small_meat", "咖喱土豆"), ("vegetable", "卷心菜"), ("soup", "黄豆猪手汤")]


@pytest.fixture
def street(cast, settings, tmp_path):
    """A menu, a kitchen on the map, a cart with its driver; Shen has a standing order, Lu has none yet."""
    settings.DATA_DIR = settings.MEDIA_ROOT = tmp_path
    today = clock.today()
    meals.set_menu(street_id=cast.street.pk, day=today, dishes=DISHES, now=LONG_BEFORE)
    meals.set_standing(person_id=cast.shen.pk, meal=LUNCH, week=dict.fromkeys(range(1, 8), meals.Wish()), since=today, until=None, now=LONG_BEFORE)
    telephone(cast.lu, "13917009999")
    contact(cast.lu, "陆明", "儿子", "13917001111")
    at = Place.objects.create(street=cast.street, committee=cast.huaide, name="平凉路1398号", lon=121.5265, lat=31.2592, placed_by="hand")
    carts.set_kitchen(street_id=cast.street.pk, place_id=at.pk, now=LONG_BEFORE, by_id=cast.officer.pk)
    meals.add_cart(street_id=cast.street.pk, name="1号车", boxes=30, now=LONG_BEFORE, today=today, by_id=cast.officer.pk, driver_id=cast.driver.pk)
    return cast


def at(hour: int, minute: int = 0):
    """The desk's clock stands at this time of today."""
    return clock.frozen(clock.at(clock.today(), time(hour, minute)))


def order_by_telephone(page, typed: str, portions: str) -> None:
    """Somebody rings: type, Enter, a number, Enter."""
    page.goto("/orders/phone/")
    page.keyboard.type(typed)
    page.wait_for_selector(".pick-line", timeout=LONG)
    page.keyboard.press("Enter")
    page.wait_for_selector("#week", timeout=LONG)
    page.keyboard.type(portions)
    page.keyboard.press("Enter")
    page.wait_for_selector(".toast", timeout=LONG)


def keep_sample_and_measure(page) -> None:
    """The first dish on the kitchen's tablet."""
    page.goto(f"/kitchen/{clock.today()}/tablet/")
    card = page.locator("article.card").first
    card.locator("form.entry button").first.click()
    page.wait_for_load_state()
    card = page.locator("article.card").first
    card.locator("[name=celsius]").fill("82.5")
    card.locator("button[value=cooked]").click()
    page.wait_for_load_state()


def test_from_the_call_to_the_answered_alarm(street, visit, chromium, live_server, shoot):
    today = clock.today()
    with at(8):
        desk = visit(street.officer)
        desk.set_default_timeout(LONG)
        order_by_telephone(desk, "13917009999", "2")
    with at(8, 31):
        cut_offs(0)
        work()
        assert {o.person.name: o.portions for o in Order.objects.filter(day=today)} == {"沈玉芳": 1, "陆根宝": 2}
    with at(9):
        desk.goto(f"/carts/{today}/{LUNCH}/")
        desk.keyboard.press("a")
        desk.wait_for_selector("progress#planning")
        work()
        desk.wait_for_selector(".stop")
        assert desk.locator(".stop").count() == 2
        desk.keyboard.press("f")
        desk.wait_for_selector(".head .state.done")
        shoot(desk, "morning-carts")
        assert set(Delivery.objects.values_list("cart", flat=True)) == {Cart.objects.get().pk}
    with at(10):
        kitchen = visit(street.kitchen)
        kitchen.set_default_timeout(LONG)
        kitchen.goto(f"/kitchen/{today}/")
        assert "1号车" in kitchen.locator("main").inner_text() and "肉饼炖蛋" in kitchen.locator(".dishes").inner_text()
        shoot(kitchen, "morning-kitchen")
        keep_sample_and_measure(kitchen)
        assert FoodSample.objects.get().grams >= 125 and CoreTemperature.objects.get().tenths == 825
        labels = kitchen.request.get(f"/kitchen/{today}/labels.pdf")
        assert labels.ok and labels.body().startswith(b"%PDF")

    code = issue_card(user=street.driver, now=clock.now(), by=street.officer)[1]
    context = chromium.new_context(**PHONE)
    phone = context.new_page()
    phone.set_default_timeout(LONG)
    bind(phone, live_server.url, code, PIN)
    nobody_opens(phone, street, shoot)
    context.close()

    alert = Alert.objects.get()
    assert (alert.person, alert.why, alert.state) == (street.lu, "nobody", "raised")
    answer_the_alarm(desk, alert, shoot)
    alert.refresh_from_db()
    assert (alert.state, alert.outcome, alert.closed_by) == ("closed", "helped", street.officer)
    assert Due.objects.get(kind="meal", person=street.lu).state in ("met", "met_late")
    desk.goto(f"/fed/{today}/")
    shoot(desk, "morning-fed")
    text = desk.locator("main").inner_text()
    assert "陆根宝" in text and "没听见门铃" in text, "who was not fed, and what was done about it"


def nobody_opens(phone, street, shoot) -> None:
    """At one door the box is handed over, at Lu's nobody answers: the driver says so and drives on."""
    for _door in range(2):
        if "怀德路454弄" in phone.inner_text(".drop h2"):
            tap(phone, "交到本人")
            phone.wait_for_selector(".drop h2:has-text('怀德路20弄'), .trip h2:has-text('送完')")
        else:
            tap(phone, "没人应门")
            tap(phone, "是的，没人应门，告诉办公室")
            phone.wait_for_selector("#told[data-heard=true]")
            shoot(phone, "morning-nobody")
            numbers = [a.get_attribute("href") for a in phone.locator(".panel .call").all()]
            assert numbers == ["tel:13917009999", "tel:13917001111"], "his own first, then his son"
            phone.reload()
            phone.wait_for_selector(".tabs")
    phone.wait_for_function(RECEIVED)


def answer_the_alarm(desk, alert: Alert, shoot) -> None:
    """By keys: open it, take it, ring in order, write down how it ended."""
    desk.goto("/alerts/")
    assert "陆根宝" in desk.locator("main").inner_text()
    desk.goto(f"/alerts/{alert.pk}/")
    numbers = [a.get_attribute("href") for a in desk.locator(".numbers a[href^='tel:']").all()]
    assert numbers[:2] == ["tel:13917009999", "tel:13917001111"]
    shoot(desk, "morning-alert")
    desk.keyboard.press("1")
    desk.wait_for_selector("#note")
    desk.locator("#note").fill("没听见门铃，儿子陪着吃上了")
    desk.locator("button[name=outcome][value=helped]").click()
    desk.wait_for_load_state()
