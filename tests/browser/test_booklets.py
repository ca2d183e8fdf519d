"""The officer ends the month: looks, binds, sees it bound, opens the volume; attendance on a page."""

import pytest

from qianshou.booklets.models import Volume
from qianshou.booklets.operations import bind_month, bind_waiting
from qianshou.kernel import clock
from qianshou.people.models import Person
from tests.booklets import november

MONTH = november.MONTH


@pytest.fixture
def december(cast, settings, tmp_path):
    """The first of December, after the November of the cast."""
    settings.DATA_DIR = tmp_path
    november.live(cast)
    with clock.frozen(november.AFTER):
        yield cast


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_of_the_month(december, visit, look, language):
    page = visit(december.officer, language=language)
    Person.objects.filter(pk=december.lu.pk).update(name="陆\U0002b740根")
    pages = {"month-empty": "/booklets/?month=2026-10", "month": "/booklets/", "forms": "/booklets/forms/?month=2026-11",
             "person": f"/booklets/forms/{december.shen.pk}/", "silent": "/booklets/silent/?month=2026-11", "unprintable": f"/booklets/form/{december.lu.pk}/2026-11.pdf",
             "attendance": "/attendance/?month=2026-11", "sheet": f"/attendance/{december.tan.pk}/?month=2026-11"}  # fmt: skip
    bind_month(street_id=december.street.pk, month=MONTH, by_id=december.officer.pk, now=november.AFTER)
    bind_waiting(street_id=december.street.pk, month=MONTH, language="zh-hans", now=november.AFTER)
    Person.objects.filter(pk=december.shen.pk).update(name="沈玉芬")
    troubles = []
    for name, url in pages.items():
        page.goto(url)
        page.wait_for_load_state("networkidle")
        troubles += look(page, f"booklets-{name}", language)
    assert not troubles, "\n".join(troubles)


def test_binding_goes_on_while_the_page_looks_on(december, visit, axe, shoot):
    page = visit(december.officer)
    page.goto("/booklets/")
    page.get_by_text("没有未了的事").or_(page.get_by_text("没有回音")).wait_for()
    page.keyboard.press("b")
    page.get_by_text("正在装订：8 份中已好 0 份").wait_for()
    shoot(page, "booklets-binding-desk-zh")
    assert not axe(page)
    assert bind_waiting(street_id=december.street.pk, month=MONTH, language="zh-hans", now=november.AFTER) == 3  # the worker
    page.get_by_role("button", name="重新装订").wait_for(timeout=10_000)
    assert page.locator(".volume .state.done").count() == 3
    volume = Volume.objects.get(kind="forms", committee=december.huaide)
    answer = page.request.get(f"/booklets/volume/{volume.pk}.pdf")
    assert answer.ok and answer.body().startswith(b"%PDF")
