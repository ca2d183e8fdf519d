"""Points on the carer's phone: at once with the reason, and an objection that the office answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianshou.access.operations.devices import issue_card
from qianshou.acts.models import Act
from qianshou.care.models import PointCredit, PointObjection
from qianshou.care.operations.objections import answer_objection
from qianshou.kernel import clock
from qianshou.packs.loader import load
from tests.cast import DAY, NOON
from tests.field.chromium import bind, browser_on, page_of, tap
from tests.field.conftest import publish, visit
from tests.field.forms import review
from tests.field.phone import PIN
from tests.field.test_field_page import all_received

BACKEND = "qianshou.access.backends.PasswordBackend"
TALK = load("yangpu", DAY).services["talking"].points


def test_the_day_has_the_points_and_their_reasons_in_both_languages(phone, tans_round, noon):
    phone.open()
    assert phone.day().json()["points"] == {"today": 0, "month": 0, "tasks": [], "objections": []}
    phone.answers(phone.act("done", {"visit": tans_round[0].pk}, made_at=NOON))
    found = phone.day().json()["points"]
    reasons = [{"zh": "助聊", "en": load("yangpu", DAY).services["talking"].en, "points": TALK}]
    assert (found["today"], found["month"]) == (TALK, TALK)
    assert found["tasks"] == [
        {"day": DAY.isoformat(), "kind": "visit", "who": tans_round[0].elder.name, "service": "talking", "points": TALK, "reasons": reasons}
    ]


def test_a_monthly_review_from_the_phone_earns_on_the_day_on_which_it_was_filled_in(cast, phone, tans_round, noon):
    phone.open()
    made = NOON - timedelta(hours=15)
    sent = phone.act("review", review(cast.shen), made_at=made)
    for _twice in range(2):
        phone.answers(sent)
    row, three = PointCredit.objects.get(), load("yangpu", DAY).point_rules["review"].points
    assert (row.carer, row.points, row.day) == (cast.tan, three, DAY - timedelta(days=1))
    found = phone.day().json()["points"]
    assert (found["today"], found["month"], [task["reasons"] for task in found["tasks"]]) == (
        0, three, [[{"zh": "每月回访", "en": "Monthly review", "points": three}]],
    )  # fmt: skip


def test_an_objection_from_the_phone_is_kept_once_and_its_answer_comes_back(cast, phone, tans_round, noon):
    phone.open()
    said = phone.act("points_objection", {"day": DAY.isoformat(), "text": "还陪她去了医院"}, made_at=NOON)
    phone.answers(said)
    phone.answers(said)
    row = PointObjection.objects.get()
    assert (row.carer, row.day, row.text) == (cast.tan, DAY, "还陪她去了医院")
    answer_objection(objection_id=row.pk, upheld=True, answer="补上", points=2, now=NOON, by_id=cast.officer.pk)
    found = phone.day().json()["points"]
    assert found["today"] == 2 and found["objections"] == [{"day": DAY.isoformat(), "text": "还陪她去了医院", "state": "upheld", "answer": "补上"}]


@pytest.mark.parametrize("payload", [{"day": "2026-13-01", "text": "x"}, {"text": "x"}, {"day": "2026-11-24"}, {"day": "2026-11-24", "text": " "}, {"day": 5, "text": "x"}])
def test_a_damaged_objection_is_held_and_nothing_is_lost(phone, tans_round, noon, payload):
    phone.answers(phone.act("points_objection", payload, made_at=NOON))
    act = Act.objects.get()
    assert (act.state, act.reason["code"]) == ("held", "payload") and not PointObjection.objects.exists()


def test_a_second_one_for_a_day_or_one_for_tomorrow_is_held_with_the_reason(phone, tans_round, noon):
    tomorrow = (DAY + timedelta(days=1)).isoformat()
    phone.answers(*(phone.act("points_objection", {"day": day, "text": "不对"}, made_at=NOON) for day in (DAY.isoformat(), DAY.isoformat(), tomorrow)))
    assert [(act.state, act.reason.get("code", "")) for act in Act.objects.order_by("seq")] == [("applied", ""), ("held", "open"), ("held", "future")]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_finished_door_shows_its_points_she_objects_without_signal_and_the_office_answers(cast, live_server, tmp_path, client):
    day = clock.today()
    publish(cast, day, (cast.tan, visit(cast, cast.shen, day=day)))
    code = issue_card(user=cast.tan.person.user, now=clock.now(), by=cast.officer)[1]
    with browser_on(tmp_path / "phone") as phone:
        page = page_of(phone)
        bind(page, live_server.url, code, PIN)
        tap(page, "到了")
        tap(page, "做好了")
        all_received(page, 2)
        points = PointCredit.objects.get().points
        page.goto(f"{live_server.url}/field/#me")
        page.wait_for_function(f"() => (document.querySelector('.points') || {{}}).innerText?.includes('今天 {points} 分')")
        shown = page.inner_text(".points")
        assert "沈玉芳" in shown and f"助聊 +{TALK}" in shown
        phone.set_offline(True)
        tap(page, "某天的积分不对")
        tap(page, "告诉办公室")
        assert "写明哪里不对" in page.inner_text(".panel .error")
        page.fill("#objection-text", "去了两次")
        tap(page, "告诉办公室")
        page.wait_for_selector(".panel", state="detached")
        assert not PointObjection.objects.exists()
        phone.set_offline(False)
        all_received(page, 3)
        assert PointObjection.objects.get().text == "去了两次"
        assert page.complaints == []

    client.force_login(cast.officer, backend=BACKEND)
    with browser_on(tmp_path / "desk", viewport={"width": 1440, "height": 900}, is_mobile=False, has_touch=False) as office:
        office.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        desk = page_of(office)
        desk.goto(f"{live_server.url}/points/")
        desk.get_by_role("link", name="1 条异议待答复").click()
        desk.get_by_label("答复").fill("记录里有第二次，补上")
        desk.get_by_label("手工给分").fill("2")
        desk.get_by_role("button", name="她说得对").click()
        desk.wait_for_selector("text=已答复")
        desk.goto(f"{live_server.url}/points/{cast.tan.pk}/")
        assert f"{points + 2} 分" in desk.inner_text("main") and "记录里有第二次" in desk.inner_text("main")

    with browser_on(tmp_path / "phone") as phone:
        page = page_of(phone)
        page.goto(f"{live_server.url}/field/#me")
        page.wait_for_function(f"() => (document.querySelector('.points') || {{}}).innerText?.includes('今天 {points + 2} 分')")
        assert "记录里有第二次，补上" in page.inner_text(".points")
