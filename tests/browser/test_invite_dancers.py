"""Find dancers, invite them, ring along the list with the keyboard, one waits and moves up, they sign in on the day, the file shows it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from qianshou.care.models import Invitation, Occasion, SavedSearch
from qianshou.kernel import clock
from qianshou.people.models import Person
from tests.cast import DAY, NOON, elder, telephone

QUESTION = "会跳舞的、70到80岁、走路十分钟以内 怀德路454弄"
NAMES = ("安秀兰", "白桂芳", "蔡月英")  # in the order of their pinyin


@pytest.fixture
def street(cast):
    """Three dancers of seventy-odd in Shen's lane; Shen herself is 88, and one who dances lives far off."""
    for n, name in enumerate(NAMES):
        made = elder(cast.street, cast.huaide, name, cast.lane, f"{n + 1}号", DAY.replace(year=1950 - n), "", NOON)
        telephone(made, f"1381700{1000 + n}")
        Person.objects.filter(pk=made.pk).update(interests=[("会跳广场舞", "拉丁舞", "交谊舞")[n]])
    far = elder(cast.street, cast.huolan, "丁阿姨", None, "", DAY.replace(year=1950), "", NOON)
    Person.objects.filter(pk__in=[far.pk, cast.shen.pk]).update(interests=["跳舞"])
    with clock.frozen(NOON):
        yield cast


def test_find_dancers_invite_attend(street, visit, look):
    page = visit(street.officer)
    page.goto("/find/")
    page.fill("#q", QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("h2").first).to_have_text("2人")
    for words in ("跳舞", "70岁及以上", "80岁及以下", "怀德路454弄"):
        expect(page.locator(".why")).to_contain_text(words)
    # 拉丁舞 is a word that nobody has explained: once it is dancing, she is found too, and it can be taken back
    page.get_by_role("link", name="本街道的才艺用词").click()
    line = page.get_by_role("row", name="拉丁舞")
    line.get_by_role("combobox").select_option("dance")
    line.get_by_role("button", name="就这样").click()
    expect(page.locator(".toast")).to_contain_text("跳舞")
    page.goto(f"/find/?q={QUESTION}")
    expect(page.locator("h2").first).to_have_text("3人")
    page.get_by_label("问题的名字").fill("跳舞的")
    page.get_by_role("button", name="保存这个问题").click()
    assert SavedSearch.objects.get().text == QUESTION
    page.get_by_role("link", name="跳舞的", exact=True).click()
    page.get_by_role("button", name="邀请").click()
    page.get_by_label("是什么活动？").fill("拉丁舞沙龙")
    page.get_by_label("日期").fill((DAY + timedelta(days=1)).isoformat())
    page.get_by_label("开始").fill("14:00")
    page.get_by_label("地点").fill("平凉活动室")
    page.get_by_label("名额").fill("2")
    page.get_by_role("button", name="请这3人").click()
    expect(page.locator("h1")).to_have_text("拉丁舞沙龙")
    page.wait_for_load_state()  # the keys are there
    row = Occasion.objects.get()
    ring_along(page, row)
    troubles = look(page, "invite-one", "zh-hans")
    sign_in(street, page, row)
    troubles += look(page, "invite-day", "zh-hans")
    page.goto(f"/people/{Person.objects.get(name=NAMES[0]).pk}/")
    panel = page.locator("section", has=page.locator("#s-invited"))
    expect(panel).to_contain_text("拉丁舞沙龙")
    expect(panel).to_contain_text("来了")
    assert not troubles, "\n".join(troubles)


def ring_along(page, row) -> None:
    """Three calls by key: two get the places, the third waits; the first gives hers up and the third moves up; that was a slip, and is undone."""
    page.keyboard.press("r")
    for name, said in zip(NAMES, ("第1位", "第2位", "候补名单"), strict=True):
        expect(page.locator(".call .name")).to_have_text(name)
        page.wait_for_load_state()  # the keys are there
        page.keyboard.press("n")
        expect(page.locator("#note")).to_be_focused()
        page.keyboard.type(f"{name}说来")
        page.keyboard.press("Escape")
        page.keyboard.press("1")
        expect(page.locator(".toast")).to_contain_text(said)
    expect(page.get_by_role("heading", name="都打过了。")).to_be_visible()
    second = Invitation.objects.get(person__name=NAMES[1])
    page.goto(f"/invitations/{row.pk}/calls/?who={second.pk}")
    page.keyboard.press("2")
    expect(page.locator(".call .name")).to_have_text(NAMES[2])  # she moved up, and is rung first
    expect(page.locator(".call")).to_contain_text("候补到了")
    page.keyboard.press("0")
    expect(page.locator(".toast")).to_contain_text("知道有名额了")
    page.keyboard.press("l")
    expect(page.get_by_role("row", name=NAMES[2])).to_contain_text("名额2")
    expect(page.get_by_role("row", name=NAMES[1])).to_contain_text("不来")
    expect(page.get_by_role("row", name=NAMES[1])).to_contain_text("王敏")
    assert {one.person.name: one.seat for one in row.invitations.all()} == {NAMES[0]: 1, NAMES[1]: None, NAMES[2]: 2}


def sign_in(street, page, row) -> None:
    """On the day: the first is here, tapped by mistake the third too, and Shen comes unasked."""
    page.goto(f"/invitations/{row.pk}/day/")
    expect(page.get_by_role("button", name=NAMES[0])).to_be_disabled()  # not before the day
    Occasion.objects.filter(pk=row.pk).update(on=DAY)
    page.reload()
    for name in (NAMES[0], NAMES[2]):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name=NAMES[2]).click()
    expect(page.get_by_role("button", name=NAMES[2])).to_have_attribute("aria-pressed", "false")
    page.get_by_label("姓名、拼音、弄堂或电话").fill("syf")
    page.get_by_role("button", name="沈玉芳到了").click()
    expect(page.locator(".headline")).to_contain_text("到了2人")
    came = set(row.attendances.filter(taken_back_at=None).values_list("person__name", "unasked"))
    assert came == {(NAMES[0], False), ("沈玉芳", True)}
