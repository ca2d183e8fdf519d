"""Level and review stand on the month's form, as they were answered; the office's own forms are no services of hers."""

from datetime import date

from qianshou.access.scope import scope_of
from qianshou.assessment.operations import owe_reassessments, withdraw
from qianshou.booklets.queries.months import month_of
from qianshou.booklets.sheets import Binding, form_data
from qianshou.care.operations import owe_reviews
from tests.assessment.answers import best
from tests.assessment.test_make_assessment import done
from tests.cast import DAY, NOON

NOVEMBER = date(2026, 11, 1)


def form(cast, language="zh", month=NOVEMBER):
    found, _person = month_of(scope_of(cast.officer, DAY), cast.shen.pk, month, NOON, language)
    return form_data(found, Binding(month, cast.street.name, "", DAY, language=language))


def said(data) -> dict[str, str]:
    return {remark["name"]: remark["text"] for remark in data["remarks"]}


def cells(data) -> list[str]:
    return [cell["text"] for line in data["head"] for cell in line]


def test_the_level_before_the_month_s_end_stands_in_the_head(cast):
    assert "轻度失能" not in cells(form(cast))
    done(cast, answers=best("gbt42195", stairs="p1"))
    assert "轻度失能" in cells(form(cast)) and "Mild" in cells(form(cast, "en"))
    assert "轻度失能" not in cells(form(cast, month=date(2026, 10, 1)))  # it was made later


def test_the_review_stands_among_the_remarks_by_its_parts(cast):
    answers = best("monthly_review", eating="worse", spirits="better", needs=["bathing", "company"], events=["none"], words="想女儿了")
    review = done(cast, instrument="monthly_review", month=DAY, answers=answers)
    remarks = said(form(cast))
    whole = " ".join(remarks.values())
    for words in ("胃口：比上月差", "心情：比上月好", "需要什么：助浴、陪伴", "想女儿了"):
        assert words in whole, words
    assert "发生了什么" not in whole  # nothing happened is no news
    assert "胃口" in next(iter(remarks.values())), "body comes first"
    assert "Appetite: worse than last month" in " ".join(said(form(cast, "en")).values())
    assert "胃口" not in " ".join(said(form(cast, month=date(2026, 10, 1))).values())
    withdraw(assessment_id=review.pk, reason="错", now=NOON, by_id=cast.officer.pk)
    assert "胃口" not in " ".join(said(form(cast)).values())


def test_forms_that_the_office_owes_are_no_services(cast):
    before = form(cast)["services"]
    done(cast, on=date(2025, 11, 26))
    assert owe_reviews(street_id=cast.street.pk, now=NOON) and owe_reassessments(street_id=cast.street.pk, now=NOON)
    assert form(cast)["services"] == before
