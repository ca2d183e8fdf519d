"""An association with a few members, and the way of an idea as far as a test needs it."""

from __future__ import annotations

from datetime import time, timedelta
from uuid import uuid4

from qianshou.association.models import Idea, Meeting, Member
from qianshou.association.operations import activities, costs, ideas, meeting_votes, meetings, members, offices
from qianshou.association.operations.activities import Line, Sheet
from qianshou.kernel import clock
from tests.cast import DAY, LONG_AGO, NOON, Cast

TODAY = {"now": NOON}
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000" "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082")


def by(cast: Cast, now=NOON) -> dict:
    return {"now": now, "by_id": cast.secretary.pk}


def member(cast: Cast, person, card: str = "") -> Member:
    return members.join(person_id=person.pk, joined=LONG_AGO, card=card, **by(cast))


def some(cast: Cast) -> list[Member]:
    """Shen, Lu, the volunteer, Tan: four members."""
    return [member(cast, one) for one in (cast.shen, cast.lu, cast.volunteer.person, cast.tan.person)]


def idea(cast: Cast, title: str = "书法展", **more) -> Idea:
    return ideas.bring_idea(street_id=cast.street.pk, title=title, text="把大家的字挂出来", **{"source": "member", **more}, **by(cast))


def meeting(cast: Cast, on=DAY, **more) -> Meeting:
    return meetings.plan_meeting(street_id=cast.street.pk, title="十一月例会", on=on, starts=time(9, 30), where="平凉活动室", **more, **by(cast))


def gathered(cast: Cast, *present: Member, on=DAY) -> Meeting:
    """A meeting to which these have come."""
    row = meeting(cast, on=on)
    for one in present:
        meeting_votes.come(meeting_id=row.pk, member_id=one.pk, how="tick", **by(cast, clock.at(on, time(9, 40))))
    return row


def vote(cast: Cast, row: Meeting, one: Idea, ayes=1, noes=0, abstained=0):
    item = row.agenda.get(idea=one, off_at=None)
    return meeting_votes.count_hands(item_id=item.pk, question="办书法展", ayes=ayes, noes=noes, abstained=abstained, **by(cast))


def sheet(**more) -> Sheet:
    lines = (Line("material", "宣纸", 50, 15_000, "秘书处"), Line("gift", "毛笔", 20, 20_000), Line("duty", "布展", who="裘惠芬"), Line("risk", "地面湿滑", who="铺防滑垫"))
    values = {
        "kind": "exhibition", "name": "书法展", "purpose": "让会员的字有人看", "venue": "平凉活动室", "on": DAY, "starts": time(14), "ends": time(16), "places": 2,
        "for_whom": "会员和爱好书法的老人", "responsible": "裘惠芬", "telephone": "021-65350000", "lines": lines,
    }  # fmt: skip
    return Sheet(**values | more)


WAY = ("proposed", "approved", "planned", "open", "held", "reported")


def brought(cast: Cast, to: str, **more) -> Idea:
    """An idea brought as far as `to`."""
    row = idea(cast, **more)
    held = gathered(cast, *(Member.objects.filter(street=cast.street) or some(cast)))
    acts = {
        "proposed": lambda: vote(cast, held, row),
        "approved": lambda: ideas.decide(idea_id=row.pk, outcome="approved", reason="丰富晚年生活", street_fen=30_000, now=NOON, by_id=cast.officer.pk),
        "planned": lambda: activities.plan_activity(idea_id=row.pk, sheet=sheet(), **by(cast)),
        "open": lambda: activities.open_sign_up(idea_id=row.pk, **by(cast)),
        "held": lambda: activities.hold_day(idea_id=row.pk, used={}, note="来了不少人", **by(cast)),
        "reported": lambda: activities.write_report(idea_id=row.pk, result="写了二十幅字", said="明年还要办", used={}, done=True, **by(cast)),
    }
    for step in WAY[: WAY.index(to) + 1]:
        acts[step]()
    row.refresh_from_db()
    return row


def spend(cast: Cast, activity, street_fen=10_000, own_fen=0, **more):
    return costs.spend(activity_id=activity.pk, what="宣纸", street_fen=street_fen, own_fen=own_fen, **{"batch": uuid4(), **more}, **by(cast))


def elect(cast: Cast, one: Member, since=LONG_AGO, until=None, office="president", **more):
    return offices.elect(street_id=cast.street.pk, office=office, member_id=one.pk, since=since, until=until, **more, **by(cast))


TOMORROW = DAY + timedelta(days=1)


def photo(cast: Cast, activity, *people, **more):
    """A photograph of the day with these on it, who agree."""
    from qianshou.association.operations.photos import keep_photo
    from qianshou.people.operations import answer_consent

    for one in people:
        answer_consent(person_id=one.pk, purpose="photos", given=True, how="paper", now=NOON, by_id=cast.officer.pk)
    return keep_photo(activity_id=activity.pk, person_ids=[one.pk for one in people], caption="挂起来的字", data=PNG, **by(cast), **more)


def objects(cast: Cast) -> dict:
    """One of each, for addresses: an activity that was reported with a cost and a photograph, a meeting with a vote and a task, a group, a term."""
    from qianshou.association.operations.meeting_tasks import give_task
    from qianshou.association.queries.meetings import code_of

    first, *_rest = some(cast)
    group = members.found_group(street_id=cast.street.pk, name="长青志愿者工作坊", begun=2004, purpose="志愿者的起点", **by(cast))
    belonging = members.enter_group(group_id=group.pk, member_id=first.pk, since=LONG_AGO, **by(cast))
    done = brought(cast, "reported")
    item = done.agenda.get()
    held = item.meeting
    task = give_task(meeting_id=held.pk, what="买宣纸", member_id=first.pk, by_on=TOMORROW, **by(cast))
    return {
        "member_id": first.pk, "group_id": group.pk, "belonging_id": belonging.pk, "term_id": elect(cast, first).pk, "meeting_id": held.pk,
        "association item_id": item.pk, "vote_id": item.votes.get().pk, "association attendance_id": held.attendances.first().pk, "task_id": task.pk,
        "idea_id": done.pk, "activity_id": done.activity.pk, "activities cost_id": spend(cast, done.activity).pk,
        "photo_id": photo(cast, done.activity, cast.shen).pk, "association code": code_of(held),
    }  # fmt: skip


def more(cast: Cast) -> None:
    """Ideas at other steps: one at sign-up with a place given, one before the street, one withdrawn; a meeting to come, a task that is late."""
    opened = brought(cast, "open", title="包汤圆")
    activities.sign_up(activity_id=opened.activity.pk, person_id=cast.lu.pk, batch=uuid4(), **by(cast))
    brought(cast, "proposed", title="手机讲座")
    gone = idea(cast, "坐船")
    ideas.withdraw(idea_id=gone.pk, reason="风大", **by(cast))
    idea(cast, "露天电影", source="resident", who="怀德路居民")
    meeting(cast, on=TOMORROW)
