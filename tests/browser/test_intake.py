"""At the desk from the telephone call to the net, with an appeal on the way: by hand, in both languages, on wide and narrow windows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianshou.access.operations import set_language
from qianshou.care.models import IntakeCase, Link, PlanItem
from qianshou.kernel import clock
from tests.cast import NOON
from tests.intake import way


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


def test_from_the_telephone_to_the_net(cast, visit, look):
    page = visit(cast.officer)
    troubles: list[str] = []

    def seen(name: str) -> None:
        nonlocal troubles
        for language in ("en", "zh-hans"):
            set_language(user=cast.officer, language=language)
            page.reload()
            troubles += look(page, f"intake-{name}", language)
        page.set_viewport_size({"width": 1440, "height": 900})

    page.goto("/intake/")
    seen("empty")
    page.get_by_role("link", name="新申请").first.click()
    seen("new")
    page.get_by_label("姓名", exact=True).fill("毛桂珍")
    page.get_by_label("出生", exact=False).first.fill("1943-05-06")
    page.get_by_label("谁申请").select_option("family")
    page.get_by_label("申请人姓名").fill("毛建国")
    page.get_by_label("与老人关系" if page.get_by_label("与老人关系").count() else "关系").fill("儿子")
    page.get_by_label("本人的话：希望什么").fill("想有人陪着走走")
    page.get_by_label("助行").check()
    page.get_by_role("button", name="记下").click()
    page.wait_for_url("**/intake/*/")
    case = IntakeCase.objects.get()
    assert case.person.name == "毛桂珍" and case.applicant_name == "毛建国"
    seen("check")
    page.get_by_role("radiogroup", name="住在本街道").get_by_label("是", exact=True).check()
    page.get_by_role("radiogroup", name="独居").get_by_label("是", exact=True).check()
    page.get_by_label("身份证").check()
    page.get_by_role("button", name="审核完成，去约上门").click()
    page.wait_for_selector("[role=alert]")
    assert "户口簿" in page.inner_text("[role=alert]")
    page.get_by_role("group", name="这次看过的材料").get_by_label("身份证").check()
    page.get_by_label("户口簿或居住证明").check()
    page.get_by_role("button", name="审核完成，去约上门").click()
    page.wait_for_selector("text=约上门")
    page.get_by_label("日期和时间").fill("2026-11-26T14:00")
    page.get_by_label("谁上门").select_option(str(cast.assessor.pk))
    page.get_by_role("button", name="约定").click()
    page.wait_for_selector("text=已约好上门")
    way.visited(cast, way.fresh(case))  # the forms have their own test
    seen("assess")
    page.get_by_label("谁评估").select_option(str(cast.assessor.pk))
    page.get_by_label("上门日期").fill("2026-11-24")
    page.get_by_role("button", name="已上门评估").click()
    page.wait_for_selector("text=评估完成")
    seen("decide")
    page.get_by_label("不同意", exact=True).check()
    page.get_by_label("理由（写进决定书）").fill("日常能自理")
    page.get_by_role("button", name="作决定").click()
    page.wait_for_selector("text=已决定")
    seen("refused")
    page.get_by_text("对决定提出申诉").click()
    page.locator("#ap-reason").fill("夜里摔过两次")
    page.get_by_role("button", name="记下申诉").click()
    page.wait_for_selector("text=申诉已记下")
    seen("appeal")
    assert str(cast.assessor.pk) not in page.locator("#assessor option").evaluate_all("all => all.map(o => o.value)")
    way.visited(cast, way.fresh(case), by=cast.committee_worker, answers=None, changes=["dementia"])
    page.reload()
    page.get_by_label("谁评估").select_option(str(cast.officer.pk))
    page.get_by_role("button", name="已上门评估").click()
    page.wait_for_selector("text=评估完成")
    set_language(user=cast.desk, language="zh-hans")
    _decided_by_a_colleague(cast, case)
    page.goto(f"/intake/{case.pk}/")
    seen("plan")
    page.locator("[name='times.0']").select_option("3")
    page.get_by_role("button", name="定下计划").click()
    page.wait_for_selector("text=计划已定")
    assert PlanItem.objects.filter(elder=case.person, times_per_week=3).exists()
    seen("consent")
    for answer in page.locator("[value=given]").all():
        answer.check()
    page.locator("[name='answer.photos'][value=refused]").check()
    page.get_by_role("button", name="记下回答").click()
    page.wait_for_selector("text=不同意的就不做")
    seen("booklet")
    page.get_by_role("button", name="手册已发").click()
    page.wait_for_selector("text=下一步：入网")
    seen("net")
    page.get_by_role("button", name="入网", exact=False).last.click()
    page.wait_for_selector("text=已有关爱员负责")
    seen("done")
    assert Link.objects.filter(elder=case.person).exists()
    page.go_back()
    with clock.frozen(NOON + timedelta(days=1)):
        page.goto("/intake/?state=closed")
        assert "毛桂珍" in page.inner_text("main")
    assert not troubles, "\n".join(troubles)


def _decided_by_a_colleague(cast, case) -> None:
    """The officer assessed on the appeal: another officer decides."""
    colleague = cast_user(cast)
    way.decide(cast, way.fresh(case), "granted", 1, by=colleague, reason="复评为轻度")


def cast_user(cast):
    from tests.cast import user

    return user("zhou", "周建国", "street_officer", NOON, street_id=cast.street.pk)
