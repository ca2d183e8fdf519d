"""A carer's month in a browser: an elder is rung with keys, the talk is written, she signs on the screen, and the pages fit both windows and are accessible."""

import pytest

from qianshou.kernel import clock
from qianshou.merit.models import Appraisal, AppraisalSign, CallBack
from tests.cast import NOON
from tests.merit.praised import praised
from tests.merit.street import MONTH

CODE = f"{MONTH:%Y-%m}"


@pytest.fixture
def noon(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with clock.frozen(NOON):
        praised(cast)
        yield cast


def test_a_month_of_appraisal_is_worked_through_at_the_keyboard(noon, visit, look):
    page, troubles = visit(noon.officer), []
    page.goto(f"/appraisal/calls/?month={CODE}")
    troubles += look(page, "appraisal-calls", "zh-hans", axed=("desk",))
    for key in ("1", "5", "7", "s"):
        page.keyboard.press(key)
    page.locator(".toast").wait_for()
    assert CallBack.objects.get(elder=noon.lu).answers == {"came": "yes", "did": "partly", "kind": "yes"}
    page.goto(f"/appraisal/?month={CODE}")
    troubles += look(page, "appraisal-month", "zh-hans", axed=("desk",))
    page.goto(f"/appraisal/{noon.feng.pk}/{CODE}/")
    page.fill("#said_by_office", "肯学")
    page.get_by_role("button", name="记下", exact=False).first.click()
    pad = page.locator("#pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 90, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="保存签名").click()
    page.locator(".toast").first.wait_for()
    assert AppraisalSign.objects.get(appraisal=Appraisal.objects.get(carer=noon.feng)).paper.media_type == "image/png"
    for name, path in (("sheet", f"/appraisal/{noon.tan.pk}/{CODE}/"), ("waits", f"/appraisal/{noon.shao.pk}/{CODE}/"), ("part", f"/appraisal/{noon.tan.pk}/{CODE}/done/"),
                       ("drawn", f"/appraisal/calls/drawn/?month={CODE}"), ("spots", f"/appraisal/spot/?month={CODE}"), ("trainings", f"/appraisal/training/?month={CODE}"),
                       ("feedback", f"/appraisal/feedback/?month={CODE}"), ("honours", "/honours/")):  # fmt: skip
        page.goto(path)
        troubles += look(page, f"appraisal-{name}", "zh-hans", axed=("desk",))
    assert not troubles, "\n".join(troubles)
