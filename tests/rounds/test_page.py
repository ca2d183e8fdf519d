"""The page of the rounds: who may see it, what it says, what its buttons do."""

from __future__ import annotations

import pytest
from django.urls import reverse

from qianshou.access.operations.streets import set_telephone
from qianshou.kernel import clock
from qianshou.rounds import operations
from qianshou.rounds.models import RoundDay, Stop
from qianshou.rounds.tasks import plan as plan_task
from tests.cast import DAY, NOON

from .days import MORNING, absent, six, visit

pytestmark = pytest.mark.django_db
ACTS = ["plan", "stop-waiting", "without", "move", "give", "out", "pin", "undo", "publish", "unpublish"]


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def visits(cast):
    return six(cast)


@pytest.fixture
def planned(cast, visits):
    operations.plan_day(street_id=cast.street.pk, day=DAY, moves=150, now=MORNING, by_id=cast.officer.pk)
    return visits


def url(name: str, day=DAY) -> str:
    return reverse(f"rounds-{name}", args=[day.isoformat()])


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer, backend="qianshou.access.backends.PasswordBackend")
    return client


def post(client, name: str, **fields):
    row = RoundDay.objects.filter(day=DAY).first()
    return client.post(url(name), {"version": row.version if row else 1, **fields}, headers={"HX-Request": "true"})


def test_who_may_see_the_rounds(client, cast, planned):
    assert client.get(url("day")).status_code == 302
    for name, status in {"officer": 200, "kitchen": 403, "family": 403, "committee_worker": 403, "district_officer": 403}.items():
        client.force_login(getattr(cast, name), backend="qianshou.access.backends.PasswordBackend")
        assert client.get(url("day")).status_code == status, name
    client.force_login(cast.outsider, backend="qianshou.access.backends.PasswordBackend")
    assert "沈玉芳" not in client.get(url("day")).content.decode()


def test_nobody_else_may_act(client, cast, planned):
    for user in (cast.kitchen, cast.secretary, cast.desk):
        client.force_login(user, backend="qianshou.access.backends.PasswordBackend")
        for name in ACTS:
            assert client.post(url(name), {"version": 2}).status_code == 403, (user, name)
    client.force_login(cast.outsider, backend="qianshou.access.backends.PasswordBackend")
    stop = Stop.objects.first()
    answer = post(client, "move", visit=stop.visit_id, carer=stop.carer_id, to=cast.shao.pk)
    assert "沈玉芳" not in answer.content.decode()
    assert RoundDay.objects.get(street=cast.street).version == 2


def test_the_day_before_and_after_planning(officer, cast, visits):
    assert "还没有排" in officer.get(url("day")).content.decode()
    operations.plan_day(street_id=cast.street.pk, day=DAY, moves=150, now=MORNING, by_id=cast.officer.pk)
    page = officer.get(url("day")).content.decode()
    assert "沈玉芳" in page and "<svg" in page and "style=" not in page
    assert "还没有在地图上定位" in page
    english = officer.get(url("day"), headers={"accept-language": "en"})
    assert english.status_code == 200


def test_an_empty_day_says_what_to_do(officer, cast):
    assert "照护计划" in officer.get(url("day")).content.decode()


def test_nonsense_days_are_404(officer):
    assert officer.get("/rounds/2026-13-40/").status_code == 404
    assert officer.get("/rounds/tomorrow/").status_code == 404


def test_plan_in_the_background(officer, cast, visits):
    page = post(officer, "plan").content.decode()
    assert "正在排" in page and "every 1s" in page
    assert "正在排" in post(officer, "undo").content.decode()
    plan_task(street_id=cast.street.pk, day=DAY.isoformat(), seconds=0.2, by_id=cast.officer.pk, version=1)
    assert "every 1s" not in officer.get(url("state")).content.decode()
    post(officer, "plan")
    assert "已放弃" in post(officer, "stop-waiting").content.decode()


