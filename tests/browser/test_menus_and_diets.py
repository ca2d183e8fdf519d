"""A month's menu read in, mended and published; a diet, its clash, its substitute, the plate: by hand in a browser."""

import re
from datetime import timedelta

import pytest

from qianshou.kernel import clock
from qianshou.meals.models import Menu, Recipe
from qianshou.people.models import ElderFile
from tests.cast import NOON
from tests.meals.kitchen import TOMORROW, describe, forbid, serve

SOON = TOMORROW + timedelta(days=1)


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


def test_a_month_is_read_in_mended_and_published(cast, visit, shoot, data_dir, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    page = visit(cast.officer)
    page.goto("/exchange/?kind=menu")
    if page.locator("#kind").count():
        page.select_option("#kind", "menu")
    page.set_input_files("#file", data_dir / "menu-2026-12.xlsx")
    page.locator("main form button.main").first.click()
    page.wait_for_url("**/exchange/*/", timeout=120_000)
    preview = page.inner_text("main")
    assert "缺汤" in preview and "白斩鸡 重复" in preview, "said before anything is written"
    page.keyboard.press("c")
    page.locator(".done-edge").wait_for(timeout=120_000)
    page.goto("/menu/?month=2026-12")
    assert "缺汤" in page.locator("tr", has_text="12-08").last.inner_text()
    shoot(page, "menu-december")
    page.get_by_role("link", name="12-08").click()
    page.get_by_label("汤", exact=True).fill("罗宋汤")
    page.get_by_role("button", name="保存").click()
    page.locator(".toast").wait_for()
    assert "缺汤" not in page.inner_text("main")
    page.goto("/menu/2026-12-14/")
    page.get_by_label("小荤").fill("青椒肉丝")
    page.get_by_role("button", name="保存").click()
    page.locator(".toast").wait_for()
    page.goto("/menu/?month=2026-12")
    page.keyboard.press("p")
    page.wait_for_url("**/publish/**")
    assert "缺汤" not in page.inner_text("main") and "重复" in page.inner_text("main"), "what is left is said with its reason"
    page.get_by_label("为什么仍然发布").fill("厨房人手少，下月改")
    page.get_by_role("button", name="发布").click()
    page.wait_for_url("**/menu/?month=2026-12")
    assert "已发布 31 天" in page.inner_text(".toasts") and Menu.objects.filter(published_at__isnull=False).count() == 31


def test_a_diet_is_settled_its_clash_seen_and_a_substitute_chosen(cast, visit, shoot):
    describe(cast)
    serve(cast)
    ElderFile.objects.filter(person=cast.shen).update(raw={"饮食禁忌": "河虾不行"})
    page = visit(cast.officer)
    page.goto("/diets/")
    page.get_by_role("link", name="沈玉芳").click()
    assert "不打标签" in page.inner_text("main")
    asked = page.locator(".hole-edge")
    asked.get_by_label("是什么").select_option(label="过敏")
    asked.get_by_label("对什么").fill("虾蟹")
    asked.get_by_label("谁说的").fill("沈明")
    asked.get_by_role("button", name="就是这个意思").click()
    page.locator(".toast").wait_for()
    assert "过敏：虾蟹" in page.inner_text("main") and page.locator(".hole-edge").count() == 0
    page.goto("/diets/clashes/")
    assert "1 项要定" in page.inner_text("main")
    page.get_by_role("link", name="选替换菜").click()
    page.select_option("#recipe", label="白斩鸡（大荤）")
    shoot(page, "diets-choose")
    page.locator("#choose button").click()
    page.locator(".toast").wait_for()
    assert "白斩鸡" in page.inner_text("main")
    page.goto(f"/diets/{cast.shen.pk}/")
    box = page.inner_text("main")
    assert re.search(r"白斩鸡\s*代替油爆虾", box) and "不打标签" not in box
    shoot(page, "diets-plate")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_of_menus_and_diets(cast, visit, look, language):
    page, troubles = visit(cast.officer, language=language), []

    def open_and_look(name, url):
        page.goto(url)
        troubles.extend(look(page, f"meals-{name}", language))

    person, month = f"/diets/{cast.shen.pk}/", f"{TOMORROW:%Y-%m}"
    for name, url in {"month": f"/menu/?month={month}", "day": f"/menu/{TOMORROW}/", "publish": "/menu/publish/", "book": "/menu/dishes/", "diets": "/diets/",
                      "diets-all": "/diets/?show=all", "clashes": "/diets/clashes/", "person": person}.items():  # fmt: skip
        open_and_look(f"empty-{name}", url)
    describe(cast)
    serve(cast)
    serve(cast, ["油爆虾", "油爆虾", "咖喱土豆"], SOON)
    ElderFile.objects.filter(person=cast.shen).update(diet=["忌花生"], raw={"饮食禁忌": "忌花生、芒果过敏"})
    for kind, target in (("allergy", "crustacean"), ("soft", ""), ("low_salt", "")):
        forbid(cast, cast.shen, kind, target)
    forbid(cast, cast.lu, "halal")
    shrimp, potato = Recipe.objects.get(name="油爆虾"), Recipe.objects.get(name="咖喱土豆")
    week = f"/diets/clashes/?week={TOMORROW}"
    for name, url in {"month": f"/menu/?month={month}", "copy": f"/menu/?month={month}&copy={TOMORROW - timedelta(days=2)}", "day": f"/menu/{SOON}/",
                      "publish": f"/menu/publish/?first={TOMORROW}&last={SOON}", "book": "/menu/dishes/", "new": "/menu/dishes/new/", "recipe": f"/menu/dishes/{shrimp.pk}/",
                      "proposal": f"/menu/dishes/{potato.pk}/", "diets": "/diets/", "diets-all": "/diets/?show=all", "clashes": week, "clashes-all": f"{week}&show=all",
                      "choose": f"{week}&choose={TOMORROW}.{shrimp.pk}.allergy:crustacean", "person": person, "file": f"/people/{cast.shen.pk}/"}.items():  # fmt: skip
        open_and_look(name, url)
    assert not troubles, "\n".join(troubles)
