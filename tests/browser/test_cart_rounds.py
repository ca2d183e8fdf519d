"""The carts of a lunch at the desk: the sum, plan, a stop moved by hand, a cart that breaks down, published; the fleet page; both languages, desk and phone."""

from __future__ import annotations

import pytest

from qianshou.kernel import clock
from qianshou.meals.models import Cart, Delivery
from qianshou.rounds.models import CartDay, CartStop
from qianshou.rounds.operations import carts
from tests.browser.conftest import fits
from tests.carts_rounds.meals import MORNING, TURNS, Desk, lunch, say
from tests.cast import DAY
from tests.meals_orders.days import LUNCH

PAGE = f"/carts/{DAY}/{LUNCH}/"
LONG = 30_000


@pytest.fixture
def people(cast):
    return lunch(cast)


def stop(page, name: str):
    return page.locator(f".stop:has-text('{name}')").first


def test_plan_move_by_hand_and_publish(cast, people, visit, axe, shoot):
    with clock.frozen(MORNING):
        page = visit(cast.officer)
        page.goto(PAGE)
        assert "先算一笔账" in page.locator(".sum").inner_text() and "8" in page.locator(".sum").inner_text()
        shoot(page, "carts-sum-zh")
        assert axe(page) == []
        page.keyboard.press("a")
        page.wait_for_selector("progress#planning", timeout=LONG)
        row = CartDay.objects.get(day=DAY)
        carts.plan_carts(street_id=cast.street.pk, day=DAY, meal=LUNCH, turns=TURNS, now=MORNING, by_id=cast.officer.pk, version=row.version)
        page.wait_for_selector(".stop", timeout=LONG)
        assert page.locator(".stop").count() == 5 and page.locator(".left-over").count() == 0
        shoot(page, "carts-planned-zh")
        assert axe(page) == []

        taker = Cart.objects.exclude(pk=CartStop.objects.get(order__person=cast.shen).cart_id).get()
        stop(page, "沈玉芳").focus()
        page.select_option("#to-cart", str(taker.pk))
        page.check("#for-good")
        page.click("#chosen-bar [data-do=give]")
        page.wait_for_selector(".note.late[role=alert]", timeout=LONG)
        assert "原因" in page.locator(".note.late[role=alert]").inner_text()
        stop(page, "沈玉芳").focus()
        page.select_option("#to-cart", str(taker.pk))
        page.check("#for-good")
        page.fill("#move-why", "小林认得路")
        page.click("#chosen-bar [data-do=give]")
        page.wait_for_selector(f".column[data-cart='{taker.pk}'] .stop:has-text('沈玉芳')", timeout=LONG)
        assert CartStop.objects.get(order__person=cast.shen).cart_id == taker.pk
        shoot(page, "carts-moved-zh")

        page.keyboard.press("Escape")
        page.locator("h1").click()
        page.keyboard.press("f")
        page.wait_for_selector("text=重新发布", state="hidden", timeout=LONG)
        page.wait_for_selector(".head .state.done", timeout=LONG)
        assert Delivery.objects.get(order__person=cast.shen).cart_id == taker.pk
        assert page.locator(".head").inner_text().count("手机") >= 1


def test_what_changed_is_mended_and_a_cart_out_gives_its_stops_away_on_a_phone(cast, people, visit, axe, shoot):
    desk = Desk(cast)
    desk.do(carts.publish_carts)
    say(cast.lu, 0)
    with clock.frozen(MORNING):
        page = visit(cast.officer, language="en", size="phone")
        page.goto(PAGE)
        assert "Cancelled" in page.locator("#day").inner_text() and fits(page)
        shoot(page, "carts-changed-phone-en")
        assert axe(page) == []
        page.get_by_role("button", name="Bring up to date").click()
        page.wait_for_selector("text=Orders that changed since", state="detached", timeout=LONG)
        assert CartStop.objects.filter(order__person=cast.lu).count() == 0
        lost = CartStop.objects.get(order__person=cast.shen).cart
        column = page.locator(f".column[data-cart='{lost.pk}']")
        column.locator("summary").click()
        column.locator("input[name=why]").fill("flat tyre")
        column.locator("button.grave").click()
        page.wait_for_selector("text=It drives after all", timeout=LONG)
        assert not CartStop.objects.filter(cart=lost).exists() and page.locator(".note.hole").count() >= 1
        shoot(page, "carts-out-phone-en")
        assert axe(page) == []


def test_the_fleet_page(cast, people, visit, axe, shoot):
    with clock.frozen(MORNING):
        page = visit(cast.officer)
        page.goto("/carts/fleet/")
        page.fill("#name-new", "3号车")
        page.fill("#boxes-new", "50")
        page.fill("#range-new", "30")
        page.select_option("#driver-new", str(cast.driver.pk))
        shoot(page, "carts-fleet-zh")
        page.get_by_role("button", name="新增").click()
        page.wait_for_selector("h3:has-text('3号车')", timeout=LONG)
        assert Cart.objects.get(name="3号车").range_m == 30_000
        assert axe(page) == []
        phone = visit(cast.kitchen, language="en", size="phone")
        phone.goto("/carts/fleet/")
        assert fits(phone) and phone.get_by_role("button", name="Add it").count() == 0
        assert axe(phone) == []


def test_empty_pages_say_what_to_do(cast, visit, axe, shoot):
    with clock.frozen(MORNING):
        page = visit(cast.officer, language="en")
        page.goto(PAGE)
        assert "not taken yet" in page.locator("#day").inner_text()
        shoot(page, "carts-empty-en")
        assert axe(page) == []
        page.goto("/carts/fleet/")
        assert "no cart yet" in page.locator("main").inner_text()
        assert axe(page) == []
