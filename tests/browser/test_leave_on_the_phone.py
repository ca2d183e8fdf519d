"""A carer asks for leave without signal; the office sees which visit it leaves open and grants it; her phone says so, and a second one is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from qianshou.access.operations.devices import issue_card
from qianshou.care.models import Absence
from qianshou.kernel import clock
from qianshou.merit.models import LeaveRequest
from tests.browser.conftest import fits
from tests.field.chromium import PHONE, UNSENT, bind, tap
from tests.field.conftest import publish
from tests.field.conftest import visit as planned
from tests.field.phone import PIN

pytestmark = pytest.mark.django_db(transaction=True)


def test_leave_is_asked_for_without_signal_and_granted(cast, chromium, live_server, visit, axe, shoot):
    tomorrow, troubles, complaints = clock.today() + timedelta(days=1), [], []
    publish(cast, tomorrow, (cast.tan, planned(cast, cast.shen, day=tomorrow)))
    code = issue_card(user=cast.tan.person.user, now=clock.now(), by=cast.officer)[1]
    context = chromium.new_context(**PHONE)
    phone = context.new_page()
    phone.on("pageerror", lambda error: complaints.append(str(error)))
    bind(phone, live_server.url, code, PIN)
    phone.goto(f"{live_server.url}/field/#me")
    expect(phone.locator(".leaves")).to_contain_text("没有请假")
    context.set_offline(True)
    tap(phone, "我要请假")
    troubles += axe(phone)
    tap(phone, "向办公室请假")
    expect(phone.locator(".panel .error")).to_contain_text("请选请什么假")
    phone.select_option("#leave-kind", label="病假")
    phone.fill("#leave-first", tomorrow.isoformat())
    phone.dispatch_event("#leave-first", "change")
    phone.fill("#leave-last", (tomorrow + timedelta(days=1)).isoformat())
    phone.dispatch_event("#leave-last", "change")
    expect(phone.locator(".panel [role=status]")).to_contain_text("满2天要交证明材料")
    phone.fill("#leave-text", "膝盖疼，去拍片子")
    shoot(phone, "leave-phone-panel")
    tap(phone, "向办公室请假")
    expect(phone.locator(".leaves [data-mark=saved]")).to_contain_text("病假 · 2 天")
    assert not LeaveRequest.objects.exists()
    phone.reload()  # what she asked for is on the phone
    tap(phone, "我要请假")
    phone.select_option("#leave-kind", label="事假")
    phone.select_option("#leave-half", label="只请上午")
    phone.fill("#leave-first", tomorrow.isoformat())
    tap(phone, "向办公室请假")
    expect(phone.locator(".panel .error")).to_contain_text("已经请过假了")
    phone.fill("#leave-first", (tomorrow + timedelta(days=7)).isoformat())
    tap(phone, "向办公室请假")
    expect(phone.locator(".leaves [data-mark=saved]")).to_have_count(2)

    context.set_offline(False)
    expect(phone.locator(".leaves [data-mark=open]")).to_have_count(2, timeout=40_000)
    troubles += axe(phone)
    shoot(phone, "leave-phone-open")
    phone.locator(".leaves li", has_text="事假").get_by_role("button", name="不请了，收回").click()
    expect(phone.locator(".leaves li")).to_have_count(1)
    phone.wait_for_function(f"() => ({UNSENT})() === 0")

    desk = visit(cast.officer)
    desk.goto("/today/")
    desk.get_by_role("link", name="答复").click()
    expect(desk.locator("main")).to_contain_text("膝盖疼，去拍片子")
    expect(desk.locator(".opens")).to_contain_text("沈玉芳")
    troubles += axe(desk)
    shoot(desk, "leave-desk-open")
    desk.get_by_label("答复").fill("好好看病")
    desk.get_by_role("button", name="准假").first.click()
    expect(desk.locator("main")).to_contain_text("已准假")
    assert Absence.objects.get(cancelled_at=None).days == 2
    phone.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.locator(".leaves [data-mark=granted]")).to_contain_text("好好看病")
    shoot(phone, "leave-phone-granted")
    assert LeaveRequest.objects.filter(state="taken_back").count() == 1 and fits(phone) and fits(desk) and complaints == []
    assert not troubles, "\n".join(troubles)
    context.close()
