"""An officer renews a whole list with one policy and takes it back; the booklet says what is still to ask, fits a phone and is accessible."""

from datetime import timedelta

import pytest

from qianshou.care.models import Safeguard
from qianshou.kernel import clock
from tests.cast import DAY, NOON
from tests.person_booklets.full import fill
from tests.safeguards.covers import cover


@pytest.fixture
def noon(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with clock.frozen(NOON):
        yield cast


def test_a_whole_list_is_renewed_with_one_policy_and_taken_back(noon, visit, look):
    for person in (noon.shen, noon.lu):
        cover(noon, person, since=DAY - timedelta(days=340), until=DAY + timedelta(days=12))
    page = visit(noon.officer)
    page.goto("/safeguards/?show=ending&days=30&kind=1")
    page.click("button[name=who][value=all]")
    assert "沈玉芳" in page.content() and "陆根宝" in page.content()
    page.fill("#provider", "人保")
    page.fill("#since", DAY.isoformat())
    page.fill("#until", (DAY + timedelta(days=400)).isoformat())
    page.click("form.card button.main")
    assert "已为 2 人办理" in page.locator(".toast").inner_text()
    assert set(Safeguard.objects.filter(provider="人保").values_list("since", flat=True)) == {DAY + timedelta(days=13)}
    page.keyboard.press("u")
    page.get_by_text("已撤回 2 人").wait_for()
    assert Safeguard.objects.filter(provider="人保", taken_back_at=None).count() == 0


def test_the_booklet_says_what_is_still_to_ask_and_fits_a_phone(noon, visit, look):
    fill(noon)
    page = visit(noon.officer)
    page.goto(f"/people/{noon.shen.pk}/")
    page.get_by_role("link", name="个人手册", exact=True).click()
    assert "待补问" in page.content() and page.locator("img.face").count() == 1
    troubles = look(page, "booklet-person", "zh-hans")
    page.goto(f"/booklets/person/{noon.lu.pk}/")
    troubles += look(page, "booklet-empty", "zh-hans")
    assert not troubles, "\n".join(troubles)
