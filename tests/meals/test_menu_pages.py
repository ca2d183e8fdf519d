"""The menu's pages: month, day, publishing, copying, the dish book, the sheet to hang up; and who must not get in."""

from datetime import timedelta

import pytest

from qianshou.meals.models import Dish, Menu, MenuChange, Recipe
from tests.cast import DAY
from tests.meals.kitchen import TOMORROW, describe, serve
from tests.meals.test_menu_acts import MONDAY, NEXT, names


@pytest.fixture
def log_in(client):
    def enter(user):
        client.force_login(user, backend="qianshou.access.backends.PasswordBackend")
        return client

    return enter


@pytest.fixture
def officer(cast, log_in):
    return log_in(cast.officer)


def text(answer):
    return answer.content.decode()


DAY_PAGE = f"/menu/{TOMORROW}/"
GOOD = {"big_meat": "白斩鸡", "small_meat": "番茄炒蛋", "vegetable": "卷心菜", "soup": "番茄蛋汤", "staple": "米饭、粥"}


def test_an_empty_month_says_what_to_do(officer):
    page = text(officer.get("/menu/?month=2026-12"))
    assert "还没有菜谱" in page and "导入菜谱" in page and "/menu/2026-12-01/" in page


def test_a_day_is_written_seen_and_taken_back(cast, officer):
    assert officer.post(DAY_PAGE, GOOD).status_code == 302
    assert names(cast, TOMORROW) == ["白斩鸡", "番茄炒蛋", "卷心菜", "番茄蛋汤", "米饭", "粥"]
    page = text(officer.get(DAY_PAGE))
    assert "都合规则" in page and "还没写用料" in page
    assert officer.post(f"/menu/changes/{MenuChange.objects.get().pk}/undo/").status_code == 302
    assert names(cast, TOMORROW) == []


def test_breaches_are_shown_with_their_reasons_and_publishing_wants_one(cast, officer):
    serve(cast, ["油爆虾", "油爆虾", "卷心菜"])
    month = text(officer.get(f"/menu/?month={TOMORROW:%Y-%m}"))
    assert "油爆虾 重复" in month and "缺汤" in month and "看一遍再发布" in month
    span = {"first": str(TOMORROW), "last": str(TOMORROW)}
    page = text(officer.get("/menu/publish/", span))
    assert "缺汤" in page and "一餐大荤、小荤、素菜、汤各一" in page
    refused = officer.post("/menu/publish/", span)
    assert refused.status_code == 422 and "需要写明原因" in text(refused) and not Menu.objects.get().published_at
    assert officer.post("/menu/publish/", {**span, "reason": "停水"}).status_code == 302
    assert Menu.objects.get().reason == "停水" and "都已发布" in text(officer.get("/menu/publish/", span))


def test_a_published_day_asks_why_it_changes(cast, officer):
    serve(cast)
    officer.post("/menu/publish/", {"first": str(TOMORROW), "last": str(TOMORROW)})
    refused = officer.post(DAY_PAGE, GOOD)
    assert refused.status_code == 422 and "需要写明原因" in text(refused)
    assert officer.post(DAY_PAGE, {**GOOD, "reason": "虾没到货"}).status_code == 302
    page = text(officer.get(DAY_PAGE))
    assert "发布后改过" in page and "虾没到货" in page


def test_a_week_is_copied_and_taken_back(cast, officer):
    serve(cast, day=MONDAY)
    assert "复制" in text(officer.get(f"/menu/?month={MONDAY:%Y-%m}&copy={MONDAY}"))
    officer.post("/menu/copy/", {"source": str(MONDAY), "target": str(NEXT + timedelta(days=3))})
    assert len(names(cast, NEXT)) == 5
    officer.post(f"/menu/changes/{MenuChange.objects.first().pk}/undo/")
    assert names(cast, NEXT) == []
    for data in ({}, {"source": "x", "target": "y"}, {"source": str(MONDAY), "target": str(MONDAY)}):
        assert officer.post("/menu/copy/", data).status_code == 302


