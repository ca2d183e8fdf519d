"""The points at the desk: a month of all, one carer's reasons, an objection and its answer."""

from datetime import timedelta
from uuid import uuid4

import pytest

from qianshou.care.models import Companionship, PointCredit, PointObjection, Visit
from qianshou.care.operations.errors import Refused
from qianshou.care.operations.objections import answer_objection, object_to_points
from qianshou.kernel import clock
from tests.care.conftest import item  # noqa: F401
from tests.care.test_points import TALK, balance
from tests.care.test_points_beside_visits import OUTING, REVIEW, review
from tests.care.test_visit_acts import finish
from tests.cast import DAY, NOON

BACKEND = "qianshou.access.backends.PasswordBackend"
LATER = NOON + timedelta(hours=5)


@pytest.fixture
def done(cast, item) -> Visit:  # noqa: F811
    """Tan has talked to Shen today."""
    visit = Visit.objects.order_by("day").first()
    finish(visit, cast.tan, minutes=30)
    return visit


@pytest.fixture
def desk(cast, client):
    client.force_login(cast.officer, backend=BACKEND)
    with clock.frozen(LATER):
        yield client


def objection(cast, **more) -> PointObjection:
    values = {"carer_id": cast.tan.pk, "day": DAY, "text": "少了一次", "made_at": LATER, "now": LATER, "by_id": None}
    return object_to_points(**values | more)


def test_a_month_and_a_carers_reasons(cast, done, desk):
    month = desk.get("/points/").content.decode()
    assert f"1 项任务，{TALK} 分" in month and month.index("谭") < month.index("邵"), "most points first"
    page = desk.get(f"/points/{cast.tan.pk}/").content.decode()
    assert "助聊" in page and "沈玉芳" in page and f"+{TALK}" in page
    assert "No task" not in page and "这个月还没有做完的任务" in desk.get(f"/points/{cast.shao.pk}/").content.decode()


def test_the_page_shows_company_without_an_hour_and_what_it_earns_and_a_correction_at_the_desk_takes_nothing(cast, done, desk):
    pair = Companionship.objects.create(elder=cast.lu, carer=cast.tan, street=cast.street, since=DAY)
    told = desk.post(f"/company/{pair.pk}/tell/", {"kind": "outing", "on": DAY.isoformat(), "minutes": "60", "text": "滨江", "batch": str(uuid4())})
    assert told.status_code == 302 and balance(cast.tan) == TALK + OUTING
    page = desk.get(f"/points/{cast.tan.pk}/").content.decode()
    assert "陪同外出" in page and "陆根宝" in page and f"+{OUTING}" in page and "23:59" not in page
    rules = desk.get("/points/").content.decode()
    assert "陪同外出" in rules and "高温严寒季节问候" in rules and rules.index("每月回访") < rules.index("每日最多")
    desk.post(f"/company/entries/{pair.entries.get().pk}/undo/")
    assert balance(cast.tan) == TALK


def test_a_monthly_review_that_the_desk_takes_back_loses_its_points(cast, desk):
    form = review(cast)
    assert balance(cast.tan) == REVIEW
    desk.post(f"/assessments/{form.pk}/withdraw/", {"reason": "填错了人"})
    assert balance(cast.tan) == 0


def test_an_objection_is_answered_and_points_are_given_by_hand_once(cast, done, desk):
    desk.post(f"/points/{cast.tan.pk}/object/", {"day": DAY.isoformat(), "text": "还帮她买了菜"})
    row = PointObjection.objects.get()
    assert "1 条异议待答复" in desk.get("/points/").content.decode()
    answer = desk.post(f"/points/objections/{row.pk}/answer/", {"answer": "", "points": "3", "upheld": "1"})
    assert answer.status_code == 422 and "看得懂的答复" in answer.content.decode() and balance(cast.tan) == TALK
    for _twice in range(2):
        desk.post(f"/points/objections/{row.pk}/answer/", {"answer": "补上", "points": "3", "upheld": "1"})
    assert balance(cast.tan) == TALK + 3
    page = desk.get(f"/points/{cast.tan.pk}/").content.decode()
    assert "老龄干部补记" in page and "补上" in page
    desk.post("/points/work-out/", {"month": f"{DAY:%Y-%m}"})
    assert balance(cast.tan) == TALK + 3, "what was given by hand is not worked out of acts"


def test_what_cannot_be_objected_or_answered_says_why(cast):
    for code, more in (("text", {"text": " "}), ("future", {"day": DAY + timedelta(days=1)})):
        with pytest.raises(Refused, match=code):
            objection(cast, **more)
    row = objection(cast, source="act:1")
    assert objection(cast, source="act:1").pk == row.pk, "the same act again"
    with pytest.raises(Refused, match="open"):
        objection(cast)
    told = {"objection_id": row.pk, "answer": "按规定", "now": LATER, "by_id": cast.officer.pk}
    for upheld, points in ((False, 1), (True, 21), (True, -1)):
        with pytest.raises(Refused, match="points"):
            answer_objection(**told, upheld=upheld, points=points)
    answer_objection(**told, upheld=False, points=0)
    with pytest.raises(Refused, match="answered"):
        answer_objection(**told, upheld=True, points=0)
    assert not PointCredit.objects.exists()
    assert objection(cast).state == "open", "a new objection after the answer is heard"


def test_who_must_not_get_in(cast, done, client):
    row = objection(cast)
    client.force_login(cast.outsider, backend=BACKEND)
    for address in (f"/points/{cast.tan.pk}/",):
        assert client.get(address).status_code == 404
    assert client.post(f"/points/objections/{row.pk}/answer/", {"answer": "x", "upheld": "1", "points": "9"}).status_code == 404
    assert "谭" not in client.get("/points/").content.decode() and "少了一次" not in client.get("/points/objections/").content.decode()
    client.post("/points/work-out/", {"month": f"{DAY:%Y-%m}"})
    assert balance(cast.tan) == TALK and PointObjection.objects.get(pk=row.pk).state == "open"
    client.logout()
    assert client.get("/points/").status_code == 302
