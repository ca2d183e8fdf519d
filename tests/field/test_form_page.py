"""Forms on a real page in Chromium: filled in without signal, on a phone and on a tablet, and what survives."""

from __future__ import annotations

import pytest

from qianshou.access.operations.devices import issue_card
from qianshou.acts.models import Act
from qianshou.assessment.models import Assessment
from qianshou.kernel import clock
from qianshou.people.models import Paper
from tests.assessment.answers import ALL, best
from tests.assessment.test_make_assessment import done
from tests.field.chromium import bind, browser_on, kept, on_disk, page_of, tap
from tests.field.forms import visiting
from tests.field.phone import PIN
from tests.field.test_field_page import all_received, check, quick

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLET = {"viewport": {"width": 820, "height": 1180}}
FORMS = """() => new Promise((yes, no) => {
    const opening = indexedDB.open('qianshou-forms');
    opening.onerror = no;
    opening.onsuccess = () => { const all = opening.result.transaction('forms').objectStore('forms').getAll(); all.onsuccess = () => { opening.result.close(); yes(all.result) } };
})"""


@pytest.fixture
def code(cast):
    return issue_card(user=cast.tan.person.user, now=clock.now(), by=cast.officer)[1]


@pytest.fixture
def tablet_code(cast):
    today = clock.today()
    return issue_card(user=visiting(cast, cast.shen, cast.lu, until=today, now=clock.now()), now=clock.now(), by=cast.officer)[1]


def begun(page) -> dict[str, dict]:
    """The forms that the phone keeps, by their key."""
    return {form["key"]: form for form in page.evaluate(FORMS)}


def fill(page, code: str, answers: dict) -> None:
    """Answer item by item, going on to the next part; ends on the last page."""
    for section in ALL[code].sections:
        page.wait_for_selector(f".form h2.section:text-is('{section.zh}')")
        for item in ALL[code].items_of(section.code):
            value = answers.get(item.code)
            if isinstance(value, str) and not item.answers:
                page.fill(f"[data-words={item.code}]", value)
            for one in [] if not item.answers or value is None else value if isinstance(value, list) else [value]:
                button = page.locator(f"[data-item={item.code}] [data-answer='{one}']")
                if button.get_attribute("aria-pressed") == "false":
                    button.click()
        tap(page, "下一部分")


def test_a_review_without_signal_survives_a_reload_and_is_entered_once(cast, code, live_server, tmp_path):
    with browser_on(tmp_path) as phone:
        page = page_of(phone)
        bind(page, live_server.url, code, PIN)
        page.click("a[href='#forms']")
        assert "沈玉芳" in page.inner_text("main") and "待填" in page.inner_text("[data-form-row]")
        phone.set_offline(True)
        page.click("[data-form-row]")
        page.click("[data-item=eating] [data-answer=worse]")
        page.wait_for_function("() => document.getElementById('form-far').textContent.startsWith('已答 1/')")
        on_disk(page)
    with browser_on(tmp_path, offline=True) as phone:  # the battery was empty, and there is still no signal
        page = page_of(phone)
        page.goto(f"{live_server.url}/field/#forms")
        page.wait_for_selector("[data-form-row] [data-mark=open]")
        page.click("[data-form-row]")
        assert page.get_attribute("[data-item=eating] [data-answer=worse]", "aria-pressed") == "true"
        page.click("[data-item=eating] [data-answer=worse]")  # a slip: pressed again, it is not answered
        assert page.get_attribute("[data-item=eating] [data-answer=worse]", "aria-pressed") == "false"
        tap(page, "下一部分")
        on_disk(page)
        page.reload()  # in the middle of the form
        page.wait_for_selector(".form h2.section:text-is('心情')")
        page.click("[data-step='0']")
        fill(page, "monthly_review", best("monthly_review", eating="worse", events=["fall", "good"], words="上周跌了一跤，女儿来过"))
        assert page.locator("[data-missing]").count() == 0
        tap(page, "填好了，发送")
        page.wait_for_selector("[data-form-row] [data-mark=saved]")
        assert Act.objects.count() == 0
        phone.set_offline(False)
        all_received(page, 1)
        page.wait_for_selector("[data-form-row] [data-mark=received]")
        page.reload()
        page.wait_for_selector("[data-form-row] [data-mark=received]")
        assert page.complaints == []
    form = Assessment.objects.get()
    assert (form.state, form.answers["eating"], form.answers["events"]) == ("done", "worse", ["fall", "good"])
    assert Act.objects.get().state == "applied"


