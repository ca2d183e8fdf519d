"""At the desk from the telephone call to the net, with an appeal on the way: by hand, in both languages, on wide and narrow windows."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from qianshou.access.operations import set_language
from qianshou.care.models import IntakeCase, Link, PlanItem
from qianshou.kernel import clock
from tests.cast import NOON, user
from tests.intake import way


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


@dataclass
class Desk:
    """The officer's hands, and what is wrong with the pages they come past."""

    cast: object
    page: object
    look: object
    troubles: list[str] = field(default_factory=list)

    def seen(self, name: str) -> None:
        """Both languages, both windows, axe."""
        for language in ("en", "zh-hans"):
            set_language(user=self.cast.officer, language=language)
            self.page.reload()
            self.troubles += self.look(self.page, f"intake-{name}", language)
        self.page.set_viewport_size({"width": 1440, "height": 900})

    def press(self, name: str, then: str) -> None:
        """A button, and the words that must stand on the page then."""
        self.page.get_by_role("button", name=name).last.click()
        self.page.wait_for_selector(f"text={then}")

    def applies(self) -> IntakeCase:
        page = self.page
        page.goto("/intake/")
        self.seen("empty")
        page.get_by_role("link", name="新申请").first.click()
        self.seen("new")
        page.get_by_label("姓名", exact=True).fill("毛桂珍")
        page.locator("#id_birth_date").fill("1943-05-06")
        page.locator("#id_applicant").select_option("family")
        page.get_by_label("申请人姓名").fill("毛建国")
        page.get_by_label("关系").fill("儿子")
        page.get_by_label("本人的话：希望什么").fill("想有人陪着走走")
        page.get_by_label("助行").check()
        self.press("记下", "申请已记下")
        return IntakeCase.objects.get()

    def checks(self) -> None:
        page = self.page
        self.seen("check")
        for what in ("住在本街道", "独居"):
            page.get_by_role("radiogroup", name=what).get_by_label("是", exact=True).check()
        papers = page.get_by_role("group", name="这次看过的材料")
        papers.get_by_label("身份证").check()
        self.press("审核完成，去约上门", "还缺：户口簿")
        for paper in ("身份证", "户口簿"):
            papers.get_by_label(paper).check()
        self.press("审核完成，去约上门", "审核完成。")

    def visits(self, case: IntakeCase) -> None:
        page = self.page
        page.get_by_label("日期和时间").fill("2026-11-26T14:00")
        page.get_by_label("谁上门").select_option(str(self.cast.assessor.pk))
        self.press("约定", "已约好上门")
        way.visited(self.cast, way.fresh(case))  # filling a form in has its own tests
        self.seen("assess")
        page.get_by_label("谁评估").select_option(str(self.cast.assessor.pk))
        page.get_by_label("上门日期").fill("2026-11-24")
        self.press("已上门评估", "评估完成")

    def decides(self) -> None:
        self.seen("decide")
        self.page.get_by_label("不同意", exact=True).check()
        self.page.get_by_label("理由（写进决定书）").fill("日常能自理")
        self.press("作决定", "已决定。")
        self.seen("refused")

    def appeals(self, case: IntakeCase) -> None:
        page = self.page
        page.get_by_text("对决定提出申诉").click()
        page.locator("#ap-reason").fill("夜里摔过两次")
        self.press("记下申诉", "申诉已记下")
        self.seen("appeal")
        assert str(self.cast.assessor.pk) not in page.locator("#assessor option").evaluate_all("all => all.map(o => o.value)")
        way.visited(self.cast, way.fresh(case), by=self.cast.committee_worker, changes=["dementia"])
        page.reload()
        page.get_by_label("谁评估").select_option(str(self.cast.officer.pk))
        self.press("已上门评估", "评估是您做的")  # so a colleague decides
        colleague = user("zhou", "周建国", "street_officer", NOON, street_id=self.cast.street.pk)
        way.decide(self.cast, way.fresh(case), "granted", 1, by=colleague, reason="复评为轻度")
        page.goto(f"/intake/{case.pk}/")

    def plans(self) -> None:
        self.seen("plan")
        self.page.locator("[name='times.0']").select_option("3")
        self.press("定下计划", "计划已定")

    def asks(self) -> None:
        self.seen("consent")
        for answer in self.page.locator("[value=given]").all():
            answer.check()
        self.page.locator("[name='answer.photos'][value=refused]").check()
        self.press("记下回答", "不同意的就不做")
        self.seen("booklet")
        self.press("手册已发", "下一步：入网")

    def links(self) -> None:
        self.seen("net")
        self.press("入网", "已有关爱员负责")
        self.seen("done")


def test_from_the_telephone_to_the_net(cast, visit, look):
    desk = Desk(cast, visit(cast.officer), look)
    case = desk.applies()
    assert case.person.name == "毛桂珍" and case.applicant_name == "毛建国"
    desk.checks()
    desk.visits(case)
    desk.decides()
    desk.appeals(case)
    desk.plans()
    assert PlanItem.objects.filter(elder=case.person, times_per_week=3).exists()
    desk.asks()
    desk.links()
    assert Link.objects.filter(elder=case.person).exists()
    desk.page.goto("/intake/?state=closed")
    assert "毛桂珍" in desk.page.inner_text("main")
    assert not desk.troubles, "\n".join(desk.troubles)
