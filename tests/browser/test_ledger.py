"""The books in a browser: from the list to a statement, to an entry, to its reversal; both languages, both widths, axe everywhere."""

import re
from datetime import date

import pytest

from qianshou.kernel import clock
from tests.browser.conftest import fits
from tests.browser.ways import WAYS
from tests.cast import DAY, NOON
from tests.ledger.books import balance, open_books, pay

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def books(cast):
    with clock.frozen(NOON):
        made = open_books(cast)
        pay("october", made.cash, made.shen, 30_000, day=date(2026, 10, 31))
        for n in range(1, 4):
            pay(f"meals.order:{n}", made.shen, made.income, 1200, day=DAY, by_id=cast.officer.pk)
        yield made


@pytest.mark.parametrize(("language", "size"), WAYS)
def test_a_wrong_entry_is_found_and_reversed(cast, books, visit, axe, shoot, language, size):
    page, found = visit(cast.officer, language=language, size=size), []

    def look(name):
        assert fits(page), name
        found.extend(axe(page))
        shoot(page, f"ledger-{name}-{language}-{size}")

    page.goto("/ledger/")
    look("list")
    page.fill("#q", "shen")
    page.press("#q", "Enter")
    page.wait_for_url(re.compile("q=shen"))
    page.click("main table:last-of-type >> text=沈玉芳")
    look("statement")
    page.click("text=meals.order:2")
    look("entry")
    page.fill("#reason", "没有送到")
    page.click("form[action$='/reverse/'] button")
    page.wait_for_selector(".toast")
    look("reversed")
    page.goto(f"/ledger/{books.shen.pk}/?first=2026-10-01&last=2026-10-30")
    look("no-entries")
    page.goto("/ledger/?unit=points")
    look("nothing-fits")
    assert found == [] and balance(books.shen) == 30_000 - 2 * 1200


def test_before_the_first_entry(cast, visit, axe, shoot):
    page = visit(cast.officer)
    page.goto("/ledger/")
    assert "还没有记过账" in page.content() and fits(page) and axe(page) == []
    shoot(page, "ledger-empty")
