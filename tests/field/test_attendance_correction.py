"""A carer's own month on her phone, and a correction that she asks for: kept once, also without signal."""

from __future__ import annotations

import pytest
from django.urls import reverse

from qianshou.access.operations.devices import issue_card
from qianshou.acts.models import Act
from qianshou.care.models import ClockEvent
from qianshou.kernel import clock
from qianshou.merit.models import AttendanceCorrection
from qianshou.merit.operations.corrections import grant_correction
from tests.cast import DAY, NOON
from tests.field.chromium import bind, browser_on, page_of
from tests.field.conftest import publish, visit
from tests.field.phone import PIN

YESTERDAY = DAY.replace(day=DAY.day - 1).isoformat()
ASKED = {"day": YESTERDAY, "came": "08:05", "went": "17:02", "text": "手机没电"}


def test_her_month_says_what_is_missing_and_how_it_was_answered(cast, phone, tans_round, noon):
    phone.open()
    mine = phone.day().json()["sheet"]
    assert {"day": YESTERDAY, "flags": ["absent"]} in mine["check"] and mine["minutes"] == 0 and mine["corrections"] == []
    said = phone.act("clock_correction", ASKED, made_at=NOON)
    phone.answers(said)
    phone.answers(said)
    row = AttendanceCorrection.objects.get()
    assert (row.carer, row.day.isoformat(), row.source) == (cast.tan, YESTERDAY, f"act:{Act.objects.get().pk}")
    grant_correction(correction_id=row.pk, came=row.came, went=row.went, instead=False, answer="属实", now=NOON, by_id=cast.officer.pk)
    mine = phone.day().json()["sheet"]
    assert mine["minutes"] == 537 and YESTERDAY not in [one["day"] for one in mine["check"]]
    assert mine["corrections"] == [{"day": YESTERDAY, "came": "08:05", "went": "17:02", "text": "手机没电", "state": "granted", "answer": "属实"}]
    assert [clock.local_date(tap.made_at).isoformat() for tap in ClockEvent.objects.all()] == [YESTERDAY] * 2


@pytest.mark.parametrize("wrong, code", [
    ({"day": "2026-13-01"}, "payload"), ({"text": " "}, "payload"), ({"came": "8 Uhr"}, "payload"), ({"came": "", "went": None}, "times"),
    ({"day": DAY.isoformat(), "went": "23:00"}, "future"),
])  # fmt: skip
def test_what_cannot_be_taken_up_is_held_with_its_reason_and_nothing_is_lost(phone, tans_round, noon, wrong, code):
    phone.answers(phone.act("clock_correction", ASKED | wrong, made_at=NOON))
    act = Act.objects.get()
    assert (act.state, act.reason["code"]) == ("held", code) and not AttendanceCorrection.objects.exists()


def test_a_second_one_for_a_day_is_held(phone, tans_round, noon):
    phone.answers(*(phone.act("clock_correction", ASKED, made_at=NOON) for _ in range(2)))
    assert [(act.state, act.reason.get("code", "")) for act in Act.objects.order_by("seq")] == [("applied", ""), ("held", "correction_open")]


def test_taken_back_it_waits_for_the_office_and_no_button_offers_what_cannot_be_done(client, cast, phone, tans_round, noon):
    said = phone.act("clock_correction", ASKED, made_at=NOON)
    phone.answers(said)
    phone.answers(phone.act("retract", {"act": said["id"]}, made_at=NOON))
    back = Act.objects.get(kind="retract")
    assert back.state == "held" and AttendanceCorrection.objects.get().state == "open"
    client.force_login(cast.officer)
    page = client.get(reverse("acts-held")).content.decode()
    assert reverse("acts-settle", args=[back.pk]) in page and reverse("acts-undo", args=[back.pk]) not in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_month_without_taps_stands_folded_and_opens(cast, live_server, tmp_path):
    publish(cast, clock.today(), (cast.tan, visit(cast, cast.shen, day=clock.today())))
    code = issue_card(user=cast.tan.person.user, now=clock.now(), by=cast.officer)[1]
    days = [{"day": f"2026-10-{n:02}", "flags": ["absent"]} for n in range(1, 21)]
    with browser_on(tmp_path) as phone:
        page = page_of(phone)
        page.route("**/api/field/day", lambda route: route.fulfill(json=with_days(route.fetch().json(), days)))
        bind(page, live_server.url, code, PIN)
        page.goto(f"{live_server.url}/field/#me")
        page.get_by_text("更早还有 15 天要核对").click()
        assert page.locator(".attendance ol li").all_inner_texts()[-1].startswith("10-15") and page.locator(".attendance details[open] li").count() == 15
        assert page.complaints == []


def with_days(answer: dict, days: list[dict]) -> dict:
    """The day as the server gave it, with these days to look at: a test may be run on the first of a month, which has none yet."""
    return answer | {"sheet": answer["sheet"] | {"check": days}}
