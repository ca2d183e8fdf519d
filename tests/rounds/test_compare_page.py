"""The page that compares two plans: what it says, how one is taken, who may not."""

from __future__ import annotations

import pytest
from django.urls import reverse

from qianshou.kernel import clock
from qianshou.rounds import operations
from qianshou.rounds.models import Proposal, RoundDay, Stop
from tests.cast import DAY, NOON

from .days import MORNING, six

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def visits(cast):
    """A planned day, and one visit given to somebody else by hand: version 2 is the plan as it was before."""
    made = six(cast)
    operations.plan_day(street_id=cast.street.pk, day=DAY, moves=150, now=MORNING, by_id=cast.officer.pk)
    stop = Stop.objects.get(visit=made["walk"])
    taker = cast.shao if stop.carer_id == cast.tan.pk else cast.tan
    operations.move_stop(street_id=cast.street.pk, day=DAY, visit_id=made["walk"].pk, carer_id=stop.carer_id, to_carer_id=taker.pk,
                         position=None, version=2, by_id=cast.officer.pk, now=MORNING)  # fmt: skip
    return made


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer, backend="qianshou.access.backends.PasswordBackend")
    return client


def url(name: str) -> str:
    return reverse(f"rounds-{name}", args=[DAY.isoformat()])


def version() -> int:
    return RoundDay.objects.get(day=DAY).version


def post(client, name: str, **fields):
    return client.post(url(name), {"version": version(), **fields})


def proposed(client, **fields) -> Proposal:
    answer = post(client, "propose", **{"pins": "1"} | fields)
    assert answer.status_code == 302 and answer.url.startswith(url("compare") + "?a=now")
    return Proposal.objects.first()


def made(client, **fields) -> Proposal:
    proposal = proposed(client, **fields)
    operations.make_proposal(proposal_id=proposal.pk, ask_clock=lambda: NOON, moves=150)
    return proposal


def test_two_plans_side_by_side(officer, cast, visits):
    page = officer.get(url("compare"), {"a": "v2", "b": "now"}).content.decode()
    for word in ("路上（分钟）", "等候（分钟）", "迟到（分钟）", "超时（分钟）", "由对口关爱员去的", "与平均相差（分钟）", "没人去", "加 1 次", "减 1 次", "陆根宝"):
        assert word in page, word
    assert "style=" not in page and '<option value="v2" selected' in page and '<option value="now" selected' in page
    assert "1 次上门换了人" in page and "采用甲" in page and "采用乙" not in page
    same = officer.get(url("compare"), {"a": "now", "b": "now"}).content.decode()
    assert "两边是同一版" in same and "采用" not in same.partition("<details")[0]
    english = officer.get(url("compare"), {"a": "v2", "b": "now", "format": "text"})
    assert english.status_code == 200 and "陆根宝" in english.content.decode()
    assert officer.get(url("compare"), {"format": "xlsx"}).content[:2] == b"PK"


def test_an_unknown_plan_is_404_and_an_empty_day_says_what_to_do(officer, cast, visits):
    for code in ("v9", "p1", "x", "v", "p²", "now2"):
        assert officer.get(url("compare"), {"a": code}).status_code == 404, code
    page = officer.get(reverse("rounds-compare", args=["2026-11-30"])).content.decode()
    assert "还没有可以对比的" in page


def test_propose_wait_look_and_take(officer, cast, visits):
    assert "再排一版" in officer.get(url("day")).content.decode()
    proposal = proposed(officer, before="09:30", carer=[cast.tan.pk, cast.shao.pk])
    assert proposal.keep == {"pins": True, "carers": sorted([str(cast.tan.pk), str(cast.shao.pk)]), "before": 9 * 3600 + 1800, "close": False}
    page = officer.get(url("compare")).content.decode()
    assert "every 1s" in page and "当天安排不受影响" in page
    assert post(officer, "propose").status_code == 422
    operations.make_proposal(proposal_id=proposal.pk, ask_clock=lambda: NOON, moves=150)
    part = officer.get(url("compare"), headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div id="compare"') and "every 1s" not in part and f"备选方案 {proposal.pk}" in part
    was = version()
    assert post(officer, "take", choice=f"p{proposal.pk}").url == url("day")
    assert version() == was + 1
    assert f"采用了备选方案 {proposal.pk}" in officer.get(url("day")).content.decode()


def test_an_earlier_plan_is_taken_back(officer, cast, visits):
    assert post(officer, "take", choice="v2").status_code == 302
    assert "退回到第 2 版" in officer.get(url("day")).content.decode()
    assert post(officer, "take", choice="now").status_code == 400
    assert officer.post(url("take"), {"choice": "v2"}).status_code == 400


def test_a_proposal_is_dropped(officer, cast, visits):
    proposal = made(officer)
    assert post(officer, "drop", proposal=proposal.pk).status_code == 302
    assert post(officer, "take", choice=f"p{proposal.pk}").status_code == 404
    assert officer.post(url("drop"), {}).status_code == 400
    assert post(officer, "drop", proposal=proposal.pk + 1).status_code == 404


def test_two_officers_get_a_clear_word(officer, cast, visits):
    answer = officer.post(url("take"), {"choice": "v2", "version": 2})
    assert answer.status_code == 409 and "王敏 刚改过这一天" in answer.content.decode()
    assert officer.post(url("propose"), {"version": 2}).status_code == 409
    assert version() == 3


def test_carers_of_another_street_cannot_be_kept(officer, cast, visits):
    assert post(officer, "propose", carer=cast.outsider_carer.pk).status_code == 404
    assert post(officer, "propose", carer="x").status_code == post(officer, "propose", before="25:00").status_code == 400


def test_nobody_else_gets_in(client, cast, visits):
    acts = ("propose", "take", "drop")
    assert client.get(url("compare")).status_code == 302
    for user in (cast.kitchen, cast.desk, cast.district_officer, cast.admin, cast.committee_worker):
        client.force_login(user, backend="qianshou.access.backends.PasswordBackend")
        assert client.get(url("compare")).status_code == 403
        assert {client.post(url(name)).status_code for name in acts} == {403}
    client.force_login(cast.outsider, backend="qianshou.access.backends.PasswordBackend")
    assert "沈玉芳" not in client.get(url("compare")).content.decode()
    assert client.get(url("compare"), {"a": "v2"}).status_code == 404
    assert client.post(url("take"), {"choice": "v2", "version": 3}).status_code == 404
    proposal = Proposal.objects.create(street=cast.street, round_day=RoundDay.objects.get(day=DAY), version=3, seconds=1, asked_at=NOON, state="ready")
    assert client.post(url("drop"), {"proposal": proposal.pk}).status_code == 404
    assert client.post(url("take"), {"choice": f"p{proposal.pk}", "version": 3}).status_code == 404
    assert version() == 3


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_both_languages(officer, cast, visits, language):
    cast.officer.language = language
    cast.officer.save()
    made(officer, pins="")
    page = officer.get(url("compare")).content.decode()
    assert ("哪个更好" in page) == (language == "zh-hans") and ("Which is better" in page) == (language == "en")
