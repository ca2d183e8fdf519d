"""The daily greeting by telephone, and campaigns."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianshou.access.scope import Scope
from qianshou.kernel.clock import at
from qianshou.people.models import ElderFile
from qianshou.watch import operations
from qianshou.watch.models import Alert, Call, Campaign, Concern, Due
from qianshou.watch.queries import calls as call_queries
from qianshou.watch.queries import campaigns as campaign_queries
from tests.cast import DAY, NOON
from tests.watch.test_meet_due import due

pytestmark = pytest.mark.django_db
EVENING = NOON + timedelta(hours=5)


def scope(cast):
    return Scope(user_id=cast.officer.pk, street_id=cast.street.pk, street_ids=frozenset({cast.street.pk}))


def launch(cast, kind="heat", by_at=EVENING, query=None, **more):
    return operations.launch_campaign(
        street_id=cast.street.pk, by=cast.officer, title="高温关爱", query=query or {"living_alone": True, "min_age": 80},
        by_at=by_at, now=NOON, kind=kind, **more,
    )  # fmt: skip


def answer(cast, due, outcome, minutes=0, **more):
    return operations.answer_call(due_id=due.pk, by=cast.desk, outcome=outcome, now=NOON + timedelta(minutes=minutes), **more)


def test_a_campaign_owes_everyone_at_home_who_matches(cast):
    campaign = launch(cast)
    assert campaign.people == 2  # Shen and Lu; Bao is in hospital, the stranger lives elsewhere
    assert set(Due.objects.values_list("person__name", flat=True)) == {"沈玉芳", "陆根宝"}
    assert launch(cast, query={"min_age": 88}).people == 1
    assert launch(cast, query={"committees": [cast.huolan.pk]}).people == 1
    assert launch(cast, among=[]).people == 0
    launch(cast, kind="typhoon", among=[cast.shen.pk], ladders={cast.shen.pk: [7]})
    assert Due.objects.get(kind="check").ladder == [7]


def test_a_campaign_needs_a_title_and_time_left(cast):
    with pytest.raises(ValueError, match="moment"):
        launch(cast, by_at=NOON)
    with pytest.raises(ValueError, match="unknown"):
        launch(cast, query={"salary": 1})


def test_ended_early_the_rest_is_excused_by_name_and_reason(cast):
    campaign = launch(cast)
    first = Due.objects.first()
    answer(cast, first, "well")
    with pytest.raises(ValueError, match="reason"):
        operations.end_campaign(campaign=campaign, by=cast.officer, reason=" ", now=NOON)
    assert operations.end_campaign(campaign=campaign, by=cast.officer, reason="rain came", now=NOON) == 1
    assert operations.end_campaign(campaign=campaign, by=cast.officer, reason="rain came", now=NOON) == 0
    assert campaign_queries.progress(campaign_queries.dues_of(scope=scope(cast), campaign=campaign))["excused"] == 1


def test_well_is_evidence_and_the_next_comes(cast):
    launch(cast)
    queue = call_queries.ready(scope=scope(cast), now=NOON)
    assert queue.count() == 2
    answer(cast, queue.first(), "well")
    assert queue.all().count() == 1
    assert Due.objects.get(state="met").grade == "call"
    assert call_queries.progress(scope=scope(cast), now=NOON) == {"all": 2, "done": 1, "excused": 0, "late": 0, "due": 1}


def test_no_answer_comes_again_and_the_third_time_alerts(cast):
    launch(cast, among=[cast.shen.pk])
    row = Due.objects.get()
    answer(cast, row, "no_answer")
    ready = lambda minutes: call_queries.ready(scope=scope(cast), now=NOON + timedelta(minutes=minutes)).count()
    assert (ready(19), ready(20)) == (0, 1)
    answer(cast, row, "wrong_number", 20)
    assert not Alert.objects.exists()
    answer(cast, row, "no_answer", 40)
    assert Alert.objects.get().why == "no_answer"


def test_one_call_answers_whatever_is_owed_by_telephone(cast):
    launch(cast, among=[cast.shen.pk])
    launch(cast, kind="cold", among=[cast.shen.pk])
    first, _second = Due.objects.order_by("pk")
    call = answer(cast, first, "well")
    assert set(Due.objects.values_list("state", flat=True)) == {"met"}
    assert operations.take_back_call(call_id=call.pk, by=cast.desk, now=NOON)
    assert set(Due.objects.values_list("state", flat=True)) == {"open"}


def test_a_concern_from_the_telephone_is_owed_an_answer(cast):
    launch(cast, among=[cast.shen.pk])
    with pytest.raises(ValueError, match="note"):
        answer(cast, Due.objects.get(), "concern")
    answer(cast, Due.objects.get(), "concern", note="did not sleep", severity=3)
    assert Due.objects.get(kind="call").state == "met"
    assert Concern.objects.get().severity == 3


def test_taken_back_it_is_due_again_and_watched(cast):
    launch(cast, among=[cast.shen.pk])
    call = answer(cast, Due.objects.get(), "well")
    assert not operations.take_back_call(call_id=call.pk, by=cast.officer, now=NOON)
    assert operations.take_back_call(call_id=call.pk, by=cast.desk, now=NOON)
    assert (Due.objects.get().state, Call.objects.get().outcome) == ("open", "taken_back")
    operations.sweep(now=EVENING)
    assert Alert.objects.count() == 1
    again = answer(cast, Due.objects.get(), "refused", reason="does not want a call")
    assert Due.objects.get().excuse == "does not want a call"
    assert not operations.take_back_call(call_id=again.pk, by=cast.desk, now=NOON + timedelta(minutes=11))


def test_the_daily_greeting_returns_each_day_but_not_to_whom_is_visited(cast):
    campaign = launch(cast, kind="greeting")
    tomorrow = DAY + timedelta(days=1)
    morning = at(tomorrow, EVENING.time().replace(hour=6))
    operations.owe_many(dues=[due(cast, "visit:9", by=morning + timedelta(hours=3))], now=NOON)
    assert operations.owe_greetings(day=tomorrow, now=morning) == 1
    assert operations.owe_greetings(day=tomorrow, now=morning) == 0
    assert Due.objects.get(day=tomorrow, kind="call").person == cast.lu
    operations.end_campaign(campaign=Campaign.objects.get(pk=campaign.pk), by=cast.officer, reason="holiday", now=morning)
    assert operations.owe_greetings(day=tomorrow + timedelta(days=1), now=morning) == 0


def test_people_who_left_home_are_not_called(cast):
    ElderFile.objects.filter(person=cast.shen).update(status="away")
    assert launch(cast).people == 1


def test_outsiders_see_no_queue(cast):
    campaign = launch(cast)
    outsider = Scope(user_id=cast.outsider.pk, street_id=cast.elsewhere.pk, street_ids=frozenset({cast.elsewhere.pk}))
    assert not call_queries.queue(scope=outsider, now=NOON).exists()
    with pytest.raises(Due.DoesNotExist):
        call_queries.call_due(scope=outsider, due_id=Due.objects.first().pk)
    with pytest.raises(Campaign.DoesNotExist):
        campaign_queries.campaign(scope=outsider, campaign_id=campaign.pk)