def test_what_is_missing_is_named_and_nothing_is_sent(cast, code, live_server, tmp_path):
    with browser_on(tmp_path) as phone:
        page = page_of(phone)
        bind(page, live_server.url, code, PIN)
        page.goto(f"{live_server.url}/field/#forms")
        page.click("[data-form-row]")
        page.click("[data-item=eating] [data-answer=same]")
        page.click(".step >> nth=-1")
        tap(page, "填好了，发送")
        page.wait_for_selector("#form-complaint:not(:empty)")
        assert page.get_attribute("[data-missing]", "data-missing") == "8" and kept(page) == []
        page.click("[data-missing] button:text-is('睡眠')")
        page.wait_for_selector("[data-item=sleep]")


def test_a_slip_is_taken_back_before_it_is_sent_and_the_form_opens_again(cast, code, live_server, tmp_path):
    with browser_on(tmp_path) as phone:
        page = quick(phone)
        bind(page, live_server.url, code, PIN)
        page.goto(f"{live_server.url}/field/#forms")
        page.click("[data-form-row]")
        fill(page, "monthly_review", best("monthly_review"))
        tap(page, "填好了，发送")
        page.wait_for_selector("[data-mark=saved]")
        tap(page, "点错了")
        page.wait_for_selector("[data-form-row] [data-mark=open]")
        all_received(page, 2)
        assert not Assessment.objects.exists()
        page.click("[data-form-row]")
        page.click("[data-step='0']")
        page.click("[data-item=eating] [data-answer=worse]")
        page.click(".step >> nth=-1")
        tap(page, "填好了，发送")
        page.wait_for_selector("[data-mark=saved]")
        all_received(page, 3)
    assert Assessment.objects.get().answers["eating"] == "worse"


def test_an_expired_sign_in_costs_no_answer(cast, code, live_server, tmp_path):
    from django.contrib.sessions.models import Session
    from django.core.cache import cache

    with browser_on(tmp_path) as phone:
        page = quick(phone)
        bind(page, live_server.url, code, PIN)
        page.goto(f"{live_server.url}/field/#forms")
        page.click("[data-form-row]")
        page.click("[data-item=eating] [data-answer=same]")
        Session.objects.all().delete()
        cache.clear()
        on_disk(page)
        page.reload()
        page.wait_for_selector(".notice")  # the PIN is asked for, and not needed
        assert page.get_attribute("[data-item=eating] [data-answer=same]", "aria-pressed") == "true"
        fill(page, "monthly_review", best("monthly_review", eating="same"))
        tap(page, "填好了，发送")
        page.wait_for_selector("[data-mark=saved]")
        all_received(page, 1)
    assert Assessment.objects.get().answers["eating"] == "same"


def test_a_phone_signed_off_forgets_what_was_begun(cast, code, live_server, tmp_path):
    from qianshou.access.models import Device
    from qianshou.access.operations.devices import revoke_device

    with browser_on(tmp_path) as phone:
        page = page_of(phone)
        bind(page, live_server.url, code, PIN)
        page.goto(f"{live_server.url}/field/#forms")
        page.click("[data-form-row]")
        page.click("[data-item=eating] [data-answer=same]")
        page.wait_for_function("() => document.getElementById('form-far').textContent.startsWith('已答 1/')")
        on_disk(page)
        assert len(begun(page)) == 1
        revoke_device(device=Device.objects.get(), now=clock.now(), by=cast.officer)
        page.reload()
        page.wait_for_selector(".net.late[role=alert]")
        page.wait_for_timeout(300)
        assert begun(page) == {} and "沈玉芳" not in page.content()


