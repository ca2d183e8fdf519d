"""The month's subsidy sheets: what came and nothing else, the same bytes twice, read back as they were written."""

import subprocess
from datetime import timedelta
from io import BytesIO

import pytest
from django.db.models import F
from python_calamine import CalamineWorkbook

from qianshou.access.scope import Scope
from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import Order
from qianshou.meals.queries.subsidies import subsidy_month
from tests.meals_after.after import BACKEND, CODE, DAY, EVENING, MONTH, cart, door, order, point

DECEMBER = EVENING + timedelta(days=10)


@pytest.fixture
def street(cast):
    """Shen: two came, one did not; Lu: one came, a double portion; Bao: nothing was heard; one ate at the point."""
    van = cart(cast.street)
    for back, state in ((0, "handed"), (1, "neighbour"), (2, "nobody")):
        door(order(cast.shen, DAY - timedelta(days=back)), state, on=van)
    door(order(cast.lu, portions=2, subsidy=200, reasons=["age_80"]), "handed", on=van)
    door(order(cast.bao), on=van)
    order(cast.lu, DAY - timedelta(days=1), subsidy=0, reasons=["age_unknown"], place="dine_in", point=point(cast))
    door(order(cast.stranger), "handed")
    return cast


def text(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


@pytest.fixture
def get(street, client):
    """get(address, user=the officer) → the answer in December."""

    def asked(path: str, user=None):
        client.force_login(user or street.officer, backend=BACKEND)
        with clock.frozen(DECEMBER):
            return client.get(f"/fed/month/{CODE}/{path}")

    return asked


def test_only_what_came_is_claimed(street):
    found = subsidy_month(scope=Scope.system(street.street.pk), month=MONTH, now=DECEMBER)
    lines = {line.name: line for sheet in found.sheets.values() for line in sheet.lines}
    assert set(lines) == {"沈玉芳", "陆根宝"}
    assert (lines["沈玉芳"].orders, lines["沈玉芳"].subsidy_fen, lines["沈玉芳"].pays_fen) == (2, 600, 1800)
    assert lines["沈玉芳"].reasons == {"age_80": 400, "disabled": 200}  # as the price list has them, twice
    assert (lines["陆根宝"].portions, lines["陆根宝"].price_fen, lines["陆根宝"].subsidy_fen) == (3, 3600, 200)
    assert [(one.name, one.orders, one.subsidy_fen) for one in found.open] == [("鲍秀英", 1, 300)]
    assert found.codes == ["age_80", "disabled"]


def test_a_meal_that_was_settled_is_claimed(street):
    one = Order.objects.get(person=street.bao)
    meals.check_meal(order_id=one.pk, came=True, now=EVENING, by_id=street.officer.pk)
    found = subsidy_month(scope=Scope.system(street.street.pk), month=MONTH, now=DECEMBER)
    assert not found.open and sum(sheet.total.subsidy_fen for sheet in found.sheets.values()) == 1100


def test_the_paper_is_the_same_bytes_and_says_it(get):
    first = get("sheet.pdf")
    assert first["Content-Type"] == "application/pdf" and first.content == get("sheet.pdf").content
    said = text(first.content)
    for words in ("老年人助餐补贴汇总表", "老年人助餐补贴明细表", "沈玉芳", "陆根宝", "怀德居委会", "80岁以上", "残疾", "8.00", "街道（盖章）", "签名", "PINGLIANG-BT-202611"):
        assert words in said.replace(" ", ""), words
    assert "另有 1 人 1 餐没有送达记录" in said and "鲍秀英" in said and "单国栋" not in said and "草稿" not in said
    english = text(get("sheet.pdf?language=en").content)
    assert "Meal Subsidies" in english and "80 and over" in english


def test_one_committees_sheet_has_its_own_people_only(street, get):
    said = text(get(f"sheet.pdf?committee={street.huolan.pk}").content)
    assert "陆根宝" in said and "沈玉芳" not in said and "汇总" not in said and f"PINGLIANG-BT-202611-{street.huolan.pk}" in said


def test_a_month_that_is_not_over_is_a_draft(street, client):
    client.force_login(street.officer, backend=BACKEND)
    with clock.frozen(EVENING):
        assert "草稿" in text(client.get(f"/fed/month/{CODE}/sheet.pdf").content)


def test_the_workbook_is_the_same_bytes_and_reads_back(get):
    first = get("sheet.xlsx").content
    assert first == get("sheet.xlsx").content
    book = CalamineWorkbook.from_filelike(BytesIO(first))
    assert book.sheet_names == ["老年人助餐补贴汇总表", "怀德居委会", "霍兰居委会"]
    huaide = book.get_sheet_by_name("怀德居委会").to_python()
    head, line, total = huaide[2], huaide[3], huaide[4]
    assert head[:2] == ["序", "姓名"] and head[-1] == "签名"
    assert line[1:8] == ["沈玉芳", 2, 24.0, 4.0, 2.0, 6.0, 18.0] and total[2:8] == [2, 24.0, 4.0, 2.0, 6.0, 18.0]
    summary = book.get_sheet_by_name("老年人助餐补贴汇总表").to_python()
    assert summary[5][2:4] == [2, 5] and summary[5][-2:] == [8.0, 52.0]


def test_an_empty_month_is_an_empty_sheet(get, street):
    Order.objects.filter(street=street.street).update(day=F("day") - timedelta(days=60))
    assert "本月没有送达的餐" in text(get("sheet.pdf").content)
    assert len(CalamineWorkbook.from_filelike(BytesIO(get("sheet.xlsx").content)).sheet_names) == 1


def test_whose_sheets_one_may_take(street, get):
    assert get(f"sheet.pdf?committee={street.huaide.pk}", street.outsider).status_code == 404
    assert "沈玉芳" not in text(get("sheet.pdf", street.outsider).content)
    own = text(get("sheet.pdf", street.committee_worker).content)
    assert "沈玉芳" in own and "陆根宝" not in own
    assert get(f"sheet.xlsx?committee={street.huolan.pk}", street.committee_worker).status_code == 404
    assert get("sheet.pdf", street.desk).status_code == 403
