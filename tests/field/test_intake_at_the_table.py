"""An intake at the kitchen table, on a real tablet page without signal: everything of it arrives once, and the case goes on at the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianshou.access.operations.devices import issue_card
from qianshou.acts.models import Act
from qianshou.assessment.models import Assessment
from qianshou.care.models import IntakeEntry, IntakePaperSeen
from qianshou.kernel import clock
from qianshou.people.models import Consent, Paper
from qianshou.watch.models import Due
from tests.assessment.answers import best
from tests.field.chromium import bind, browser_on, on_disk, page_of, tap
from tests.field.forms import visiting
from tests.field.phone import PIN
from tests.field.test_field_page import all_received, check
from tests.field.test_form_page import TABLET, fill
from tests.intake.way import apply, fresh
from tests.intake.way import check as pass_check

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    return pass_check(cast, apply(cast, now=clock.now()), now=clock.now())


@pytest.fixture
def code(cast, case):
    return issue_card(user=visiting(cast, cast.lu, until=clock.today(), now=clock.now()), now=clock.now(), by=cast.officer)[1]


def draw(page, who: str, name: str) -> None:
    """Sign with two strokes."""
    pad = page.locator(f"[data-sign={who}]")
    pad.locator("[name=by_name]").fill(name)
    canvas = pad.locator("canvas.pad")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    for n in range(2):
        page.mouse.move(box["x"] + 60, box["y"] + 60 + 40 * n)
        page.mouse.down()
        page.mouse.move(box["x"] + 300, box["y"] + 90 + 40 * n, steps=8)
        page.mouse.up()
    page.wait_for_selector(f"[data-sign={who}] .signature[data-signed=true]")


def open_visit(page, address: str) -> None:
    page.goto(f"{address}/field/#forms")
    page.click("[data-visit-row]")
    page.wait_for_selector("[data-part=application]")


def test_a_whole_intake_without_signal_arrives_once(cast, case, code, live_server, tmp_path):
    before, owed = clock.now(), fresh(case).due_key
    with browser_on(tmp_path / "profile", **TABLET) as tablet:
        page = page_of(tablet)
        bind(page, live_server.url, code, PIN)
        page.goto(f"{live_server.url}/field/#forms")
        page.wait_for_selector("[data-visit-row]")
        tablet.set_offline(True)
        page.click("[data-visit-row]")
        page.click("[data-part=application]")
        page.fill("#visit-wishes", "想学唱歌")
        page.click("[data-choice=medical]")
        tap(page, "已存好，回到全部内容")
        page.click("[data-part=gbt42195]")
        fill(page, "gbt42195", best("gbt42195", eating="p3"))
        tap(page, "已存好，回到全部内容")
        page.click("[data-part=consents]")
        page.click("[data-purpose=health] [data-answer=given]")
        page.click("[data-purpose=photos] [data-answer=refused]")
        page.click("[data-purpose=place] [data-answer=later]")
        on_disk(page)
    with browser_on(tmp_path / "profile", offline=True, **TABLET) as tablet:  # the tablet was laid aside and opened again, still without signal
        page = page_of(tablet)
        page.goto(f"{live_server.url}/field/#forms")
        page.click("[data-visit-row]")
        page.wait_for_selector("[data-part-open=consents]")
        assert page.get_attribute("[data-purpose=photos] [data-answer=refused]", "aria-pressed") == "true"
        tap(page, "已存好，回到全部内容")
        assert page.get_attribute("[data-part=gbt42195]", "data-done") == "true" and page.get_attribute("[data-part=sign]", "data-done") == "false"
        page.click("[data-part=home_hazards]")
        fill(page, "home_hazards", best("home_hazards"))
        tap(page, "已存好，回到全部内容")
        page.click("[data-part=sign]")
        draw(page, "person", "陆根宝")
        draw(page, "assessor", "章芸")
        on_disk(page)
        page.reload()  # strokes are answers too
        page.wait_for_selector("[data-sign=assessor] .signature[data-signed=true]")
        tap(page, "已存好，回到全部内容")
        page.fill("#visit-note", "女儿在场")
        tap(page, "发送这次入户")
        page.wait_for_selector("[data-visit-row] [data-mark=saved]")
        assert Act.objects.count() == 0
        tablet.set_offline(False)
        all_received(page, 5)
        page.wait_for_selector("[data-visit-row] [data-mark=received]")
        assert page.complaints == []
    assert sorted(Act.objects.values_list("kind", "state")) == sorted([("assessment", "applied")] * 2 + [("signature", "applied")] * 2 + [("home_visit", "applied")])
    now = fresh(case)
    assert (now.state, now.wishes) == ("decide", "想学唱歌")
    gbt = Assessment.objects.get(person=cast.lu, instrument="gbt42195")
    assert (gbt.state, gbt.answers["eating"]) == ("done", "p3") and before < gbt.completed_at < clock.now()
    assert {(c.purpose, c.given, c.how) for c in Consent.objects.filter(person=cast.lu)} == {("health", True, "signed"), ("photos", False, "signed")}
    assert Paper.objects.filter(person=cast.lu, kind="signature").count() == 2 == IntakePaperSeen.objects.filter(case=case, kind="signature").count()
    assert IntakeEntry.objects.filter(case=case, act="visited", note="女儿在场").count() == 1
    due = Due.objects.get(key=owed)
    assert due.state == "met" and before - timedelta(seconds=1) < due.met_made_at < due.met_received_at


@pytest.mark.parametrize("size", [TABLET, {}], ids=["tablet", "phone"])
def test_accessible_in_both_languages(cast, case, code, live_server, tmp_path, size):
    with browser_on(tmp_path / "profile", **size) as tablet:
        page = page_of(tablet)
        bind(page, live_server.url, code, PIN)
        for words in ("zh-hans", "en"):
            page.click("a[href='#me']")
            page.click(f"[data-value={words}]")
            page.click("a[href='#forms']")
            page.wait_for_selector("[data-visit-row]")
            check(page)
            page.click("[data-visit-row]")
            for part in ("application", "consents", "sign"):
                page.click(f"[data-part={part}]")
                page.wait_for_selector(f"[data-part-open={part}]")
                check(page)
                page.click(".form-head button")
                page.wait_for_selector("[data-part-open=parts]")
            check(page)
        assert page.complaints == []
