"""A volunteer writes hours down on her phone without signal; they arrive, the officer confirms, and both see that she has more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from qianshou.access.operations.devices import issue_card
from qianshou.association.models import TimebankHours
from qianshou.association.operations import timebank_asks
from qianshou.kernel import clock
from tests.association.timebank_street import asks, balance, founds, joins
from tests.browser.conftest import fits
from tests.field.chromium import PHONE, bind, tap
from tests.field.phone import PIN

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def agreed(cast):
    """Shen asked for an hour of talking today, and Qiu said that she goes."""
    founds(cast)
    member, ask = joins(cast, cast.volunteer.person), asks(cast, cast.shen, service="talking", on=clock.today(), note="想听越剧")
    by = {"now": clock.now(), "by_id": cast.officer.pk}
    match = timebank_asks.propose_member(ask_id=ask.pk, member_id=member.pk, **by)
    timebank_asks.agree_to_go(match_id=match.pk, **by)
    return ask


def test_hours_come_from_the_phone_and_grow_on_both_sides(cast, agreed, chromium, live_server, visit, axe, shoot):
    troubles, complaints = [], []
    code = issue_card(user=cast.volunteer.person.user, now=clock.now(), by=cast.officer)[1]
    context = chromium.new_context(**PHONE)
    phone = context.new_page()
    phone.on("pageerror", lambda error: complaints.append(str(error)))
    bind(phone, live_server.url, code, PIN)
    phone.goto(f"{live_server.url}/field/#me")
    expect(phone.locator(".bank")).to_contain_text("您有0:00小时")
    expect(phone.locator("[data-ask]")).to_contain_text("沈玉芳")
    troubles += axe(phone)
    shoot(phone, "hours-phone-tasks")

    context.set_offline(True)
    tap(phone, "去过了，记一笔")
    troubles += axe(phone)
    shoot(phone, "hours-phone-panel")
    phone.fill("#hours-minutes", "5")
    tap(phone, "记下来")
    expect(phone.locator(".panel .error")).to_contain_text("至少15分钟")
    tap(phone, "60 分钟")
    phone.fill("#hours-day", (clock.today() - timedelta(days=1)).isoformat())  # at any hour of the day at which this test runs its times are over
    for field, time in (("#hours-from", "09:00"), ("#hours-until", "09:00")):
        phone.fill(field, time)
    tap(phone, "记下来")
    expect(phone.locator(".panel .error")).to_contain_text("几点到几点要写全")
    phone.fill("#hours-until", "10:30")
    phone.dispatch_event("#hours-until", "change")
    expect(phone.locator("#hours-minutes")).to_have_value("90")
    shoot(phone, "hours-phone-times")
    phone.fill("#hours-text", "陪她听戏")
    tap(phone, "记下来")
    expect(phone.locator("[data-mark=saved]")).to_contain_text("陪她听戏")
    expect(phone.locator("[data-ask]")).to_have_count(0)
    assert not TimebankHours.objects.exists()
    phone.reload()  # the page and what she wrote are on the phone
    expect(phone.locator("[data-mark=saved]")).to_contain_text("9:00–10:30")
    troubles += axe(phone)
    shoot(phone, "hours-phone-saved")

    context.set_offline(False)
    expect(phone.locator("[data-mark=logged]")).to_contain_text("待确认", timeout=40_000)
    row = TimebankHours.objects.get()
    assert (row.minutes, row.note, row.ask, row.logged_by) == (90, "陪她听戏", agreed, cast.volunteer.person.user)

    desk = visit(cast.officer)
    desk.goto("/timebank/hours/")
    expect(desk.locator("main")).to_contain_text("9:00–10:30")
    desk.check(f"input[name=hours][value='{row.pk}']")
    desk.check("input[name=said_by][value=officer]")
    desk.click("text=确认勾选的")
    desk.goto(f"/timebank/people/{cast.volunteer.person.pk}/")
    expect(desk.locator("main")).to_contain_text("1:30")
    phone.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.locator(".bank")).to_contain_text("您有1:30小时")
    expect(phone.locator("[data-mark=confirmed]")).to_contain_text("办公室确认")
    shoot(phone, "hours-phone-confirmed")
    assert fits(phone) and balance(cast, cast.volunteer.person) == 90 and complaints == []
    assert not troubles, "\n".join(troubles)
    context.close()