def test_move_undo_pin_and_take_out(officer, cast, planned):
    stop = Stop.objects.get(visit=planned["walk"])
    taker = cast.shao if stop.carer_id == cast.tan.pk else cast.tan
    post(officer, "move", visit=stop.visit_id, carer=stop.carer_id, to=taker.pk, position="")
    assert Stop.objects.get(visit=planned["walk"]).carer == taker
    post(officer, "pin", visit=stop.visit_id, carer=taker.pk, what="order", on="1")
    assert Stop.objects.get(visit=planned["walk"]).pinned_order
    post(officer, "out", visit=stop.visit_id)
    assert not Stop.objects.filter(visit=planned["walk"]).exists()
    for _ in range(3):
        post(officer, "undo")
    assert Stop.objects.get(visit=planned["walk"]).carer_id == stop.carer_id


def test_a_rule_is_asked_back_and_insisted_on(officer, cast, planned):
    stop = Stop.objects.get(visit=planned["clean"])
    fields = {"visit": stop.visit_id, "carer": stop.carer_id, "to": cast.volunteer.pk}
    page = post(officer, "move", **fields).content.decode()
    assert "这一步没有生效" in page and "另一类人员" in page
    page = post(officer, "move", **fields, why="邻居，说好了").content.decode()
    assert "这一步没有生效" not in page and "邻居，说好了" in page
    assert Stop.objects.get(visit=planned["clean"]).carer == cast.volunteer


def test_two_officers_get_a_clear_word(officer, cast, planned):
    stop = Stop.objects.get(visit=planned["walk"])
    post(officer, "pin", visit=stop.visit_id, carer=stop.carer_id, what="carer", on="1")
    answer = officer.post(url("undo"), {"version": 2}, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "王敏 刚改过这一天" in answer.content.decode()
    assert officer.post(url("undo"), {"version": 2}).status_code == 409


def test_an_unserved_visit_says_why_and_is_given(officer, cast, planned):
    bath = visit(cast, cast.lu, "bathing", clock.at(DAY, NOON.time()).time(), clock.at(DAY, NOON.time()).time(), minutes=30)
    page = officer.get(url("day")).content.decode()
    assert "没人去" in page and "交给" in page
    assert "没有生效" in post(officer, "give", visit=bath.pk, to=cast.tan.pk).content.decode()
    post(officer, "give", visit=bath.pk, to=cast.tan.pk, why="季伟带教")
    assert Stop.objects.get(visit=bath).carer == cast.tan


def test_around_an_absence(officer, cast, planned):
    absent(cast, cast.tan)
    page = officer.get(url("day")).content.decode()
    assert "请假了" in page
    post(officer, "without", carer=cast.tan.pk)
    assert not Stop.objects.filter(carer=cast.tan).exists()


def test_publish_and_take_back(officer, cast, planned):
    assert "已发手机" in post(officer, "publish").content.decode()
    assert "草稿" in post(officer, "unpublish").content.decode()


def test_without_script_it_goes_by_redirect(officer, cast, planned):
    answer = officer.post(url("publish"), {"version": 2})
    assert answer.status_code == 302 and answer.url == url("day")
    assert officer.post(url("move"), {"version": "x"}).status_code == 400
    assert officer.get(url("plan")).status_code == 405


def test_paper_and_lists(officer, cast, planned):
    paper = officer.get(url("paper")).content.decode()
    assert paper.count("<article") == len({s.carer_id for s in Stop.objects.all()}) and "☐" in paper
    assert "办公室电话" in paper and "老人签名" in paper
    set_telephone(street_id=cast.street.pk, telephone="021-6512 3456", now=NOON)
    assert "没人应门或有情况，马上打 021-6512 3456" in officer.get(url("paper")).content.decode()
    one = officer.get(url("paper"), {"carer": cast.tan.pk}).content.decode()
    assert one.count("<article") == 1
    assert officer.get(url("day"), {"format": "xlsx"}).content[:2] == b"PK"
    text = officer.get(url("day"), {"format": "text"}).content.decode()
    assert "沈玉芳" in text and "谭美华" in text
