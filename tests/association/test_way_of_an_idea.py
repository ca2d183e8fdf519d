"""An idea from the meeting to the report: what each act changes, and what it refuses."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from qianshou.association.models import ActivityCost, IdeaDecision, PlanLine
from qianshou.association.operations import activities, costs, ideas, meeting_votes, meetings
from qianshou.association.queries.ideas import money_of, thread
from qianshou.association.rules.ideas import MOVES, STATES, after, way
from qianshou.association.rules.meetings import carried, faults, needed
from qianshou.care.models import Invitation
from qianshou.care.operations.errors import Refused
from qianshou.ledger.models import Account
from qianshou.watch.models import Due
from tests.association.club import TOMORROW, brought, by, gathered, idea, meeting, sheet, some, spend, vote
from tests.cast import DAY, NOON

pytestmark = pytest.mark.django_db


def refuses(code: str, act, **kwargs) -> None:
    with pytest.raises(Refused) as error:
        act(**kwargs)
    assert error.value.code == code


def test_an_idea_becomes_an_activity_with_its_report(cast):
    row = brought(cast, "reported")
    assert row.state == "reported"
    assert [entry.act for entry in thread(row)] == ["bring", "propose", "approve", "plan", "open", "hold", "report"]
    assert row.activity.occasion.closed_at and row.activity.result == "写了二十幅字"
    assert list(Due.objects.filter(kind="idea").order_by("pk").values_list("title__code", "state")) == [
        ("idea_decide", "met"), ("idea_plan", "met"), ("idea_open", "met"), ("idea_report", "met"),
    ]  # fmt: skip


def test_each_step_is_owed_by_a_day_to_who_can_do_it(cast):
    row = brought(cast, "proposed")
    due = Due.objects.get(key=row.due_key)
    assert (row.due_on, due.day, due.state, due.ladder) == (DAY + timedelta(days=10), DAY + timedelta(days=10), "open", [cast.officer.pk])
    ideas.withdraw(idea_id=row.pk, reason="会员改了主意", **by(cast))
    due.refresh_from_db()
    assert due.state == "excused"
    row = ideas.resume(idea_id=row.pk, **by(cast))
    assert row.state == "proposed" and Due.objects.get(key=row.due_key).state == "open" and row.due_key != due.key


def test_no_plan_without_the_streets_yes(cast):
    row = brought(cast, "proposed")
    refuses("state", activities.plan_activity, idea_id=row.pk, sheet=sheet(), **by(cast))
    refuses("reason", ideas.decide, idea_id=row.pk, outcome="approved", reason=" ", now=NOON, by_id=cast.officer.pk)
    ideas.decide(idea_id=row.pk, outcome="refused", reason="经费不足", now=NOON, by_id=cast.officer.pk)
    refuses("state", activities.plan_activity, idea_id=row.pk, sheet=sheet(), **by(cast))
    ideas.take_up(idea_id=row.pk, reason="自己出钱", **by(cast))
    refuses("state", ideas.decide, idea_id=row.pk, outcome="approved", reason="好", now=NOON, by_id=cast.officer.pk)
    assert IdeaDecision.objects.count() == 1


def test_a_vote_needs_quorum_and_more_for_than_against(cast):
    members = some(cast)
    first, second = idea(cast), idea(cast, "合唱")
    held = gathered(cast, *members[:2])
    refuses("more", vote, cast=cast, row=held, one=first, ayes=2, noes=1)
    assert not vote(cast, held, first, ayes=1, noes=1).carried
    first.refresh_from_db()
    assert first.state == "discussed"
    count = vote(cast, held, second, ayes=2)
    second.refresh_from_db()
    assert (count.carried, count.needed, count.present, second.state) == (True, 1, 2, "proposed")
    assert meeting_votes.take_back_vote(vote_id=count.pk, **by(cast)) and not meeting_votes.take_back_vote(vote_id=count.pk, **by(cast))
    second.refresh_from_db()
    assert second.state == "discussed" and Due.objects.get(kind="idea").state == "excused"
    assert (needed(250, 20), needed(0, 20), needed(4, 20)) == (50, 1, 1)
    assert not carried(ayes=40, noes=0, present=49, needed=50) and carried(ayes=26, noes=24, present=50, needed=50)
    assert faults(ayes=0, noes=0, abstained=0, present=9) == "none"


def test_a_vote_that_the_street_has_answered_stays(cast):
    row = brought(cast, "approved")
    count = thread(row)[1].vote
    refuses("decided", meeting_votes.take_back_vote, vote_id=count.pk, **by(cast))


def test_the_agenda_is_built_from_open_ideas_and_closing_the_minutes_discusses_them(cast):
    first, second = idea(cast), idea(cast, "合唱")
    done = brought(cast, "approved", title="郊游")
    held = meeting(cast)
    assert [item.idea for item in held.agenda.all()] == [first, second] and done.state == "approved"
    late = idea(cast, "讲座")
    assert meetings.fill_agenda(meeting_id=held.pk, **by(cast)) == 1 and meetings.fill_agenda(meeting_id=held.pk, **by(cast)) == 0
    items = {item.idea_id: item for item in held.agenda.all()}
    meetings.take_off_agenda(item_id=items[second.pk].pk, off=True, **by(cast))
    held.refresh_from_db()
    said = {items[first.pk].pk: "大家赞成，下次表决", items[second.pk].pk: "没有说到"}
    meetings.write_minutes(meeting_id=held.pk, said=said, minutes="十点半散会", version=held.version, **by(cast))
    refuses("stale", meetings.write_minutes, meeting_id=held.pk, said=said, minutes="", version=held.version, **by(cast))
    meetings.close_minutes(meeting_id=held.pk, **by(cast))
    states = []
    for one in (first, second, late):
        one.refresh_from_db()
        states.append(one.state)
    assert states == ["discussed", "raised", "raised"] and thread(first).last().note == "大家赞成，下次表决"
    refuses("over", meetings.write_minutes, meeting_id=held.pk, said={}, minutes="", version=held.version + 1, **by(cast))
    assert meetings.reopen_minutes(meeting_id=held.pk, **by(cast))


def test_the_occasion_follows_the_plan_and_keeps_the_places(cast):
    row = brought(cast, "open")
    plan = row.activity
    for person in (cast.shen, cast.lu, cast.bao):
        activities.sign_up(activity_id=plan.pk, person_id=person.pk, batch=uuid4(), **by(cast))
    assert list(Invitation.objects.order_by("pk").values_list("seat", flat=True)) == [1, 2, None]
    activities.plan_activity(idea_id=row.pk, sheet=sheet(places=3, on=TOMORROW, venue="社区文化中心"), version=plan.version, **by(cast))
    plan.refresh_from_db()
    assert (plan.occasion.places, plan.occasion.on, plan.occasion.where) == (3, TOMORROW, "社区文化中心")
    assert list(Invitation.objects.order_by("pk").values_list("seat", flat=True)) == [1, 2, 3]
    refuses("stale", activities.plan_activity, idea_id=row.pk, sheet=sheet(), version=1, **by(cast))
    refuses("early", activities.hold_day, idea_id=row.pk, used={}, **by(cast))
    ideas.withdraw(idea_id=row.pk, reason="场地维修", **by(cast))
    plan.occasion.refresh_from_db()
    assert plan.occasion.cancelled_why == "场地维修"
    ideas.resume(idea_id=row.pk, **by(cast))
    plan.occasion.refresh_from_db()
    assert plan.occasion.cancelled_at is None


def test_a_line_that_is_left_out_is_taken_off_the_sheet_and_not_lost(cast):
    row = brought(cast, "planned")
    first = PlanLine.objects.filter(activity=row.activity).first()
    only = activities.Line("material", "宣纸", 80, 24_000, id=first.pk)
    activities.plan_activity(idea_id=row.pk, sheet=sheet(lines=(only,)), version=1, **by(cast))
    first.refresh_from_db()
    assert first.quantity == 80 and PlanLine.objects.filter(gone_at=None).count() == 1 and PlanLine.objects.count() == 4


def test_costs_are_shared_and_only_reversed(cast):
    row = brought(cast, "open")
    costs.receive(street_id=cast.street.pk, fen=5_000, batch=uuid4(), **by(cast))
    batch = uuid4()
    first = spend(cast, row.activity, street_fen=10_000, own_fen=4_000, batch=batch, receipt="0123")
    assert spend(cast, row.activity, street_fen=10_000, own_fen=4_000, batch=batch) == first
    refuses("poor", spend, cast=cast, activity=row.activity, street_fen=0, own_fen=2_000)
    found = money_of(row.activity)
    assert (found.planned, found.given, found.street, found.own, found.left) == (35_000, 30_000, 10_000, 4_000, 21_000)
    balances = dict(Account.objects.values_list("code", "balance"))
    assert balances == {"association.street": -10_000, "association.own": 1_000, "association.spent": 14_000, "association.received": -5_000}
    refuses("reason", costs.take_back_cost, cost_id=first.pk, reason="", **by(cast))
    assert costs.take_back_cost(cost_id=first.pk, reason="记错了", **by(cast)) and not costs.take_back_cost(cost_id=first.pk, reason="记错了", **by(cast))
    assert money_of(row.activity).spent == 0 and ActivityCost.objects.get().reversed_why == "记错了"
    assert Account.objects.get(code="association.own").balance == 5_000


def test_nothing_is_spent_before_the_street_said_yes(cast):
    row = brought(cast, "planned")
    ideas.withdraw(idea_id=row.pk, reason="不办了", **by(cast))
    refuses("state", spend, cast=cast, activity=row.activity)


def test_the_table_of_moves_never_skips_the_decision():
    reached = {act: {s for s in STATES if after(s, act)} for act in MOVES}
    assert reached["plan"] == {"approved"} and reached["approve"] == {"proposed"} and reached["open"] == {"planned"}
    assert [mark.look for mark in way("approved")] == ["done", "done", "done", "due", "calm", "calm", "calm", "calm"]
    assert {mark.look for mark in way("reported")} == {"done"}
