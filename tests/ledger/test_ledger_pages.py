"""The books on pages: who gets in, what they show, and a reversal with its reason."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from qianshou.kernel import clock
from qianshou.ledger.models import Transaction
from tests.cast import DAY, NOON
from tests.ledger.books import balance, open_books, pay

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def sign_in(client, user):
    client.force_login(user, backend="qianshou.access.backends.PasswordBackend")
    return client


@pytest.fixture
def noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def officer(cast, client, noon):
    return sign_in(client, cast.officer)


@pytest.fixture
def books(cast):
    made = open_books(cast)
    pay("october", made.cash, made.shen, 123450, day=date(2026, 10, 31))
    made.meal = pay("meals.order:1", made.shen, made.income, 1200, day=DAY)
    return made


def test_an_empty_ledger_says_what_will_stand_here(officer):
    page = text(officer.get("/ledger/"))
    assert "还没有记过账" in page and "不用事先设置" in page


def test_accounts_with_balances_sums_and_filters(cast, officer, books):
    page = text(officer.get("/ledger/"))
    assert "沈玉芳" in page and "¥1,222.50" in page and "−¥1,234.50" in page and "账目平衡" in page
    page = text(officer.get("/ledger/", {"q": "shen"}))
    assert "沈玉芳" in page and "陆根宝" not in page
    assert "¥1,234.50" in text(officer.get("/ledger/", {"q": "shen", "on": "2026-10-31"}))
    assert "没有符合条件的账户" in text(officer.get("/ledger/", {"unit": "points"}))


def test_a_statement_of_this_month_and_of_other_days(cast, officer, books):
    page = text(officer.get(f"/ledger/{books.shen.pk}/"))
    assert "期初余额" in page and "1,234.50" in page and "1,222.50" in page and "meals.order:1" in page
    page = text(officer.get(f"/ledger/{books.shen.pk}/", {"first": "2026-11-20", "last": "2026-11-01"}))  # the wrong way round
    assert "2026-11-01 – 2026-11-20" in page and "这几天没有记账" in page
    assert "2026-11-01 – 2026-11-24" in text(officer.get(f"/ledger/{books.shen.pk}/", {"first": "nonsense", "last": "0001-01-01"}))
    assert officer.get(f"/ledger/{books.shen.pk}/", {"page": "999"}).status_code == 200


def test_a_statement_leaves_as_a_sheet_on_paper_and_as_text(officer, books):
    address = f"/ledger/{books.shen.pk}/?first=2026-10-01&last=2026-11-30"
    rows = CalamineWorkbook.from_filelike(io.BytesIO(officer.get(f"{address}&format=xlsx").content)).get_sheet_by_index(0).to_python()
    assert [row[4] for row in rows[1:]] == [0, 1234.5, 1222.5, 1222.5] and rows[2][2] == 1234.5 and rows[3][3] == 12
    paper = text(officer.get(f"{address}&format=print"))
    assert "对账单" in paper and "沈玉芳" in paper and "1222.50" in paper
    assert "期末余额" in text(officer.get(f"{address}&format=text"))
    accounts = CalamineWorkbook.from_filelike(io.BytesIO(officer.get("/ledger/?format=xlsx").content)).get_sheet_by_index(0).to_python()
    assert sorted(row[2] for row in accounts[1:]) == [-1234.5, 0, 12, 1222.5]


def test_a_reversal_needs_a_reason_and_bears_a_name(cast, officer, books):
    address = f"/ledger/entries/{books.meal.pk}/"
    assert "冲销这笔账" in text(officer.get(address))
    answer = officer.post(f"{address}reverse/", {"reason": "  "})
    assert answer.status_code == 422 and "冲销要写原因" in text(answer)
    page = text(officer.post(f"{address}reverse/", {"reason": "没有送到"}, follow=True))
    made = Transaction.objects.get(reverses=books.meal)
    assert "冲销：没有送到" in page and "已冲销，两笔账都留着" in page and (made.by, made.happened_on) == (cast.officer, DAY)
    assert balance(books.shen) == 123450
    officer.post(f"{address}reverse/", {"reason": "again"})
    assert Transaction.objects.filter(reverses=books.meal).count() == 1
    assert "这笔本身就是冲销" in text(officer.get(f"/ledger/entries/{made.pk}/"))
    assert officer.post(f"/ledger/entries/{made.pk}/reverse/", {"reason": "x"}).status_code == 422
    assert "已冲销" in text(officer.get(f"/ledger/{books.shen.pk}/"))


def test_what_was_spent_is_said_with_what_is_missing(officer, books):
    first = Transaction.objects.get(source="october")
    answer = officer.post(f"/ledger/entries/{first.pk}/reverse/", {"reason": "typed twice"})
    assert answer.status_code == 422 and "还差¥12.00" in text(answer) and 'value="typed twice"' in text(answer)


def test_the_english_pages(cast, client, noon, books):
    cast.officer.language = "en"
    cast.officer.save()
    page = text(sign_in(client, cast.officer).get("/ledger/"))
    assert "the books balance" in page and "4 ledger accounts" in page


def test_outsiders_get_nothing(cast, client, noon, books):
    addresses = [f"/ledger/{books.shen.pk}/", f"/ledger/entries/{books.meal.pk}/"]
    sign_in(client, cast.outsider)
    assert "沈玉芳" not in text(client.get("/ledger/")) and "还没有记过账" in text(client.get("/ledger/"))
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert client.post(f"{addresses[1]}reverse/", {"reason": "x"}).status_code == 404
    for user in (cast.committee_worker, cast.desk, cast.secretary, cast.tan.person.user, cast.family):
        sign_in(client, user)
        assert [client.get(address).status_code for address in ("/ledger/", *addresses)] == [403, 403, 403]
    client.logout()
    assert all(client.get(address).url.startswith("/login/") for address in ("/ledger/", *addresses))
    assert not Transaction.objects.filter(reverses__isnull=False).exists()
