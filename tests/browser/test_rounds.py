"""An officer at the rounds: keys, dragging, insisting, publishing; every width and language."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from qianshou.kernel import clock
from qianshou.rounds import operations
from qianshou.rounds.models import Stop
from tests.cast import DAY, NOON
from tests.rounds.days import MORNING, six

expect.set_options(timeout=20_000)  # two cores may be busy with other tests


@pytest.fixture
def tuesday(cast):
    """The cast's Tuesday, planned, at noon."""
    visits = six(cast)
    operations.plan_day(street_id=cast.street.pk, day=DAY, moves=150, now=MORNING, by_id=cast.officer.pk)
    with clock.frozen(NOON):
        yield cast, visits


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_of_the_rounds(tuesday, visit, look, language):
    cast, _ = tuesday
    page = visit(cast.officer, language=language)
    troubles = []
    for name, url in {"day": f"/rounds/{DAY}/", "empty": "/rounds/2026-11-29/", "paper": f"/rounds/{DAY}/paper/"}.items():
        page.goto(url)
        troubles += look(page, f"rounds-{name}", language)
    assert not troubles, "\n".join(troubles)


def test_changing_a_day_with_keys_and_by_dragging(tuesday, visit, axe, shoot):
    cast, visits = tuesday
    page = visit(cast.officer)
    page.set_viewport_size({"width": 1440, "height": 1800})
    page.goto(f"/rounds/{DAY}/")
    walk = Stop.objects.get(visit=visits["walk"])
    mine = page.locator(f'.stop[data-visit="{walk.visit_id}"]')
    mine.focus()
    page.keyboard.press("p")
    expect(mine).to_have_attribute("data-pinned", "carer")
    expect(mine).to_be_focused()
    page.keyboard.press("p")
    expect(mine).to_have_attribute("data-pinned", "order")
    page.keyboard.press("u")
    expect(mine).to_have_attribute("data-pinned", "carer")
    # All columns in view: Playwright would scroll between pressing the button and moving, and so let go of the stop.
    page.locator(".columns").evaluate("el => { el.style.gridAutoColumns = '218px' }")
    # Qiu is a volunteer: walking is not hers, so the page asks back, and the officer insists.
    hers = page.locator(f'.column[data-carer="{cast.volunteer.pk}"]')
    mine.drag_to(hers.locator("header"))
    expect(page.locator("#asked")).to_be_visible()
    assert axe(page) == []
    shoot(page, "rounds-asked-desk-zh")
    page.fill("#why", "邻居，说好了")
    page.click("#asked button.main")
    expect(hers.locator(f'.stop[data-visit="{walk.visit_id}"]')).to_be_visible()
    assert Stop.objects.get(visit=visits["walk"]).insisted_why == "邻居，说好了"
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    expect(page.locator(f'.column[data-carer="{walk.carer_id}"] .stop[data-visit="{walk.visit_id}"]')).to_be_visible()
    page.keyboard.press("f")
    expect(page.locator(".head .state.done")).to_be_visible()
    assert axe(page) == []
