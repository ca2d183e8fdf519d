"""A day that goes on, in a browser: add a visit, say who runs late, plan around an absence; every width and language."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from playwright.sync_api import expect

from qianshou.kernel import clock
from qianshou.rounds import operations
from qianshou.rounds.models import Stop
from tests.cast import DAY
from tests.rounds.days import MORNING, absent, six


@pytest.fixture
def tuesday(cast):
    """The cast's Tuesday on the phones, at nine; whoever gives the talk is not there yet."""
    visits = six(cast)
    operations.plan_day(street_id=cast.street.pk, day=DAY, moves=150, now=MORNING, by_id=cast.officer.pk)
    operations.publish_day(street_id=cast.street.pk, day=DAY, by_id=cast.officer.pk, now=MORNING)
    with clock.frozen(clock.at(DAY, time(8, 55))):
        yield cast, visits


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_of_a_day_that_goes_on(tuesday, visit, look, language):
    cast, visits = tuesday
    page = visit(cast.officer, language=language)
    who = visits["talk"].stops.get().carer_id
    asked = f"elder={cast.lu.pk}&service=talking&start=09:30&end=15:00&minutes=30&look=1"
    troubles = []
    for name, url in {
        "behind": f"/rounds/{DAY}/", "late": f"/rounds/{DAY}/late/{who}/?minutes=120", "late-little": f"/rounds/{DAY}/late/{who}/?minutes=5",
        "add-empty": f"/rounds/{DAY}/add/", "add-found": f"/rounds/{DAY}/add/?q=lgb", "add-form": f"/rounds/{DAY}/add/?elder={cast.lu.pk}",
        "add-places": f"/rounds/{DAY}/add/?{asked}", "add-nowhere": f"/rounds/{DAY}/add/?{asked.replace('09:30', '21:00').replace('15:00', '22:00')}",
    }.items():  # fmt: skip
        page.goto(url)
        troubles += look(page, f"replan-{name}", language)
    assert not troubles, "\n".join(troubles)


def test_an_officer_carries_a_day_through(tuesday, visit, axe, shoot):
    cast, visits = tuesday
    page = visit(cast.officer)
    talk = visits["talk"].stops.get()
    page.goto(f"/rounds/{DAY}/")
    page.get_by_role("link", name="看看影响").first.click()
    page.get_by_role("button", name="保存新时间").click()
    expect(page.locator("body")).to_contain_text("新时间已保存")
    assert Stop.objects.get(visit=visits["talk"]).starts_at >= talk.starts_at + timedelta(minutes=10)
    page.get_by_role("link", name="加一次上门").click()
    page.fill("#q", "lgb")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="上门看望陆根宝").click()
    page.get_by_role("button", name="排在哪里最合适？").click()
    page.get_by_text("就这样排").first.click()
    expect(page.locator("body")).to_contain_text("加了陆根宝")
    absent(cast, cast.tan)
    page.reload()
    page.get_by_role("button", name="只动最少，重排一下").click()
    expect(page.locator("#day")).to_contain_text("没有谭美华的安排")
    shoot(page, "replan-without-desk-zh")
    assert not axe(page)
