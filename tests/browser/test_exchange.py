"""An officer reads a register in and works through the doubtful rows, by keyboard, on wide and narrow screens."""

import pytest

from qianshou.exchange.models import ReviewCase
from tests.browser.conftest import fits
from tests.browser.ways import WAYS


@pytest.mark.parametrize(("language", "size"), WAYS)
def test_read_a_register_in_and_review(cast, visit, axe, shoot, data_dir, tmp_path, settings, language, size):
    settings.DATA_DIR = tmp_path
    page = visit(cast.officer, language=language, size=size)
    troubles = []

    def look(name):
        shoot(page, f"exchange-{name}-{size}-{language[:2]}")
        troubles.extend(axe(page))
        if not fits(page):
            troubles.append(f"{name} is wider than the window")

    page.goto("/exchange/")
    look("list")
    page.set_input_files("#file", data_dir / "register.xlsx")
    page.locator("main form button.main").first.click()
    page.wait_for_url("**/exchange/*/", timeout=120_000)
    look("preview")
    page.keyboard.press("c")
    page.get_by_text("1013").first.wait_for(timeout=120_000)
    page.locator(".done-edge").wait_for(timeout=120_000)
    look("done")
    page.goto("/exchange/fill/")
    look("fill")
    page.goto("/review/?reason=same_person_other_address")
    look("merge")
    first = page.url
    page.keyboard.press("j")
    page.wait_for_url("**case=**")
    assert page.url != first
    page.keyboard.press("m")
    page.locator(".toast").wait_for(timeout=60_000)
    assert ReviewCase.objects.filter(action="merged").count() == 1
    page.keyboard.press("u")
    page.wait_for_function("document.querySelector('#merge') !== null", timeout=60_000)
    assert not ReviewCase.objects.filter(state="settled").exists()
    page.goto("/review/?reason=id_missing")
    look("mend")
    page.keyboard.press("2")
    page.locator(".toast").wait_for(timeout=60_000)
    assert ReviewCase.objects.filter(action="kept").count() == 1
    assert not troubles, "\n".join(troubles)
