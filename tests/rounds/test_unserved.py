"""A visit that nobody makes: the day keeps why and what would mend it, the page says it, and its buttons do it."""

from __future__ import annotations

from datetime import time

import pytest
from django.urls import reverse
from django.utils import translation

from qianshou.access.operations import set_language
from qianshou.kernel import clock
from qianshou.planner.unserved import sentences
from qianshou.rounds import operations
from qianshou.rounds.models import RoundDay, Stop
from qianshou.rounds.operations.store import REASONS_FOR
from qianshou.web.rounds import said
from qianshou.web.rounds import unserved as page_words
from tests.cast import DAY, NOON

from .days import MORNING, too_much, visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def planned(cast):
    visits = too_much(cast)
    plan(cast)
    return visits


def plan(cast) -> None:
    operations.plan_day(street_id=cast.street.pk, day=DAY, moves=150, now=MORNING, by_id=cast.officer.pk)


def left_out() -> dict[int, dict]:
    return {u["visit"]: u for u in RoundDay.objects.get(day=DAY).unserved}


def url(name: str) -> str:
    return reverse(f"rounds-{name}", args=[DAY.isoformat()])


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer, backend="qianshou.access.backends.PasswordBackend")
    return client


def post(client, name: str, **fields):
    return client.post(url(name), {"version": RoundDay.objects.get(day=DAY).version, **fields}, headers={"HX-Request": "true"}).content.decode()


def test_the_day_keeps_why_and_what_would_mend_it(cast, planned):
    found = left_out()
    assert set(found) >= {planned["late"].pk, planned["bath"].pk}
    late, bath = found[planned["late"].pk], found[planned["bath"].pk]
    assert {r["code"] for r in late["reasons"]} >= {"shift"} and len({r["carer"] for r in late["reasons"]}) == 5
    assert late["mends"][0]["code"] in ("shift", "window") and late["mends"][0]["params"]["by"] > 0
    assert {tuple(m["params"]["rules"]) for m in bath["mends"]} >= {("skill",)}
    (hand,) = [h for h in bath["hands"] if "bathing" in h["skills"]]
    assert hand["serves"] >= 1 and hand["of"] == len(found) and hand["start"] < hand["end"]


def test_the_page_says_it_in_both_languages(officer, cast, planned):
    page = officer.get(url("day")).content.decode()
    assert "晚下班" in page and "不管“技能”这一条" in page and "再来一位" in page and "人为什么去不了" in page and "会助浴" in page
    set_language(user=cast.officer, language="en")
    page = officer.get(url("day")).content.decode()
    assert "by working" in page and "min longer" in page and "Without the rule of the skill" in page and "One more" in page and "carers cannot go" in page


def test_what_holds_whoever_goes_is_said_once(officer, cast, planned):
    row = RoundDay.objects.get(day=DAY)
    late = next(u for u in row.unserved if u["visit"] == planned["late"].pk)
    late["reasons"] = [{"carer": "", "code": "gap", "params": {"least": 2400}}, {"carer": str(cast.tan.pk), "code": "absent", "params": {}}]
    row.save(update_fields=["unserved"])
    page = officer.get(url("day")).content.decode()
    assert page.count("约定时段太短：两人要相隔 40 分钟先后到，排不下。") == 1
    set_language(user=cast.officer, language="en")
    page = officer.get(url("day")).content.decode()
    assert page.count("No window is long enough for two carers 40 minutes apart.") == 1 and "Why 1 carer cannot go" in page


def test_a_mend_is_made_with_its_reason_already_written(officer, cast, planned):
    late = left_out()[planned["late"].pk]
    mend = next(m for m in late["mends"] if m["code"] == "shift")
    page = post(officer, "give", visit=planned["late"].pk, to=mend["carers"], hint="谭美华 晚下班 50 分钟")
    assert "这一步没有生效" in page and 'value="谭美华 晚下班 50 分钟"' in page
    assert not Stop.objects.filter(visit=planned["late"]).exists()
    page = post(officer, "give", visit=planned["late"].pk, to=mend["carers"], hint="谭美华 晚下班 50 分钟", why="谭美华 晚下班 50 分钟")
    assert "这一步没有生效" not in page
    assert str(Stop.objects.get(visit=planned["late"]).carer_id) == mend["carers"][0]
    assert planned["late"].pk not in left_out()


def test_another_visit_goes_first_and_makes_room(officer, cast):
    """Only the aide may bathe; an officer has given her a meal at that hour, which others could bring."""
    meal = visit(cast, cast.shen, "meals", time(9), time(9, 10), minutes=60)
    bath = visit(cast, cast.lu, "bathing", time(9), time(9, 10), minutes=60)
    plan(cast)
    giver = Stop.objects.get(visit=meal).carer_id
    post(officer, "out", visit=bath.pk)
    post(officer, "move", visit=meal.pk, carer=giver, to=cast.aide.pk, position="")
    mend = left_out()[bath.pk]["mends"][0]
    assert (mend["code"], mend["carers"]) == ("move", [str(cast.aide.pk)])
    assert mend["params"].items() >= {"other": str(meal.pk), "from": str(cast.aide.pk)}.items()
    page = officer.get(url("day")).content.decode()
    assert "季伟 就能" in page and "先把那次换给" in page
    page = post(officer, "move", visit=meal.pk, carer=mend["params"]["from"], to=mend["params"]["to"])
    assert "季伟 现在就能去" in page and left_out()[bath.pk]["mends"][0]["code"] == "give"
    post(officer, "give", visit=bath.pk, to=cast.aide.pk)
    assert left_out() == {}


def test_more_than_are_explained_is_said(officer, cast):
    for _ in range(REASONS_FOR + 2):
        visit(cast, cast.lu, "bathing", time(9), time(9))
    plan(cast)
    found = list(left_out().values())
    assert all(u["reasons"] for u in found[:REASONS_FOR]) and not any(u["reasons"] or u["mends"] for u in found[REASONS_FOR:])
    assert officer.get(url("day")).content.decode().count("没有逐个说明") == len(found) - REASONS_FOR > 0


def test_an_older_day_without_mends_is_still_shown(officer, cast, planned):
    row = RoundDay.objects.get(day=DAY)
    row.unserved = [{"visit": u["visit"], "reasons": [{"carer": str(cast.tan.pk), "code": "shift", "params": {"over": 90}}]} for u in row.unserved]
    row.save()
    page = officer.get(url("day")).content.decode()
    assert "人为什么去不了" in page and "只改一处解决不了" not in page


def test_the_outsider_learns_nothing(client, cast, planned):
    assert client.get(url("day")).status_code == 302
    client.force_login(cast.outsider, backend="qianshou.access.backends.PasswordBackend")
    page = client.get(url("day")).content.decode()
    assert "陆" not in page and "晚下班" not in page
    post(client, "give", visit=planned["late"].pk, to=cast.tan.pk, why="x")
    assert not Stop.objects.filter(visit=planned["late"]).exists()


def test_page_and_command_say_the_same_sentences():
    with translation.override("en"):
        for ours, theirs in ((page_words.MENDS, sentences.MENDS), (page_words.HANDS, sentences.HANDS), (page_words.RULES, sentences.RULES),
                             (said.REASONS, sentences.REASONS)):  # fmt: skip
            assert {k: str(v) for k, v in ours.items()} == theirs
