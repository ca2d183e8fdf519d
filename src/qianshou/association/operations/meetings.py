"""A meeting is planned with its agenda, called off, its minutes are written and closed."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F, Max

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock

from ..models import AgendaItem, Idea, Meeting, Member
from ..queries.members import members_on
from ..queries.pack import quorum_percent
from ..rules.ideas import DISCUSSED, RAISED
from ..rules.meetings import needed
from . import ideas

LONGEST = 20_000  # characters of one text


def open_meeting(meeting_id: int) -> Meeting:
    """The meeting, locked to the end of the transaction. Refused "over" when its minutes are closed or it was called off."""
    row = Meeting.objects.select_for_update(of=("self",)).select_related("street").get(pk=meeting_id)
    if row.over:
        raise Refused("over")
    return row


@transaction.atomic
def plan_meeting(
    *, street_id: int, title: str, on: date, starts: time, where: str, chair_id: int | None = None, now: datetime, by_id: int
) -> Meeting:
    """Plan one; every idea that waits for the members is put on its agenda. Refused "title", "where", "member" for a chair who is no member."""
    if not title.strip():
        raise Refused("title")
    if not where.strip():
        raise Refused("where")
    if chair_id and not Member.objects.filter(pk=chair_id, street_id=street_id, left__isnull=True).exists():
        raise Refused("member")
    row = Meeting.objects.create(
        street_id=street_id, title=title.strip()[:80], on=on, starts=starts, where=where.strip()[:120], chair_id=chair_id, made_at=now, made_by_id=by_id
    )
    _fill(row)
    _log("meeting.planned", row, now, by_id)
    return row


@transaction.atomic
def fill_agenda(*, meeting_id: int, now: datetime, by_id: int) -> int:
    """Put what has come in since on the agenda. Returns how many points are new. Refused "over"."""
    row = open_meeting(meeting_id)
    made = _fill(row)
    if made:
        _log("meeting.agenda", row, now, by_id, new=made)
    return made


def _fill(row: Meeting) -> int:
    there = AgendaItem.objects.filter(meeting=row, idea__isnull=False).values("idea_id")  # one that was taken off stays off
    waiting = Idea.objects.filter(street_id=row.street_id, state__in=(RAISED, DISCUSSED)).exclude(pk__in=there).order_by("made_at", "pk")
    first = _next(row)
    made = [AgendaItem(meeting=row, position=first + n, idea=idea, title=idea.title) for n, idea in enumerate(waiting)]
    AgendaItem.objects.bulk_create(made)
    return len(made)


def _next(row: Meeting) -> int:
    return (AgendaItem.objects.filter(meeting=row).aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def add_point(*, meeting_id: int, title: str, idea_id: int | None = None, now: datetime, by_id: int) -> AgendaItem:
    """One more point; with an idea once, however often it is put there. Refused "title", "over", "idea" for another street's."""
    row = open_meeting(meeting_id)
    if idea_id:
        idea = Idea.objects.filter(pk=idea_id, street_id=row.street_id).first()
        if idea is None:
            raise Refused("idea")
        if known := AgendaItem.objects.filter(meeting=row, idea=idea, off_at__isnull=True).first():
            return known
        title = title.strip() or idea.title
    if not title.strip():
        raise Refused("title")
    made = AgendaItem.objects.create(meeting=row, position=_next(row), idea_id=idea_id, title=title.strip()[:80])
    _log("meeting.agenda", row, now, by_id, new=1)
    return made


@transaction.atomic
def take_off_agenda(*, item_id: int, off: bool, now: datetime, by_id: int) -> bool:
    """A point is not spoken of (`off`), or put back. False when that was so; Refused "over", "voted" for one that was voted on."""
    item = AgendaItem.objects.get(pk=item_id)
    row = open_meeting(item.meeting_id)
    if off and item.votes.filter(taken_back_at__isnull=True).exists():
        raise Refused("voted")
    if not off and item.idea_id and AgendaItem.objects.filter(meeting=row, idea_id=item.idea_id, off_at__isnull=True).exists():
        return False
    done = AgendaItem.objects.filter(pk=item.pk, off_at__isnull=off).update(off_at=now if off else None)
    if done:
        _log("meeting.agenda", row, now, by_id, item=item.pk, off=off)
    return bool(done)


@transaction.atomic
def write_minutes(*, meeting_id: int, said: Mapping[int, str], minutes: str, version: int, now: datetime, by_id: int) -> Meeting:
    """What was said of each point, and of what belongs to none. Refused "over", "stale" when somebody else wrote meanwhile."""
    row = open_meeting(meeting_id)
    if row.version != version:
        raise Refused("stale")
    for item in AgendaItem.objects.filter(meeting=row, pk__in=list(said)):
        AgendaItem.objects.filter(pk=item.pk).update(said=said[item.pk].strip()[:LONGEST])
    Meeting.objects.filter(pk=row.pk).update(minutes=minutes.strip()[:LONGEST], version=F("version") + 1)
    _log("meeting.minutes", row, now, by_id)
    row.refresh_from_db()
    return row


@transaction.atomic
def close_minutes(*, meeting_id: int, now: datetime, by_id: int) -> Meeting:
    """The minutes stand: nobody comes, votes or writes any more. Ideas that were spoken of without a vote were discussed. Refused "over", "early"."""
    row = open_meeting(meeting_id)
    if clock.local_date(now) < row.on:
        raise Refused("early")
    for item in AgendaItem.objects.filter(meeting=row, idea__isnull=False, off_at__isnull=True).exclude(said=""):
        idea = ideas.held(item.idea_id)
        if idea.state in (RAISED, DISCUSSED) and not item.votes.filter(taken_back_at__isnull=True).exists():
            ideas.move(idea, "discuss", note=item.said, meeting_id=row.pk, now=now, by_id=by_id)
    members, need = count_of(row)
    Meeting.objects.filter(pk=row.pk).update(members=members, needed=need, closed_at=now, closed_by_id=by_id)
    _log("meeting.closed", row, now, by_id)
    row.refresh_from_db()
    return row


def count_of(row: Meeting) -> tuple[int, int]:
    """(members on the day, how many must be present for a vote)."""
    members = members_on(row.street_id, row.on).count()
    return members, needed(members, quorum_percent(Street.objects.get(pk=row.street_id), row.on))


@transaction.atomic
def reopen_minutes(*, meeting_id: int, now: datetime, by_id: int) -> bool:
    """Closing or calling off was a mistake. False when it was open."""
    row = Meeting.objects.get(pk=meeting_id)
    open_again = {"closed_at": None, "closed_by": None, "members": None, "needed": None, "cancelled_at": None, "cancelled_why": ""}
    done = Meeting.objects.filter(pk=row.pk).exclude(closed_at=None, cancelled_at=None).update(**open_again)
    if done:
        _log("meeting.reopened", row, now, by_id)
    return bool(done)


@transaction.atomic
def call_off_meeting(*, meeting_id: int, reason: str, now: datetime, by_id: int) -> Meeting:
    """It does not take place; its ideas wait for the next. Refused "over", "reason"."""
    row = open_meeting(meeting_id)
    if not reason.strip():
        raise Refused("reason")
    Meeting.objects.filter(pk=row.pk).update(cancelled_at=now, cancelled_why=reason.strip()[:200])
    _log("meeting.called_off", row, now, by_id)
    return row


def _log(act: str, row: Meeting, now: datetime, by_id: int, **more: object) -> None:
    log(act=act, now=now, by_id=by_id, street_id=row.street_id, target="meeting", target_id=row.pk, **more)
