"""A family abroad looks in and is shut out again: link and code, today, a message and its answer, and a page that is refused at once."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest
from playwright.sync_api import expect

from qianshou.access.models import Street
from qianshou.care.models import FamilyNote, Visit
from qianshou.care.operations import add_item, visits
from qianshou.kernel import clock
from qianshou.meals.models import Delivery, Order
from qianshou.people.models import FamilyLink
from qianshou.people.operations import answer_consent
from tests.browser.conftest import SIZES, fits
from tests.cast import DAY, NOON
from tests.family.street import PLAN, link_for, wrong

TAP = 60  # pixels that a thumb finds
SMALLEST = 18  # pixels of print


@pytest.fixture
def street(cast):
    """Shen was visited at 9:40 and had her lunch at 11:20; she agreed to the page. The clock stands at noon in Shanghai."""
    with clock.frozen(NOON):
        Street.objects.filter(pk=cast.street.pk).update(telephone="021-65190000")
        add_item(
            elder_id=cast.shen.pk,
            values=PLAN | {"window_start": time(9), "window_end": time(10)},
            now=NOON - timedelta(hours=5),
            by_id=cast.officer.pk,
        )
        add_item(
            elder_id=cast.shen.pk,
            values=PLAN | {"window_start": time(15), "window_end": time(16)},
            now=NOON - timedelta(hours=5),
            by_id=cast.officer.pk,
        )
        visit = Visit.objects.filter(elder=cast.shen, day=DAY).order_by("window_start").first()
        at = NOON - timedelta(minutes=140)
        for act in (visits.arrive, visits.complete):
            act(visit_id=visit.pk, carer_id=cast.aide.pk, made_at=at, received_at=at, now=at)
        order = Order.objects.create(person=cast.shen, street=cast.street, committee=cast.huaide, day=DAY, meal="lunch", portions=1, place="delivered", why="standing",
                                     price_fen=0, subsidy_fen=0, pack="", made_at=at)  # fmt: skip
        Delivery.objects.create(
            street=cast.street, order=order, day=DAY, meal="lunch", state="handed", ended_at=NOON - timedelta(minutes=40)
        )
        answer_consent(
            person_id=cast.shen.pk, purpose="family_page", given=True, how="spoken", witness="周阿姨", now=NOON, by_id=cast.officer.pk
        )
        yield cast


def too_small(page) -> list[str]:
    """What is set smaller than 18 px, and what a thumb must find and is lower than 60 px."""
    return page.evaluate(
        """([print, tap]) => [...document.querySelectorAll('body *')].filter((e) => e.offsetParent && e.childNodes.length).flatMap((e) => {
        const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
        const small = own && parseFloat(getComputedStyle(e).fontSize) < print;
        const low = e.matches('button, a, summary, input[type=radio], label.pick') && e.getBoundingClientRect().height < tap;
        return small || low ? [`${e.tagName} ${e.className}: ${e.textContent.trim().slice(0, 40)}`] : [];
        })""",
        [SMALLEST, TAP],
    )


def test_a_daughter_in_new_york_looks_in_and_is_shut_out_again(street, visit, look, shoot):
    desk = visit(street.officer)
    desk.goto(f"/people/{street.shen.pk}/family/")
    desk.fill("#name", "沈丽")
    desk.fill("#relation", "女儿")
    desk.select_option("#language", "en")
    desk.get_by_role("button", name="建立链接").click()
    address, code = desk.locator("#address").inner_text(), desk.locator(".family-code").inner_text()
    shoot(desk, "family-shown")

    abroad = visit(language="en", size="phone", timezone_id="America/New_York")
    abroad.goto(address)
    expect(abroad.get_by_text("Type the code of six digits")).to_be_visible()
    assert "沈玉芳" not in abroad.content()
    shoot(abroad, "family-door")
    abroad.fill("#code", "000 000" if code != "000 000" else "111 111")
    abroad.get_by_role("button", name="Look in").click()
    expect(abroad.get_by_role("alert")).to_contain_text("4 tries are left")
    abroad.fill("#code", code)
    abroad.get_by_role("button", name="Look in").click()

    expect(abroad.get_by_text("Carer Ji came by")).to_be_visible()
    expect(abroad.get_by_text("Lunch was handed over")).to_be_visible()
    first = abroad.locator(".day li").first
    expect(first).to_contain_text("9:40")
    expect(first).to_contain_text(re.compile("yours: Mon.*20:40"))  # the evening before in New York
    expect(abroad.locator("#zone")).to_contain_text("America/New York")
    assert not too_small(abroad)
    troubles = look(abroad, "family-page", "en")
    abroad.set_viewport_size(SIZES["phone"])

    abroad.fill("#message", "Please remind Mum to drink more water.")
    abroad.locator("form", has=abroad.locator("#message")).get_by_role("button", name="Send").click()
    expect(abroad.get_by_text("Kept. The carer and the street have been told")).to_be_visible()
    expect(abroad.get_by_text("received, an answer will follow")).to_be_visible()

    desk.goto("/family/messages/")
    expect(desk.get_by_text("Please remind Mum to drink more water.")).to_be_visible()
    troubles += look(desk, "family-messages", "zh-hans")
    desk.set_viewport_size(SIZES["desk"])
    desk.locator("textarea").fill("She has a cup at her bed now.")
    desk.get_by_role("button", name="答复", exact=True).click()
    desk.wait_for_url("**/family/messages/")
    abroad.get_by_role("link", name="Look again").click()
    expect(abroad.get_by_text("She has a cup at her bed now.")).to_be_visible()
    abroad.get_by_role("link", name="中文").click()
    expect(abroad.get_by_text("季关爱员来过了")).to_be_visible()
    troubles += look(abroad, "family-page", "zh-hans")
    abroad.set_viewport_size(SIZES["phone"])

    desk.goto(f"/people/{street.shen.pk}/family/")
    expect(desk.get_by_text("输入口令进入")).to_be_visible()
    desk.get_by_role("button", name="立即关闭").click()
    expect(desk.get_by_text("已关闭。正打开着页面的人也看不到了。")).to_be_visible()

    answer = abroad.reload()  # the page that was open a moment ago
    assert answer.status == 410 and "沈玉芳" not in abroad.content()
    expect(abroad.get_by_text("This page is shut")).to_be_visible()
    expect(abroad.get_by_text("这个页面已经关闭")).to_be_visible()
    expect(abroad.get_by_text("021-65190000").first).to_be_visible()
    troubles += look(abroad, "family-shut", "en")
    assert not troubles, "\n".join(troubles)
    assert FamilyNote.objects.get().concern.answer and FamilyLink.objects.get().shut_why == "office"


def test_five_wrong_codes_lock_the_door_and_an_outsider_finds_nothing(street, visit, look):
    _, keys = link_for(street, now=NOON)
    guesser = visit(language="en", size="phone")
    guesser.goto(f"/family/{keys.token}/")
    troubles = look(guesser, "family-door", "en")
    for _ in range(5):
        guesser.fill("#code", wrong(keys))
        guesser.get_by_role("button", name="Look in").click()
    expect(guesser.get_by_text("Too many wrong codes")).to_be_visible()
    expect(guesser.get_by_text("错的口令太多")).to_be_visible()
    troubles += look(guesser, "family-locked", "en")
    guesser.goto(f"/family/{keys.token}/")
    assert "沈玉芳" not in guesser.content() and not guesser.locator("#code").count()
    guesser.goto("/family/somebody-guessed-this-address/")
    expect(guesser.get_by_text("There is no such page")).to_be_visible()
    troubles += look(guesser, "family-nowhere", "en")
    stranger = visit(street.outsider)
    assert stranger.goto(f"/people/{street.shen.pk}/family/").status == 404
    assert not troubles, "\n".join(troubles)


def test_a_consent_is_signed_on_the_screen(street, visit):
    desk = visit(street.officer, size="phone")
    desk.goto(f"/people/{street.shen.pk}/consents/")
    desk.check("input[name=answer-health][value=yes]")
    desk.check("input[name=how][value=signed]")
    pad = desk.locator("#pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    desk.mouse.move(box["x"] + 20, box["y"] + 60)
    desk.mouse.down()
    desk.mouse.move(box["x"] + 120, box["y"] + 100, steps=6)
    desk.mouse.up()
    assert fits(desk) and not desk.locator("#scan").is_visible()
    desk.get_by_role("button", name="记下").click()
    expect(desk.get_by_text("已记下。")).to_be_visible()
    assert street.shen.consents.get(purpose="health", ended_at=None).paper.kind == "signature"