def test_a_dish_is_described_with_what_its_name_speaks_of_as_a_proposal(cast, officer):
    serve(cast)
    shrimp = Recipe.objects.get(name="油爆虾")
    assert "没写用料" in text(officer.get("/menu/dishes/"))
    page = officer.get(f"/menu/dishes/{shrimp.pk}/")
    assert "crustacean" in page.context["form"].initial["contains"] and "只是按菜名猜的" in text(page)
    assert not Recipe.objects.get(pk=shrimp.pk).contains, "a proposal is not written"
    data = {"category": "big_meat", "contains": ["crustacean"], "textures": ["normal"], "salt": "2", "sugar": "", "cost": "6.50", "version": shrimp.version}
    assert officer.post(f"/menu/dishes/{shrimp.pk}/", {**data, "next": "1"}).url != "/menu/dishes/", "on to the next one"
    shrimp.refresh_from_db()
    assert (shrimp.contains, shrimp.salt, shrimp.sugar, shrimp.cost_fen, shrimp.described_by) == (["crustacean"], 2, None, 650, cast.officer)
    assert officer.post(f"/menu/dishes/{shrimp.pk}/", data).status_code == 422, "a second writer is told"


def test_a_dish_more_for_a_substitute(cast, officer):
    made = officer.post("/menu/dishes/new/", {"name": "清蒸鸡", "category": "big_meat"})
    assert made.url == f"/menu/dishes/{Recipe.objects.get(name='清蒸鸡').pk}/"
    assert officer.post("/menu/dishes/new/", {"name": "清蒸鸡", "category": "big_meat"}).status_code == 422


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sheet_to_hang_up_is_one_page(cast, officer, language):
    serve(cast)
    answer = officer.get(f"/menu/week/{TOMORROW}.pdf", {"language": language})
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert answer.content.count(b"/Type /Page\n") + answer.content.count(b"/Type/Page/") <= 1
    assert officer.get(f"/menu/week/{TOMORROW + timedelta(days=70)}.pdf").content.startswith(b"%PDF"), "an empty week is a sheet to fill in"


def test_the_month_leaves_as_a_workbook_and_as_text(cast, officer):
    serve(cast)
    month = f"/menu/?month={TOMORROW:%Y-%m}"
    assert officer.get(f"{month}&format=xlsx").content[:2] == b"PK" and "油爆虾" in text(officer.get(f"{month}&format=text"))
    assert "油爆虾" in text(officer.get("/menu/dishes/?format=text"))


def test_the_kitchen_writes_menus_and_describes_dishes(cast, log_in):
    kitchen = log_in(cast.kitchen)
    assert kitchen.post(DAY_PAGE, GOOD).status_code == 302 and len(names(cast, TOMORROW)) == 6
    assert kitchen.get(f"/menu/dishes/{Recipe.objects.first().pk}/").status_code == 200
    assert kitchen.get("/diets/").status_code == 403, "whose diet it is, is not for the kitchen's menu"


def test_outsiders_write_into_their_own_street_only(cast, log_in, client):
    assert client.get(DAY_PAGE).status_code == 302 and client.get(DAY_PAGE).url.startswith("/login/")
    recipe, menu = describe(cast, "油爆虾")["油爆虾"], serve(cast)
    change = MenuChange.objects.get()
    outsider = log_in(cast.outsider)
    assert outsider.get(f"/menu/dishes/{recipe.pk}/").status_code == 404
    assert outsider.post(f"/menu/changes/{change.pk}/undo/").status_code == 404
    assert outsider.post(DAY_PAGE, GOOD).status_code == 302
    assert Dish.objects.filter(menu=menu, name="油爆虾").exists() and Menu.objects.filter(street=cast.elsewhere).count() == 1
    assert "油爆虾" not in text(outsider.get(f"/menu/?month={TOMORROW:%Y-%m}"))
    reader = log_in(cast.assessor)
    assert reader.get("/menu/").status_code == 200 and reader.post(DAY_PAGE, GOOD).status_code == 403
    assert reader.get(f"/menu/{DAY}x/").status_code in (403, 404)


def test_odd_addresses_are_not_errors(officer):
    assert officer.get("/menu/nonsense/").status_code == 404 and officer.get("/menu/week/x.pdf").status_code == 404
    assert officer.get("/menu/?month=2026-99").status_code == 200 and officer.get("/menu/publish/?first=x&last=y").status_code == 200
    assert officer.get("/menu/?copy=zzz").status_code == 200
