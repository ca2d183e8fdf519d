"""An idea becomes a calligraphy exhibition with its report: idea, meeting, vote, the street's decision, plan with budget, sign-up, the day, the report as PDF."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from qianshou.association.models import Idea, Meeting
from qianshou.kernel import clock
from tests.association.club import some
from tests.cast import DAY, NOON


@pytest.fixture
def street(cast, settings, tmp_path):
    """Four members, at noon."""
    settings.DATA_DIR = tmp_path
    some(cast)
    with clock.frozen(NOON):
        yield cast


def test_an_idea_becomes_a_calligraphy_exhibition_with_its_report(street, visit, look):
    page = visit(street.secretary)
    page.goto("/activities/")
    page.get_by_role("link", name="新建议").click()
    page.get_by_label("想办什么？").fill("书法展")
    page.get_by_label("详细说说").fill("把大家的字挂出来")
    page.get_by_label("谁提的").select_option("member")
    page.get_by_label("姓名").fill("0001 沈玉芳")
    page.get_by_role("button", name="记下", exact=True).click()
    expect(page.locator("h1")).to_have_text("书法展")
    expect(page.locator(".headline")).to_contain_text("等下次会议")
    meet_and_vote(page)
    row = Idea.objects.get()
    officer = visit(street.officer)
    officer.goto(f"/activities/{row.pk}/")
    officer.get_by_label("同意", exact=True).check()
    officer.locator("#reason").fill("丰富老人晚年生活")
    officer.get_by_label("街道最多承担").fill("300")
    officer.get_by_role("button", name="作决定").click()
    expect(officer.locator(".headline")).to_contain_text("等秘书定方案")
    plan(page, row)
    sign_up(street, page, row)
    report(page, row)
    troubles = look(page, "club-report", "zh-hans")
    row.refresh_from_db()
    assert row.state == "reported" and row.activity.occasion.closed_at and not troubles, "\n".join(troubles)


def meet_and_vote(page) -> None:
    """A meeting with the idea on its agenda: two come by card, hands are counted, the minutes are closed."""
    page.goto("/association/meetings/new/")
    page.get_by_label("会议名称").fill("十一月例会")
    page.get_by_label("日期").fill(DAY.isoformat())
    page.get_by_label("开始").fill("09:30")
    page.get_by_label("地点").fill("平凉活动室")
    page.get_by_role("button", name="定下来").click()
    expect(page.locator("h1")).to_have_text("十一月例会")
    expect(page.locator(".point")).to_contain_text("书法展")
    page.locator("a[data-key=d]").click()
    for card, name in (("1", "沈玉芳"), ("2", "陆根宝")):
        page.get_by_label("会员证号", exact=True).fill(card)
        page.keyboard.press("Enter")
        expect(page.locator(".toast")).to_contain_text(name)
    expect(page.locator(".headline")).to_contain_text("到了2人")
    page.goto(f"/association/meetings/{Meeting.objects.get().pk}/")
    page.get_by_label("赞成").fill("2")
    page.get_by_role("button", name="记下表决").click()
    expect(page.locator(".toast")).to_contain_text("表决通过")
    page.get_by_label("讨论记录：书法展").fill("大家赞成，裘惠芬负责布展。")
    page.get_by_role("button", name="保存并定稿").click()
    expect(page.locator(".headline")).to_contain_text("记录已定稿")


def plan(page, row) -> None:
    """The sheet with a budget; then people are asked."""
    page.goto(f"/activities/{row.pk}/")
    page.get_by_role("link", name="填写活动方案表").click()
    page.get_by_label("活动目的").fill("让会员的字有人看")
    page.get_by_label("地点").fill("平凉活动室")
    page.get_by_label("日期").fill(DAY.isoformat())
    page.get_by_label("开始").fill("14:00")
    page.get_by_label("名额").fill("1")
    page.get_by_label("物资 1", exact=True).fill("宣纸")
    page.get_by_label("合计（元） 物资 1").fill("150.50")
    page.get_by_label("礼品 1", exact=True).fill("毛笔")
    page.get_by_label("合计（元） 礼品 1").fill("100")
    page.get_by_role("button", name="保存方案").click()
    expect(page.locator("#h-money + dl")).to_contain_text("250.50")
    page.get_by_role("button", name="开放报名").click()
    expect(page.locator(".headline")).to_contain_text("等活动那天")


def sign_up(street, page, row) -> None:
    """Shen gets the one place, Lu waits; Shen comes; the paper is paid by the street."""
    for letters, name, said in (("syf", "沈玉芳", "第1位"), ("lgb", "陆根宝", "候补名单")):
        page.get_by_label("登记报名").fill(letters)
        page.get_by_role("button", name=f"{name}报名").click()
        expect(page.locator(".toast")).to_contain_text(said)
    page.get_by_role("link", name="当天签到").click()
    page.get_by_role("button", name="沈玉芳").click()
    expect(page.get_by_role("button", name="沈玉芳")).to_have_attribute("aria-pressed", "true")
    page.goto(f"/activities/{row.pk}/")
    page.get_by_label("买了什么").fill("宣纸")
    page.get_by_label("街道承担（元）").fill("120")
    page.get_by_role("button", name="记支出").click()
    expect(page.locator("#h-money + dl")).to_contain_text("130.50")
    page.locator("input[name^=used-]").first.fill("45")
    page.get_by_role("button", name="活动已举行").click()
    expect(page.locator(".headline")).to_contain_text("等秘书写总结")


def report(page, row) -> None:
    """The report, and its PDF."""
    page.locator("#result").fill("写了二十幅字")
    page.get_by_label("大家的话").fill("明年还要办")
    page.get_by_role("button", name="完成总结").click()
    expect(page.locator(".headline")).to_contain_text("已总结")
    answer = page.request.get(f"/activities/{row.pk}/report.pdf")
    assert answer.status == 200 and answer.body().startswith(b"%PDF") and len(answer.body()) > 10_000
