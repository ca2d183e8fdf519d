"""An officer at the visits that nobody makes: what would mend it stands first, a click makes it, the reasons are folded in."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from qianshou.kernel import clock
from qianshou.rounds import operations
from qianshou.rounds.models import Stop
from tests.cast import DAY, NOON
from tests.rounds.days import MORNING, too_much

expect.set_options(timeout=20_000)


@pytest.fixture
def crowded(cast):
    visits = too_much(cast)
    operations.plan_day(street_id=cast.street.pk, day=DAY, moves=150, now=MORNING, by_id=cast.officer.pk)
    with clock.frozen(NOON):
        yield cast, visits


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_left_over(crowded, visit, look, shoot, language):
    cast, _ = crowded
    page = visit(cast.officer, language=language)
    page.goto(f"/rounds/{DAY}/")
    shoot(page, f"unserved-{language[:2]}")
    for one in page.locator("details.why").all():
        one.locator("summary").click()
    assert look(page, "unserved-open", language) == []


def test_a_mend_is_asked_back_with_its_reason(crowded, visit, shoot):
    cast, visits = crowded
    page = visit(cast.officer)
    page.goto(f"/rounds/{DAY}/")
    mine = page.locator(".left-over", has_text="16:45")
    mine.locator(".mends button").first.click()
    why = page.locator("#why")
    expect(why).to_have_value(mine.locator(".mends li span").first.inner_text())
    shoot(page, "unserved-asked")
    page.locator("#asked button").click()
    expect(page.locator(".left-over", has_text="16:45")).to_have_count(0)
    assert Stop.objects.filter(visit=visits["late"]).exists()
