"""The net and care plans in a browser: a hole filled with one key and taken back, a plan on one form; both languages, wide and narrow."""

from datetime import timedelta

import pytest

from qianshou.care import operations as care
from qianshou.care.models import Carer, Link, PlanItem, Visit
from qianshou.kernel import clock
from qianshou.watch import operations as watch
from tests.care.street import weave
from tests.cast import NOON

AXED = {"zh-hans": ["desk"], "en": ["phone"]}  # the markup is the same in both languages; axe is slow


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def street(cast):
    elders = weave(cast)
    watch.sweep(now=Visit.objects.filter(elder=elders[11]).earliest("day").window_end + timedelta(hours=2))
    return elders


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_of_the_net(cast, street, visit, look, language):
    page = visit(cast.officer, language=language)
    carer = Carer.objects.get(number="专003")
    care.add_absence(carer_id=carer.pk, kind="sick", first_day=clock.today(), last_day=clock.today(), now=NOON)
    elder, someone, item = street[7], street[0], PlanItem.objects.get(elder=street[1])
    pages = {
        "net": "/net/", "elder": f"/net/elders/{elder.pk}/", "elder-held": f"/net/elders/{someone.pk}/", "carers": "/carers/", "carer": f"/carers/{carer.pk}/",
        "carer-new": "/carers/new/", "carer-edit": f"/carers/{carer.pk}/edit/", "week": f"/carers/{carer.pk}/shifts/", "plan": f"/plans/{street[1].pk}/?item={item.pk}",
        "plan-empty": f"/plans/{cast.lu.pk}/?service=winter_bath", "visits": "/visits/", "visits-elder": f"/visits/?elder={street[1].pk}",
        "visit": f"/visits/{Visit.objects.filter(state='planned').first().pk}/", "catalogue": "/catalogue/",
    }  # fmt: skip
    troubles = []
    for name, url in pages.items():
        page.goto(url)
        troubles += look(page, f"care-{name}", language, axed=AXED[language])
    assert not troubles, "\n".join(troubles)


def test_a_hole_is_filled_with_one_key_and_taken_back_with_another(cast, street, visit):
    page = visit(cast.officer)
    page.goto("/net/")
    elder = page.locator(".hole-card").first.locator("a b").first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_selector(".toast button[data-key=u]")
    assert elder in page.inner_text(".toast")
    made = Link.objects.filter(since=clock.today(), until__isnull=True, elder__name=elder)
    assert made.count() == 2 and made.first().reasons
    page.keyboard.press("u")
    page.wait_for_selector(".toast:not(:has(button[data-key=u]))")
    assert not made.all().exists()


def test_the_second_candidate_and_the_next_hole(cast, street, visit):
    page = visit(cast.officer)
    page.goto("/net/")
    elder = page.locator(".hole-card").first.locator("a b").first.inner_text()
    page.keyboard.press("j")
    page.wait_for_url("**/net/?skip=*")
    assert page.locator(".hole-card").first.locator("a b").first.inner_text() != elder
    second = page.locator(".hole-card").first.locator("li").nth(1).locator("b").first.inner_text()
    page.keyboard.press("2")
    page.wait_for_selector(".toast")
    assert second in page.inner_text(".toast")


def test_a_plan_is_looked_at_and_saved(cast, street, visit):
    page = visit(cast.officer)
    page.goto(f"/plans/{cast.lu.pk}/")
    page.get_by_role("link", name="清洗床铺").click()
    page.get_by_label("星期一", exact=True).check()
    page.get_by_role("button", name="先看看日子").click()
    page.wait_for_selector("text=尚未保存")
    assert page.locator(".ahead .slot").count() == 2 and not PlanItem.objects.filter(elder=cast.lu).exists()
    page.get_by_role("button", name="列入计划").click()
    page.wait_for_selector(".toast")
    assert PlanItem.objects.get(elder=cast.lu).weekdays == [1]
    assert Visit.objects.filter(elder=cast.lu).count() == 2
