"""The officer's morning and the map, on wide and narrow screens, in both languages."""

import pytest

from qianshou.people.models import Place
from qianshou.watch.models import Alert


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_board_and_map(morning, visit, look, language):
    page = visit(morning.officer, language=language)
    troubles = []
    for name, url in {"board": "/today/", "places": "/places/", "pin": f"/places/{morning.lane_unplaced.pk}/", "new": "/places/new/"}.items():
        page.goto(url, wait_until="networkidle")
        troubles += look(page, f"morning-{name}", language)
    assert not troubles, "\n".join(troubles)


def test_one_key_takes_the_alert(morning, visit):
    page = visit(morning.officer)
    page.goto("/")
    page.wait_for_url("**/today/")
    assert "陆根宝" in page.inner_text(".need li:first-child")
    page.keyboard.press("1")
    page.wait_for_url("**/alerts/*/")
    assert Alert.objects.get().taken_by == morning.officer


def test_each_number_leads_to_its_list(morning, visit):
    page = visit(morning.officer)
    for n in range(5):
        page.goto("/today/")
        page.locator(".five a").nth(n).click()
        page.wait_for_load_state()
        assert page.url.rstrip("/") != "" and "/today/" not in page.url
        assert page.locator("h1").count() == 1


def test_drop_a_pin_by_click(morning, visit):
    page = visit(morning.officer)
    page.goto(f"/places/{morning.lane_unplaced.pk}/", wait_until="networkidle")
    page.locator("[data-map]").click(position={"x": 200, "y": 150})
    assert page.get_by_label("经度和纬度").input_value().startswith("121.5")
    page.get_by_role("button", name="就标在这里").click()
    page.wait_for_url("**/places/")
    place = Place.objects.get(pk=morning.lane_unplaced.pk)
    assert 121.5 < place.lon < 121.55 and 31.2 < place.lat < 31.3
