"""The month closes and is bound: an officer closes its attendance, binds the carers' volume and reads it, the background worker doing the work."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from qianshou.booklets.models import Volume
from qianshou.booklets.queries.volumes import file_of
from qianshou.booklets.store import sha256_of
from qianshou.care.operations.credits import credit_days
from qianshou.kernel import clock
from qianshou.merit.models import ClosedSheet
from tests.booklets import november
from tests.booklets.test_bind_month import text_of
from tests.browser.test_whole_way import work
from tests.merit import street as appraising

MONTH = november.MONTH
CODE = f"{MONTH:%Y-%m}"


@pytest.fixture
def december(cast, settings, tmp_path):
    """The first of December, after the November of the cast: Tan's visits are credited, her appraisal is closed."""
    settings.DATA_DIR = settings.MEDIA_ROOT = tmp_path
    november.live(cast)
    appraising.month_of(cast, cast.tan, cast.shen, first=MONTH)
    credit_days(carer_id=cast.tan.pk, days=[MONTH + timedelta(days=n) for n in range(30)], now=november.AFTER)
    appraising.closed(cast, appraising.opened(cast, now=november.AFTER, month=MONTH)[cast.tan.pk], now=november.AFTER)
    with clock.frozen(november.AFTER):
        yield cast


def test_the_month_closes_and_is_bound(december, visit, shoot):
    page = visit(december.officer)
    page.goto(f"/attendance/?month={CODE}")
    page.get_by_role("link", name="月末关账").first.click()
    page.fill("#why", "漏打卡本人记不清，不计工时")
    page.get_by_role("button", name="已核对，签核").click()
    page.get_by_role("button", name="2026年11月关账").click()
    page.get_by_text("校验码").wait_for()

    page.goto(f"/booklets/?month={CODE}")
    page.keyboard.press("b")
    page.get_by_text("正在装订：8 份中已好 0 份").wait_for()
    work()
    carers = page.locator(".volume").filter(has_text="关爱员：考勤、考核、积分")
    expect(carers.locator(".state.done")).to_have_text("已装订", timeout=20_000)
    volume = Volume.objects.get(kind="attendance")
    expect(carers).to_contain_text(f"SHA-256 {volume.sha256[:12]}")
    shoot(page, "month-bound-desk-zh")
    with page.expect_download() as saved:
        carers.get_by_role("link", name="另存").click()
    assert sha256_of(saved.value.path()) == volume.sha256 == sha256_of(file_of(volume))

    points = sum(credit.points for credit in december.tan.credits.filter(points__gt=0))
    sheet, appraisal, statement = (page for page in text_of(volume) if "谭美华" in page and "目录" not in page)
    closed = ClosedSheet.objects.get(carer=december.tan)
    assert "11-02一8:0516:358:30" in sheet and f"关账校验{closed.sha256[:12]}" in sheet
    assert "关爱员考核表" in appraisal and "上门准时，老人都夸" in appraisal
    assert "关爱员积分单" in statement and any(line.startswith("合计") and line.endswith(str(points)) for line in statement.splitlines())
    outsider = visit(december.outsider)
    assert outsider.request.get(f"/booklets/volume/{volume.pk}.pdf").status == 404
