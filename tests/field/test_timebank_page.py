"""The elder's wall card confirms hours on the giver's phone, without signal: a real camera stream, a real square; another's card does not."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from qianshou.access.operations.devices import issue_card
from qianshou.association.models import TimebankHours
from qianshou.care.models import Link
from qianshou.kernel import clock
from qianshou.people.operations.wall_codes import wall_codes
from qianshou.people.rules.wall import square_text
from tests.association.timebank_street import balance, founds, joins
from tests.cast import LONG_AGO
from tests.field.chromium import bind, browser_on, page_of, tap
from tests.field.phone import PIN
from tests.field.test_field_page import all_received
from tests.field.test_scan_the_door import filmed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_her_card_confirms_without_signal_and_another_does_not(cast, live_server, tmp_path):
    founds(cast)
    joins(cast, cast.tan.person)
    Link.objects.create(elder=cast.lu, carer=cast.tan, street=cast.street, rank="primary", since=LONG_AGO)
    wall = wall_codes(person_ids=[cast.shen.pk, cast.lu.pk], now=clock.now())
    code = issue_card(user=cast.tan.person.user, now=clock.now(), by=cast.officer)[1]
    flags = filmed(square_text(wall[cast.shen.pk], live_server.url), tmp_path / "shen.y4m")
    with browser_on(tmp_path / "phone", flags=flags) as phone:
        page = page_of(phone)
        bind(page, live_server.url, code, PIN)
        page.goto(f"{live_server.url}/field/#me")
        phone.set_offline(True)
        for name in ("陆根宝", "沈玉芳"):
            tap(page, "记时间")
            page.select_option("#hours-who", label=name)
            tap(page, "记下来")
            page.wait_for_function(f"() => document.querySelector('.bank').innerText.includes('{name}')")
        lu, shen = page.locator("[data-entry]", has_text="陆根宝"), page.locator("[data-entry]", has_text="沈玉芳")
        lu.get_by_role("button", name="老人扫卡确认").click()
        page.wait_for_function("() => (document.querySelector('.scan-line') || {}).textContent?.includes('沈玉芳')")
        assert "陆根宝：谭美华在" in page.inner_text(".bank-ask")
        assert Axe().run(page).violations_count == 0
        tap(page, "先不扫，由办公室问老人")
        shen.get_by_role("button", name="老人扫卡确认").click()
        page.wait_for_selector("[data-mark=card]")
        assert not TimebankHours.objects.exists()
        phone.set_offline(False)
        all_received(page, 3)
        page.wait_for_function("() => document.querySelector('.bank').dataset.balance === '60'")
        assert "扫卡确认 · 存入1:00" in shen.inner_text() and lu.get_attribute("data-mark") == "logged"
        assert page.complaints == []
    assert {row.elder.name: (row.state, row.said_by) for row in TimebankHours.objects.select_related("elder")} == {"陆根宝": ("logged", ""), "沈玉芳": ("confirmed", "card")}
    assert balance(cast, cast.tan.person) == 60
