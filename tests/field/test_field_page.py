"""The page in a real browser: bind, tap, no signal, mistake, PIN, sign out. Real server, real service worker, real IndexedDB."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import strategies as st

from qianshou.access.operations.devices import issue_card
from qianshou.acts.models import Act
from qianshou.acts.rules import BrokenAct, canonical, content_hash
from qianshou.care.models import ClockEvent, Visit
from qianshou.kernel import clock
from qianshou.watch.models import Alert, Concern
from tests.acts.test_act_writing import VALUES
from tests.field.chromium import UNSENT, bind, browser_on, kept, page_of, tap
from tests.field.conftest import publish, visit
from tests.field.phone import PIN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
UNDO_MS = 10_000  # as in outbox.js; the first test waits for it, so that one does
RECEIVED = "() => document.querySelector('.net') && document.querySelector('.net').dataset.unsent === '0'"


@pytest.fixture
def doors(cast):
    """Today: Shen, then Lu with Shao; tomorrow: Shen."""
    day = clock.today()
    shen, lu = visit(cast, cast.shen, day=day), visit(cast, cast.lu, minute=40, service="bathing", carers=2, day=day)
    publish(cast, day, (cast.tan, shen), (cast.tan, lu), (cast.shao, lu))
    publish(cast, day + timedelta(days=1), (cast.tan, visit(cast, cast.shen, day=day + timedelta(days=1))))
    return [shen, lu]


@pytest.fixture
def code(cast):
    return issue_card(user=cast.tan.person.user, now=clock.now(), by=cast.officer)[1]


def quick(phone):
    """Its page, with a clock that `all_received` may put on: nobody waits ten seconds for a tap that may still be taken back."""
    page = page_of(phone)
    page.clock.install()
    page.quick = True
    return page


def all_received(page, acts: int):
    """Wait until the phone keeps so many acts and the server has answered about each."""
    page.wait_for_timeout(50)
    if getattr(page, "quick", False):
        page.clock.fast_forward(UNDO_MS)
    for _ in range(400):
        if [r["state"] for r in kept(page)] == ["received"] * acts:
            page.wait_for_function(RECEIVED)
            return
        page.wait_for_timeout(100)
    raise AssertionError(kept(page))


def test_the_whole_way_with_no_signal_in_the_middle(cast, doors, code, live_server, tmp_path):
    with browser_on(tmp_path) as phone:
        page = page_of(phone)
        bind(page, live_server.url, code, PIN)
        assert page.inner_text(".next h2").startswith("沈玉芳")
        phone.set_offline(True)
        tap(page, "到了")
        page.wait_for_function("() => document.querySelector('.net').dataset.unsent === '1'")
        assert [r["state"] for r in kept(page)] == ["saved"]
    with browser_on(tmp_path, offline=True) as phone:  # the phone was off, and there is still no signal
        page = page_of(phone)
        page.goto(f"{live_server.url}/field/")
        page.wait_for_selector("[data-step=here]")
        tap(page, "做好了")
        page.wait_for_function("() => document.querySelector('.next h2').textContent.startsWith('陆根宝')")
        assert page.get_attribute("[data-row] .state", "data-mark") == "saved"
        assert Act.objects.count() == 0
        phone.set_offline(False)
        all_received(page, 2)
        assert page.get_attribute("[data-row] .state", "data-mark") == "received"
        assert page.complaints == []
    assert list(Act.objects.order_by("seq").values_list("kind", "state")) == [("arrived", "applied"), ("done", "applied")]
    assert Visit.objects.get(pk=doors[0].pk).state == "done"


def test_a_mistake_is_taken_back_before_it_counts(cast, doors, code, live_server, tmp_path):
    with browser_on(tmp_path) as phone:
        page = page_of(phone)
        bind(page, live_server.url, code, PIN)
        tap(page, "到了")
        page.wait_for_selector(".said")
        tap(page, "点错了")
        page.wait_for_selector("[data-step=due]")
        all_received(page, 2)
    assert set(Act.objects.values_list("kind", "state")) == {("arrived", "applied"), ("retract", "applied")}
    assert Visit.objects.get(pk=doors[0].pk).state == "planned"


def test_a_mistake_seen_after_it_was_received_and_one_of_two(cast, doors, code, live_server, tmp_path):
    with browser_on(tmp_path) as phone:
        page = quick(phone)
        bind(page, live_server.url, code, PIN)
        tap(page, "到了")
        all_received(page, 1)
        assert Visit.objects.get(pk=doors[0].pk).state == "arrived"
        page.reload()  # the day comes from the server again, with the arrival in it
        page.wait_for_selector("[data-step=here]")
        tap(page, "点错了")
        page.wait_for_selector("[data-step=due]")
        all_received(page, 2)
        page.click(f"[data-row='{doors[1].pk}']")
        tap(page, "到了")
        tap(page, "做好了")
        all_received(page, 4)
        page.wait_for_selector(f"[data-row='{doors[1].pk}'] [data-mark=half]")
        assert "两人做了一人" in page.inner_text(f"[data-row='{doors[1].pk}']")
    assert [v.state for v in Visit.objects.filter(pk__in=[d.pk for d in doors]).order_by("pk")] == ["planned", "half"]


def test_nobody_a_concern_and_work_time(cast, doors, code, live_server, tmp_path):
    with browser_on(tmp_path) as phone:
        page = page_of(phone)
        bind(page, live_server.url, code, PIN)
        tap(page, "有情况要报")
        tap(page, "报给办公室")
        assert "请先选" in page.inner_text(".error")
        tap(page, "情绪低落")
        page.fill("#concern-text", "这几天不肯说话")
        tap(page, "报给办公室")
        tap(page, "没人应门")
        tap(page, "是的，没人应门，告诉办公室")
        page.click("a[href='#me']")
        tap(page, "上班")
        page.wait_for_selector("[data-clock=in]")
        all_received(page, 3)
    assert Concern.objects.get().text == "这几天不肯说话"
    assert Alert.objects.filter(why="nobody").count() == 1
    assert ClockEvent.objects.get().direction == "in"


def test_taps_without_sign_in_and_the_pin_for_new_doors(cast, doors, code, live_server, tmp_path):
    from django.contrib.sessions.models import Session
    from django.core.cache import cache

    with browser_on(tmp_path) as phone:
        page = quick(phone)
        bind(page, live_server.url, code, PIN)
        Session.objects.all().delete()
        cache.clear()
        page.reload()
        tap(page, "输入密码才能取新的名单（不输也能点）")
        tap(page, "以后再输")
        tap(page, "到了")
        all_received(page, 1)
        tap(page, "输入密码才能取新的名单（不输也能点）")
        page.fill("#pin", "000000")
        page.click(".panel button.main")
        page.wait_for_function("() => document.querySelector('.panel .error').textContent.includes('4')")
        page.fill("#pin", PIN)
        page.click(".panel button.main")
        page.wait_for_selector(".notice", state="detached")
    assert Act.objects.get().state == "applied"


def test_signing_out_keeps_what_was_not_sent(cast, doors, code, live_server, tmp_path):
    with browser_on(tmp_path) as phone:
        page = quick(phone)
        bind(page, live_server.url, code, PIN)
        phone.set_offline(True)
        tap(page, "到了")
        page.click("a[href='#me']")
        page.on("dialog", lambda dialog: dialog.accept())
        tap(page, "退出")
        page.wait_for_selector("form.signin")
        assert "沈玉芳" not in page.content()
        phone.set_offline(False)
        all_received(page, 1)
        assert page.evaluate(UNSENT) == 0
    assert Act.objects.get().state == "applied"


def test_a_browser_without_service_worker_says_so(cast, doors, code, live_server, tmp_path):
    with browser_on(tmp_path) as phone:
        phone.add_init_script("delete Navigator.prototype.serviceWorker")
        page = page_of(phone)
        page.goto(f"{live_server.url}/field/")
        page.wait_for_selector(".net.late")
        assert "别关页面" in page.inner_text(".net.late")


def test_a_phone_that_cannot_save_keeps_the_tap_in_the_page(cast, doors, code, live_server, tmp_path):
    with browser_on(tmp_path) as phone:
        page = quick(phone)
        bind(page, live_server.url, code, PIN)
        full = "() => { IDBObjectStore.prototype.add = function () { throw new DOMException('full', 'QuotaExceededError') } }"
        page.evaluate(full)
        tap(page, "到了")
        page.wait_for_selector(".net.late")
        assert "别关这个页面" in page.inner_text(".net.late")
        page.clock.fast_forward(UNDO_MS)
        page.wait_for_function(RECEIVED, timeout=40_000)
    assert Act.objects.get().state == "applied"


def test_accessible_in_both_languages(cast, doors, code, live_server, tmp_path):
    with browser_on(tmp_path) as phone:
        page = page_of(phone)
        page.goto(f"{live_server.url}/field/")
        page.wait_for_selector("form")
        check(page)
        bind(page, live_server.url, code, PIN)
        for words in ("zh-hans", "en"):
            page.click("a[href='#me']")
            page.click(f"[data-value={words}]")
            check(page)
            for tab in ("today", "tomorrow"):
                page.click(f"a[href='#{tab}']")
                check(page)
        page.click("a[href='#today']")
        for name in ("Call", "Report a concern", "Note", "Nobody answers"):
            tap(page, name)
            page.wait_for_selector(".panel")
            check(page)
            page.keyboard.press("Escape")
            page.wait_for_selector(".panel", state="detached")
        assert page.complaints == []


def check(page):
    """No violation, no target under 60 px, nothing wider than the phone."""
    page.wait_for_timeout(150)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    small = "() => [...document.querySelectorAll('button, a, input, textarea')].filter(e => e.offsetHeight && e.offsetHeight < 60).map(e => e.outerHTML)"
    assert page.evaluate(small) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_the_page_and_the_server_write_an_act_alike(live_server, tmp_path):
    """Both write and hash the same; a rule of the house is that there is one writing (acts/rules.py, hash.js)."""
    values = samples()
    with browser_on(tmp_path) as phone:
        page = page_of(phone)
        page.goto(f"{live_server.url}/field/")
        script = """async (texts) => { const { canonical, contentHash } = await import('/static/field/js/hash.js');
            return texts.map((text) => { const v = JSON.parse(text); return [canonical(v), contentHash({ payload: v })]; }); }"""
        theirs = page.evaluate(script, [json.dumps(v) for v in values])
        with pytest.raises(Exception, match="whole number"):
            page.evaluate(script, ["0.5"])
    with pytest.raises(BrokenAct):
        canonical(0.5)
    assert theirs == [[canonical(v), content_hash({"payload": v})] for v in values]


def samples() -> list[object]:
    """Two hundred values, the same in each run."""
    from hypothesis import HealthCheck, Phase, given, seed, settings

    found: list[object] = []

    @seed(20261124)
    @settings(max_examples=200, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.one_of(VALUES))
    def collect(value):
        found.append(value)

    collect()
    return found