def test_an_assessment_at_the_table_on_a_tablet(cast, tablet_code, live_server, tmp_path):
    done(cast, instrument="barthel", on=clock.today(), now=clock.now())
    answers = best("gbt42195", eating="p3", stairs="p1")
    with browser_on(tmp_path, **TABLET) as tablet:
        page = page_of(tablet)
        bind(page, live_server.url, tablet_code, PIN)
        page.goto(f"{live_server.url}/field/#forms")
        page.wait_for_selector("[data-packet]")
        tablet.set_offline(True)
        shen = page.locator("[data-packet]", has_text="沈玉芳")
        shen.locator("summary").click()
        shen.locator("[data-offer^=gbt42195]").click()
        fill(page, "gbt42195", answers)
        assert page.get_attribute("#form-result > section", "data-total") == "87"
        assert page.get_attribute("#form-result > section", "data-level") == "1"
        page.click("[data-change=dementia]")
        page.wait_for_function("() => document.querySelector('#form-result > section').dataset.level === '2'")
        page.fill("#form-second", "小李")
        on_disk(page)
        page.reload()
        page.wait_for_selector("#form-second")
        assert page.input_value("#form-second") == "小李" and page.get_attribute("[data-change=dementia]", "aria-pressed") == "true"
        tap(page, "填好了，发送")
        page.wait_for_selector("[data-mark=saved]")
        lu = page.locator("[data-packet]", has_text="陆根宝")
        lu.locator("[data-offer^=lsns6]").click()
        page.locator("[data-item] [data-answer]").first.click()
        page.click(".step >> nth=-1")
        tap(page, "没填完先发，到办公室再填")
        page.wait_for_selector("[data-form-row] [data-mark=saved] >> nth=1")
        tablet.set_offline(False)
        all_received(page, 2)
        assert page.complaints == []
    gbt, lsns = Assessment.objects.get(instrument="gbt42195"), Assessment.objects.get(instrument="lsns6")
    assert (gbt.total, gbt.level, gbt.second, gbt.state) == (87, 2, "小李", "done")
    assert (lsns.state, len(lsns.answers), lsns.person) == ("draft", 1, cast.lu)


def test_accessible_in_both_languages(cast, code, tablet_code, live_server, tmp_path):
    for n, (card, more) in enumerate([(code, {}), (tablet_code, TABLET)]):
        with browser_on(tmp_path / str(n), **more) as phone:
            page = page_of(phone)
            bind(page, live_server.url, card, PIN)
            for words in ("zh-hans", "en"):
                page.click("a[href='#me']")
                page.click(f"[data-value={words}]")
                page.click("a[href='#forms']")
                check(page)
                if n:
                    page.locator("summary").first.click()
                    page.click("[data-offer^=gbt42195], [data-form-row]")
                else:
                    page.click("[data-form-row]")
                page.wait_for_selector("[data-form]")
                for step in range(page.locator("[data-step]").count()):
                    page.click(f"[data-step='{step}']")
                    page.wait_for_selector(f"[data-at='{step}']")
                    check(page)
                page.click(".form-head button")
                page.wait_for_selector("[data-form]", state="detached")
            assert page.complaints == []


def test_a_signature_at_the_table(cast, tablet_code, live_server, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    with browser_on(tmp_path / "profile", **TABLET) as tablet:
        page = page_of(tablet)
        bind(page, live_server.url, tablet_code, PIN)
        page.goto(f"{live_server.url}/field/#forms")
        page.wait_for_selector("[data-packet]")
        tablet.set_offline(True)
        page.locator("[data-packet]", has_text="陆根宝").locator("[data-offer^=lsns6]").click()
        fill(page, "lsns6", best("lsns6"))
        pad = page.locator("canvas.pad")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        for n in range(3):
            page.mouse.move(box["x"] + 60, box["y"] + 60 + 50 * n)
            page.mouse.down()
            page.mouse.move(box["x"] + 300, box["y"] + 90 + 50 * n, steps=12)
            page.mouse.up()
        page.click("[data-undo-stroke]")
        tap(page, "填好了，发送")
        page.wait_for_function("() => document.getElementById('form-complaint').textContent.includes('签名人的姓名')")
        page.fill("[name=by_name]", "陆根宝")
        page.wait_for_selector(".signature[data-signed=true]")
        on_disk(page)
        page.reload()  # strokes are answers too
        page.wait_for_selector(".signature[data-signed=true]")
        (form,) = begun(page).values()
        assert len(form["signature"]["strokes"]) == 2 and all(0 <= one <= 1000 for stroke in form["signature"]["strokes"] for one in stroke)
        tap(page, "填好了，发送")
        page.wait_for_selector("[data-mark=saved]")
        tablet.set_offline(False)
        all_received(page, 2)
        assert page.complaints == []
    paper = Paper.objects.get()
    assert (paper.person, paper.media_type) == (cast.lu, "image/png")
    assert paper.name.endswith("陆根宝") and 300 < paper.size <= 60_000
    assert Assessment.objects.get().state == "done"
