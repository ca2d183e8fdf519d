"""The carers' volume: attendance, appraisal and points of each, beginning on a right-hand page."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianshou.booklets.carers import Credited, PointsMonth, points_data, statement_words
from qianshou.booklets.models import Volume
from qianshou.booklets.operations import bind_month, bind_waiting
from qianshou.booklets.queries.volumes import file_of
from qianshou.care.models import Companionship, PointObjection
from qianshou.care.operations import company
from qianshou.care.operations.credits import credit_days
from tests.booklets.test_bind_month import AFTER, MONTH, text_of
from tests.cast import NOON
from tests.merit import street as appraising

pytestmark = pytest.mark.django_db
DAYS = [MONTH + timedelta(days=n) for n in range(30)]


def bound(cast, now=AFTER) -> Volume:
    bind_month(street_id=cast.street.pk, month=MONTH, by_id=cast.officer.pk, now=now)
    bind_waiting(street_id=cast.street.pk, month=MONTH, language="zh-hans", now=now)
    return Volume.objects.get(kind="attendance")


@pytest.fixture
def worked(street_month):
    """Tan's visits of the month are credited, she was appraised, and she objected to a day."""
    cast = street_month
    appraising.month_of(cast, cast.tan, cast.shen, first=MONTH)
    credit_days(carer_id=cast.tan.pk, days=DAYS, now=AFTER)
    PointObjection.objects.create(carer=cast.tan, street=cast.street, day=MONTH + timedelta(days=3), text="少了一次洗浴", made_at=NOON)
    appraising.opened(cast, now=AFTER, month=MONTH)
    return cast


def test_each_carer_has_her_three_sheets_together(worked):
    pages = text_of(bound(worked))
    mine = [number for number, page in enumerate(pages) if "谭美华" in page and number > 1]
    assert [name for name in ("考勤表", "考核表", "积分单") if name in pages[mine[0] + ("考勤表", "考核表", "积分单").index(name)]] == ["考勤表", "考核表", "积分单"]
    assert mine == list(range(mine[0], mine[0] + 3)) and mine[0] % 2 == 0, "on a right-hand page: pages are counted from 0 here"
    credits = worked.tan.credits.filter(points__gt=0)
    statement = pages[mine[2]]
    assert credits.exists() and str(sum(one.points for one in credits)) in statement and "少了一次洗浴" in statement


def test_the_statement_says_what_was_done_beside_visits(worked):
    pair = Companionship.objects.create(elder=worked.shen, carer=worked.tan, street=worked.street, since=MONTH)
    for kind in ("outing", "call", "call"):
        company.tell(
            companionship_id=pair.pk, kind=kind, on=MONTH + timedelta(days=2), minutes=60, text="", batch=uuid4(), now=AFTER, by_id=worked.officer.pk
        )
    pages = text_of(bound(worked))
    mine = "".join(page for page in pages if "谭美华" in page and "积分单" in page)
    assert "陪同外出" in mine and "电话问候×2" in mine


def test_the_same_record_prints_the_same_bytes_and_other_points_do_not(worked):
    first = file_of(bound(worked)).read_bytes()
    assert file_of(bound(worked, AFTER + timedelta(days=9))).read_bytes() == first
    PointObjection.objects.filter(carer=worked.tan).update(state="refused", answer="那天没有洗浴", answered_at=NOON, answered_by=worked.officer)
    assert file_of(bound(worked, AFTER + timedelta(days=10))).read_bytes() != first


@given(st.lists(st.tuples(st.integers(1, 28), st.sampled_from(["助聊", "助浴", "助餐"]), st.integers(1, 9), st.integers(-3, 3)), max_size=40))
def test_the_lines_of_the_days_add_up_to_the_sum(tasks):
    found = [Credited(date(2026, 11, day), service, points, [("冬季", extra)]) for day, service, points, extra in tasks]
    data = points_data(PointsMonth(found), statement_words("zh"))
    assert sum(int(line["points"]) for line in data["lines"]) == int(data["sum"]) == sum(points for _, _, points, _ in tasks)
    assert sum(int(line["tasks"]) for line in data["lines"]) == int(data["tasks"]) == len(tasks)
    assert [line["day"] for line in data["lines"]] == sorted({f"11-{day:02d}" for day, *_ in tasks})
