"""The boxes at the tablet and at the desk: a batch is started and ended, a wrong entry taken back by a key; nobody stumbles, nothing is too wide."""

from __future__ import annotations

from uuid import uuid4

import pytest

from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import Cart, WashBatch
from qianshou.people.models import ElderFile
from tests.browser.conftest import fits
from tests.browser.ways import WAYS
from tests.cast import NOON
from tests.meals_boxes.days import DAYS, buy, door, there

LONG = 30_000


@pytest.fixture
def street(cast):
    """Two carts, boxes out for five days with somebody in hospital, one that nobody wrote out, a batch that failed."""
    one, two = [Cart.objects.create(street=cast.street, name=name, boxes=60, position=n) for n, name in enumerate(("一号车", "二号车"))]
    buy(cast, 120)
    ElderFile.objects.filter(pk=cast.bao.pk).update(status="hospital")
    door(cast.shen, out=2, at=NOON - 5 * DAYS, cart=one)
    door(cast.bao, out=1, at=NOON - 4 * DAYS, cart=one)
    door(cast.shen, out=1, back=1, cart=one)
    door(cast.lu, out=1, back=12, full=1, cart=two)
    more = {"now": NOON, "by_id": cast.kitchen.pk}
    batch = meals.start_wash(street_id=cast.street.pk, boxes=6, key=uuid4(), **more)
    meals.fail_wash(batch_id=batch.pk, note="跳闸停电", celsius=60, key=uuid4(), **more)
    return cast


def test_a_batch_on_the_tablet(street, visit, axe, shoot):
    with clock.frozen(NOON):
        page = visit(street.kitchen)
        page.set_viewport_size({"width": 1024, "height": 768})
        page.goto("/boxes/")
        assert page.locator("#wash-n").input_value() == "14", "all that is in the sink"
        assert axe(page) == [] and fits(page)
        shoot(page, "boxes-tablet-empty-zh")
        page.locator("#wash-n").fill("8")
        page.get_by_role("button", name="开始").click()
        page.wait_for_selector(".toast", timeout=LONG)
        assert there(street)["washer"] == 8
        batch = WashBatch.objects.get(state="running")
        page.locator(f"#c{batch.pk}").fill("90")
        page.locator(f"#m{batch.pk}").fill("15")
        shoot(page, "boxes-tablet-running-zh")
        assert page.get_by_role("button", name="洗净，上架").bounding_box()["height"] >= 60
        page.get_by_role("button", name="洗净，上架").click()
        page.wait_for_selector(".toast.error", timeout=LONG)
        assert "至少 100 ℃" in page.locator(".toast").inner_text() and there(street)["washer"] == 8
        page.locator(f"#c{batch.pk}").fill("121")
        page.locator(f"#m{batch.pk}").fill("15")
        page.get_by_role("button", name="洗净，上架").click()
        page.wait_for_selector(".toast.success", timeout=LONG)
        assert "washer" not in there(street)
        page.keyboard.press("u")
        page.locator(".toast", has_text="已撤回").wait_for(timeout=LONG)
        assert there(street)["washer"] == 8


@pytest.mark.parametrize(("language", "size"), WAYS)
def test_pages_fit_and_nobody_stumbles(street, visit, axe, shoot, language, size):
    with clock.frozen(NOON):
        page = visit(street.officer, language, size)
        for name, path in {
            "home": "/boxes/", "all": "/boxes/?show=all", "person": f"/boxes/person/{street.shen.pk}/", "difference": f"/boxes/person/{street.lu.pk}/",
            "orders": f"/orders/person/{street.shen.pk}/", "board": "/today/",
        }.items():  # fmt: skip
            page.goto(path)
            if name == "home":
                page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            shoot(page, f"boxes-{name}-{language}-{size}")
            assert fits(page), path
            assert axe(page) == []


def test_empty_book(cast, visit, axe, shoot):
    with clock.frozen(NOON):
        page = visit(cast.officer)
        page.goto("/boxes/")
        shoot(page, "boxes-empty-zh")
        assert axe(page) == [] and page.locator("#n-buy").is_visible()
