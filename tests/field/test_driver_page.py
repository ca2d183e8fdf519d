"""A driver's round in a real browser at 390 px, without signal: every word at a door, taken back, and the alarm at the office afterwards."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from qianshou.access.operations.devices import issue_card
from qianshou.acts.models import Act
from qianshou.kernel import clock
from qianshou.meals.models import MOVE_STANDS, BoxMove, Cart, Delivery, Order
from qianshou.meals.operations import Drop, put_on_carts
from qianshou.watch.models import Alert
from tests.cast import NOON, contact, elder, telephone
from tests.field.chromium import bind, browser_on, page_of, tap
from tests.field.phone import PIN
from tests.field.test_field_page import all_received, check
from tests.meals.round import at
from tests.meals_orders.days import LUNCH, stand, take

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("QIANSHOU_SHOTS")


@pytest.fixture
def orders(cast) -> dict[str, int]:
    """Today: Shen; two neighbours behind one entrance; after a second loading Lu. Order ids by name."""
    day = clock.today()
    first = elder(cast.street, cast.huaide, "顾阿大", cast.lane, "8号101室", date(1936, 1, 1), "310110193601010011", NOON)
    second = elder(cast.street, cast.huaide, "顾阿二", cast.lane, "8号203室", date(1937, 1, 1), "310110193701010020", NOON)
    telephone(cast.lu, "13917009999")
    contact(cast.lu, "陆明", "儿子", "13917001111")
    cast.lu.file.access_note = "三楼，多敲一会儿"
    cast.lu.file.save()
    people = [cast.shen, first, second, cast.lu]
    for person in people:
        stand(person, since=day)
    take(cast.street, day, at(8, 30, day))
    cart = Cart.objects.create(street=cast.street, name="一号车", boxes=60, driver=cast.driver)
    found = {o.person.name: o.pk for o in Order.objects.filter(day=day, meal=LUNCH).select_related("person")}
    ways = [("沈玉芳", 1, 1, at(11, 0, day)), ("顾阿大", 1, 2, at(11, 10, day)), ("顾阿二", 1, 3, at(11, 10, day)), ("陆根宝", 2, 1, at(11, 45, day))]
    drops = [Drop(found[name], cart.pk, cast.driver.pk, trip, position, when) for name, trip, position, when in ways]
    put_on_carts(street_id=cast.street.pk, day=day, meal=LUNCH, drops=drops, now=at(9, 0, day), by_id=cast.officer.pk)
    return found


@pytest.fixture
def code(cast):
    return issue_card(user=cast.driver, now=clock.now(), by=cast.officer)[1]


def shoot(page, name: str) -> None:
    """A picture where QIANSHOU_SHOTS points."""
    if SHOTS:
        page.wait_for_timeout(150)
        page.screenshot(path=str(Path(SHOTS) / f"driver-{name}.png"), full_page=True)


def state(order: int) -> str:
    return Delivery.objects.get(order_id=order).state


def test_a_round_without_signal_and_the_alarm_when_it_comes_back(cast, orders, code, live_server, tmp_path, client):
    with browser_on(tmp_path) as phone:
        page = page_of(phone)
        bind(page, live_server.url, code, PIN)
        assert page.inner_text(".drop h2") == "怀德路454弄15号二楼前楼"
        assert "装第 1 趟：3 盒" in page.inner_text(".trip h2") and "3 家做了 0 家" in page.inner_text(".head")
        shoot(page, "1-first")
        phone.set_offline(True)
        page.click("[data-stepper=temperature] button >> nth=1")
        page.click("[data-stepper=temperature] button >> nth=0")
        assert "59 °C" in page.inner_text("[data-stepper=temperature]") and "太凉了" in page.inner_text(".drop .error")
        page.click("[data-stepper=empty] button >> nth=1")
        shoot(page, "2-cold")
        tap(page, "交到本人")
        page.wait_for_selector("[data-door] h2:has-text('8号')")
        assert page.inner_text(".drop h2") == "怀德路454弄8号" and page.locator(".drop .box").count() == 2
        shoot(page, "3-two-people")
        tap(page, "2 人都交到了")
        page.wait_for_selector(".trip h2:has-text('回厨房，装第 2 趟：1 盒')")
        shoot(page, "4-next-trip")
        tap(page, "没人应门")
        assert page.locator(".panel .call").count() == 2
        shoot(page, "5-nobody")
        tap(page, "是的，没人应门，告诉办公室")
        page.wait_for_selector("#told[data-heard=false]")
        assert "一有信号" in page.inner_text("#told")
        assert [a.get_attribute("href") for a in page.locator(".panel .call").all()] == ["tel:13917009999", "tel:13917001111"]
        shoot(page, "6-told")
        assert not Act.objects.exists()
    with browser_on(tmp_path, offline=True) as phone:  # the phone was off, and there is still no signal
        page = page_of(phone)
        page.goto(f"{live_server.url}/field/")
        page.wait_for_selector(".trip h2:has-text('这一轮都送完了')")
        assert "3 家做了 3 家" in page.inner_text(".head")
        shoot(page, "7-all")
        page.click(f"[data-row-door='{orders['沈玉芳']}']")
        tap(page, "点错了")
        page.wait_for_selector(f"[data-order='{orders['沈玉芳']}'][data-state=planned]")
        tap(page, "交给邻居")
        tap(page, "沈明")
        page.wait_for_selector(f"[data-row-door='{orders['沈玉芳']}']")
        phone.set_offline(False)
        all_received(page, 6)  # handed, two neighbours, nobody, taken back, to a neighbour
        page.wait_for_selector(f"[data-row-door='{orders['沈玉芳']}'] [data-mark=neighbour]")
        shoot(page, "8-received")
        tap(page, "已交回厨房")
        all_received(page, 7)
        assert page.complaints == []
    assert {name: state(pk) for name, pk in orders.items()} == {"沈玉芳": "neighbour", "顾阿大": "handed", "顾阿二": "handed", "陆根宝": "nobody"}
    assert sorted(BoxMove.objects.filter(MOVE_STANDS).values_list("kind", flat=True)) == ["out", "out", "out", "unopened"]
    alert = Alert.objects.get()
    client.force_login(cast.officer, backend="qianshou.access.backends.PasswordBackend")
    text = client.get(reverse("alerts-one", args=[alert.pk])).content.decode()
    assert (alert.why, alert.person) == ("nobody", cast.lu)
    assert 0 < text.index("tel:13917009999") < text.index("tel:13917001111")


def test_a_mistaken_nobody_is_taken_back_on_the_phone(cast, orders, code, live_server, tmp_path):
    # Before the meal is over: afterwards an alarm stays although it was raised by mistake, for then she has not had her meal.
    with clock.frozen(at(11, 20, clock.today())), browser_on(tmp_path) as phone:
        page = page_of(phone)
        bind(page, live_server.url, code, PIN)
        tap(page, "没人应门")
        tap(page, "是的，没人应门，告诉办公室")
        page.wait_for_selector("#told[data-heard=true]")
        assert "已经知道了" in page.inner_text("#told") and Alert.objects.get().state == "raised"
        tap(page, "接着送下一家")
        page.click(f"[data-row-door='{orders['沈玉芳']}']")
        tap(page, "点错了")
        all_received(page, 2)
        tap(page, "不要")
        tap(page, "已经吃过了")
        all_received(page, 3)
    assert (Alert.objects.get().outcome, state(orders["沈玉芳"])) == ("taken_back", "refused")


def test_each_person_of_a_door_is_answered_alone(cast, orders, code, live_server, tmp_path):
    with browser_on(tmp_path) as phone:
        page = page_of(phone)
        bind(page, live_server.url, code, PIN)
        page.click(f"[data-row-door='{orders['顾阿大']}']")
        page.locator(f"[data-order='{orders['顾阿二']}']").get_by_role("button", name="交到本人").click()
        page.wait_for_selector(f"[data-order='{orders['顾阿二']}'][data-state=handed]")
        page.locator(f"[data-order='{orders['顾阿大']}']").get_by_role("button", name="别的情况").click()
        tap(page, "带回厨房")
        tap(page, "进不去、到不了门口")
        all_received(page, 2)
    assert (state(orders["顾阿大"]), state(orders["顾阿二"])) == ("back", "handed")


def test_accessible_in_both_languages(cast, orders, code, live_server, tmp_path):
    with browser_on(tmp_path) as phone:
        page = page_of(phone)
        bind(page, live_server.url, code, PIN)
        for words in ("zh-hans", "en"):
            page.click("a[href='#me']")
            page.click(f"[data-value={words}]")
            check(page)
            for tab in ("tomorrow", "today"):
                page.click(f"a[href='#{tab}']")
                check(page)
        for name in ("To a neighbour", "Nobody answers", "Refused", "Back to the kitchen", "Call", "Report a concern"):
            tap(page, name)
            page.wait_for_selector(".panel")
            check(page)
            page.keyboard.press("Escape")
            page.wait_for_selector(".panel", state="detached")
        page.click(f"[data-row-door='{orders['顾阿大']}']")
        check(page)
        shoot(page, "9-english")
        assert page.complaints == []
