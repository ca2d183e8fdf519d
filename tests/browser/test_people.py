"""The officer's hands on people's files: find, read, change, by keyboard, on wide and narrow screens."""

import pytest


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_of_people(cast, visit, look, language):
    page = visit(cast.officer, language=language)
    troubles = []
    person = f"/people/{cast.shen.pk}/"
    pages = {"list": "/people/", "nobody": "/people/?q=zzz", "new": "/people/new/", "file": person, "edit": f"{person}edit/",
             "contacts": f"{person}contacts/", "key": f"{person}key/", "history": f"{person}history/", "password": "/password/", "missing": "/nowhere/"}  # fmt: skip
    for name, url in pages.items():
        page.goto(url)
        troubles += look(page, f"people-{name}", language)
    assert not troubles, "\n".join(troubles)


def test_find_by_keyboard(cast, visit):
    page = visit(cast.officer)
    page.goto("/people/")
    page.keyboard.press("/")
    page.keyboard.type("syf")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/people/{cast.shen.pk}/")
    page.keyboard.press("e")
    page.wait_for_url("**/edit/")
    page.get_by_label("健康").fill("高血压")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(f"**/people/{cast.shen.pk}/")
    assert "高血压" in page.inner_text("main") and "已保存" in page.inner_text(".toasts")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible() and "修改" in page.inner_text("#keys dl")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/people/")


def test_sign_in_switch_language_sign_out(cast, visit, axe, shoot):
    page = visit()
    page.goto("/people/")
    page.wait_for_url("**/login/?next=%2Fpeople%2F")
    assert not axe(page)
    page.get_by_label("用户名").fill("wang")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    assert "不对" in page.inner_text("[role=alert]")
    shoot(page, "login")
    page.get_by_label("密码").fill("pingliang-2004")
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/people/")
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en" and page.get_by_role("heading", level=1).inner_text() == "People"
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login/")


def test_whole_id_number_on_request(cast, visit):
    page = visit(cast.officer)
    page.goto(f"/people/{cast.shen.pk}/")
    page.get_by_role("button", name="显示全号").click()
    page.get_by_text("310110193803052563").wait_for()
