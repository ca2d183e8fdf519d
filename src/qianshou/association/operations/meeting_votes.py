"""In the meeting: who is here, and how hands were counted. A vote that carries makes an idea a proposal to the street."""

from datetime import datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock

from ..models import AgendaItem, IdeaEntry, Meeting, MeetingAttendance, MeetingVote, Member
from ..rules.ideas import DISCUSSED, PROPOSED, RAISED
from ..rules.meetings import carried, faults
from . import ideas
from .meetings import count_of, open_meeting


@transaction.atomic
def come(*, meeting_id: int, member_id: int, how: str, now: datetime, by_id: int | None) -> MeetingAttendance:
    """A member is here, each once. Refused "over", "early" before the day, "member" for one who is none of this street's, "how"."""
    row = open_meeting(meeting_id)
    if how not in MeetingAttendance.How.values:
        raise Refused("how")
    if clock.local_date(now) < row.on:
        raise Refused("early")
    member = Member.objects.filter(pk=member_id, street_id=row.street_id, left__isnull=True).first()
    if member is None:
        raise Refused("member")
    if known := MeetingAttendance.objects.filter(meeting=row, member=member, taken_back_at__isnull=True).first():
        return known
    made = MeetingAttendance.objects.create(meeting=row, member=member, how=how, at=now, by_id=by_id)
    _log("meeting.came", row, now, by_id, member=member.pk, how=how)
    return made


@transaction.atomic
def come_by_card(*, meeting_id: int, card: str, name: str, now: datetime) -> MeetingAttendance:
    """A member has scanned the code and says who she is, by card and name. Refused "unknown" where no card goes with that name, "over", "early", "late" after
    the day."""
    row = open_meeting(meeting_id)
    if clock.local_date(now) > row.on:
        raise Refused("late")
    digits = card.strip()
    rows = Member.objects.filter(street_id=row.street_id, left__isnull=True, person__name=name.strip())
    member = rows.filter(card__in={digits, digits.zfill(4)}).first() if digits else None
    if member is None:
        raise Refused("unknown")
    return come(meeting_id=row.pk, member_id=member.pk, how=MeetingAttendance.How.SCAN, now=now, by_id=None)


@transaction.atomic
def take_back_coming(*, attendance_id: int, now: datetime, by_id: int) -> bool:
    """She is not here after all. False when it was taken back before. Refused "over"."""
    held = MeetingAttendance.objects.get(pk=attendance_id)
    row = open_meeting(held.meeting_id)
    done = MeetingAttendance.objects.filter(pk=held.pk, taken_back_at__isnull=True).update(taken_back_at=now)
    if done:
        _log("meeting.came_back", row, now, by_id, member=held.member_id)
    return bool(done)


@transaction.atomic
def count_hands(*, item_id: int, question: str, ayes: int, noes: int, abstained: int, now: datetime, by_id: int) -> MeetingVote:
    """Write down a vote on a point. With the quorum of the day and more for than against it carries: an idea is then before the street.

    Refused "over", "early", "off" for a point taken off, "none" where nobody voted, "more" for more hands than people present.
    """
    item = AgendaItem.objects.get(pk=item_id)
    row = open_meeting(item.meeting_id)
    if clock.local_date(now) < row.on:
        raise Refused("early")
    if item.off_at:
        raise Refused("off")
    present = MeetingAttendance.objects.filter(meeting=row, taken_back_at__isnull=True).count()
    if fault := faults(ayes=ayes, noes=noes, abstained=abstained, present=present):
        raise Refused(fault, present=present)
    _members, need = count_of(row)
    won = carried(ayes=ayes, noes=noes, present=present, needed=need)
    vote = MeetingVote.objects.create(
        item=item, question=question.strip()[:200] or item.title, ayes=ayes, noes=noes, abstained=abstained, present=present, needed=need, carried=won, at=now,
        by_id=by_id,
    )  # fmt: skip
    if item.idea_id:
        idea = ideas.held(item.idea_id)
        if idea.state in (RAISED, DISCUSSED):
            ideas.move(idea, "propose" if won else "discuss", note=item.said, meeting_id=row.pk, vote_id=vote.pk, now=now, by_id=by_id)
    _log("meeting.voted", row, now, by_id, vote=vote.pk, carried=won)
    return vote


@transaction.atomic
def take_back_vote(*, vote_id: int, now: datetime, by_id: int) -> bool:
    """The count was wrong: an idea that it brought before the street is before the members again. False when it was taken back before.

    Refused "over", "decided" when the street has answered since.
    """
    vote = MeetingVote.objects.select_related("item").get(pk=vote_id)
    row = open_meeting(vote.item.meeting_id)
    if vote.taken_back_at:
        return False
    if IdeaEntry.objects.filter(vote=vote, act="propose").exists():
        idea = ideas.held(vote.item.idea_id)
        if idea.state != PROPOSED:
            raise Refused("decided")
        ideas.move(idea, "unpropose", meeting_id=row.pk, vote_id=vote.pk, now=now, by_id=by_id)
    MeetingVote.objects.filter(pk=vote.pk, taken_back_at__isnull=True).update(taken_back_at=now)
    _log("meeting.vote_taken_back", row, now, by_id, vote=vote.pk)
    return True


def _log(act: str, row: Meeting, now: datetime, by_id: int | None, **more: object) -> None:
    log(act=act, now=now, by_id=by_id, street_id=row.street_id, target="meeting", target_id=row.pk, **more)
