"""The morning of a meal by keys: a call before the cut-off, the cut-off, the kitchen's sheet, and a call after it that wants a reason."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import Order
from tests.browser.conftest import fits
from tests.browser.ways import WAYS
from tests.cast import DAY, contact, telephone
from tests.meals_orders.days import AFTER, BEFORE, CUT_OFF, LONG_BEFORE, ordered, stand

LONG = 30_000


@pytest.fixture
def street(cast):
    """Two people with standing orders, a menu, a meal point."""
    dishes = [("big_meat", "肉饼炖蛋"), ("small_meat", "咖喱土豆"), ("vegetable", "卷心菜"), ("soup", "黄豆猪手汤")]
    meals.set_menu(street_id=cast.street.pk, day=DAY, dishes=dishes, now=LONG_BEFORE)
    telephone(cast.lu, "13817009999")
    contact(cast.lu, "陆明", "儿子", "13917001111")
    stand(cast.shen)
    stand(cast.lu)
    return cast


def call(page, typed: str) -> None:
    """Somebody rings: type, Enter."""
    page.goto("/orders/phone/")
    assert page.evaluate("document.activeElement.id") == "caller-q", "whoever types at once types into the search"
    page.keyboard.type(typed)
    page.wait_for_selector(".pick-line", timeout=LONG)
    page.keyboard.press("Enter")
    page.wait_for_selector("#week", timeout=LONG)


def test_a_call_the_cut_off_the_kitchen_and_a_call_that_comes_too_late(street, visit, axe, shoot):
    with clock.frozen(BEFORE):
        page = visit(street.officer)
        call(page, "syf")  # her initials
        assert page.evaluate("document.activeElement.name") == f"n-{DAY}-lunch"
        shoot(page, "orders-phone-person-zh")
        assert axe(page) == []
        page.keyboard.type("2")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.type("0")
        page.keyboard.press("Enter")
        page.wait_for_selector(".toast", timeout=LONG)
        assert "改了 2 餐" in page.locator(".toast").inner_text() and "11-26 不要午餐" in page.locator(".toast").inner_text()
        assert page.evaluate("document.activeElement.id") == "caller-q", "ready for the next caller"
    with clock.frozen(CUT_OFF):
        meals.take_owed_orders(street_id=street.street.pk, now=CUT_OFF)
        assert ordered() == {"沈玉芳": 2, "陆根宝": 1}
    with clock.frozen(AFTER):
        page.goto(f"/kitchen/{DAY}/")
        assert "3" in page.locator(".totals").inner_text() and "肉饼炖蛋" in page.locator(".dishes").inner_text()
        shoot(page, "kitchen-day-zh")
        assert axe(page) == []
        call(page, "13817009999")  # his telephone
        assert "陆根宝" in page.locator("h1").inner_text()
        page.locator(f"[name='n-{DAY}-lunch']").focus()
        page.keyboard.type("0")
        page.keyboard.press("Enter")
        page.wait_for_selector("#error", timeout=LONG)
        assert "写明为什么改" in page.locator("#error").inner_text() and ordered()["陆根宝"] == 1
        assert page.locator(f"[name='n-{DAY}-lunch']").input_value() == "0", "what was typed stays"
        assert page.evaluate("document.activeElement.id") == "reason"
        shoot(page, "orders-phone-reason-zh")
        assert axe(page) == []
        page.keyboard.type("送医院了")
        page.keyboard.press("Enter")
        page.wait_for_selector(".toast", timeout=LONG)
        assert ordered() == {"沈玉芳": 2}
        page.goto(f"/kitchen/{DAY}/")
        assert "送医院了" in page.content() and "不要餐盒" in page.content()
        page.goto("/orders/phone/")
        shoot(page, "orders-phone-zh")


def test_undo_by_key_gives_the_meal_back(street, visit):
    with clock.frozen(BEFORE):
        page = visit(street.officer)
        call(page, "陆根宝")
        page.keyboard.type("0")
        page.keyboard.press("Enter")
        page.wait_for_selector(".toast", timeout=LONG)
        page.keyboard.press("Escape")
        page.keyboard.press("u")
        page.wait_for_selector("#week", timeout=LONG)
        assert page.locator(f"[name='n-{DAY}-lunch']").input_value() == "1"


def test_the_arrows_choose_another_one_of_those_found(street, visit):
    with clock.frozen(BEFORE):
        page = visit(street.officer)
        page.goto("/orders/phone/")
        assert page.evaluate("document.activeElement.id") == "caller-q"
        page.keyboard.type("怀德路")
        page.wait_for_selector(".pick-line >> nth=2", timeout=LONG)
        second = page.locator(".pick-line >> nth=1").locator("b").inner_text()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_selector("#week", timeout=LONG)
        assert page.locator("h1").inner_text() == second


@pytest.mark.parametrize(("language", "size"), WAYS)
def test_the_kitchen_writes_on_its_tablet(street, visit, axe, shoot, size, language):
    with clock.frozen(CUT_OFF):
        meals.take_owed_orders(street_id=street.street.pk, now=CUT_OFF)
    with clock.frozen(clock.at(DAY, time(10, 50))):  # the first box should be leaving
        page = visit(street.kitchen, language=language, size=size)
        page.goto(f"/kitchen/{DAY}/tablet/")
        first = page.locator("article").first
        first.locator("button.big").first.click()
        page.wait_for_selector(".toast", timeout=LONG)
        page.locator("article").first.locator("[name=celsius]").fill("65,5")
        page.locator("article").first.locator("button[value=cooked]").click()
        page.wait_for_selector("article .state.late", timeout=LONG)
        shoot(page, f"kitchen-tablet-{size}-{language[:2]}")
        assert axe(page) == [] and fits(page)
        page.goto(f"/kitchen/{DAY}/")
        shoot(page, f"kitchen-day-{size}-{language[:2]}")
        assert axe(page) == [] and fits(page)
        page.goto(f"/kitchen/{DAY + timedelta(days=1)}/")
        shoot(page, f"kitchen-empty-{size}-{language[:2]}")
        assert axe(page) == [] and fits(page)
    assert Order.objects.count() == 2
