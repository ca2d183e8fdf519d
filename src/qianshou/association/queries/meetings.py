"""Meetings within the user's sight: agenda, who came, votes, tasks; and the signed code that members scan."""

from datetime import date

from django.core.signing import BadSignature, Signer
from django.db.models import Count, Prefetch, Q, QuerySet

from qianshou.access.scope import Scope

from ..models import AgendaItem, Meeting, MeetingAttendance, MeetingTask, MeetingVote

_SIGNER = Signer(salt="association.meeting", sep=".")


def code_of(meeting: Meeting) -> str:
    """What the square on the wall says: this meeting and no other, signed."""
    return _SIGNER.sign(str(meeting.pk))


def meeting_by_code(code: str) -> Meeting:
    """The meeting whose code it is. Meeting.DoesNotExist for any other text."""
    try:
        return Meeting.objects.select_related("street").get(pk=int(_SIGNER.unsign(code)))
    except (BadSignature, ValueError) as error:
        raise Meeting.DoesNotExist from error


def _seen(scope: Scope) -> Q:
    return scope.rows(committee=None) & Q(street_id=scope.street_id)


def meetings(*, scope: Scope) -> QuerySet[Meeting]:
    """All meetings, the newest first, each with `came` and `points`."""
    came = Count("attendances", filter=Q(attendances__taken_back_at__isnull=True), distinct=True)
    points = Count("agenda", filter=Q(agenda__off_at__isnull=True), distinct=True)
    return Meeting.objects.filter(_seen(scope)).annotate(came=came, points=points).order_by("-on", "-starts", "-pk")


def meeting_of(*, scope: Scope, meeting_id: int) -> Meeting:
    """One meeting; DoesNotExist for outsiders."""
    return meetings(scope=scope).select_related("street", "chair__person", "closed_by").get(pk=meeting_id)


def agenda(meeting: Meeting, *, off: bool = False) -> QuerySet[AgendaItem]:
    """Its points in order, each with the votes that stand (`counted`); those taken off where asked for."""
    votes = Prefetch("votes", MeetingVote.objects.filter(taken_back_at__isnull=True), to_attr="counted")
    return AgendaItem.objects.filter(meeting=meeting, off_at__isnull=not off).select_related("idea__member__person").prefetch_related(votes)


def came(meeting: Meeting) -> QuerySet[MeetingAttendance]:
    """Who is here, in the order of coming."""
    return MeetingAttendance.objects.filter(meeting=meeting, taken_back_at__isnull=True).select_related("member__person").order_by("at", "pk")


def tasks(*, scope: Scope, open_only: bool = False) -> QuerySet[MeetingTask]:
    """Tasks of all meetings, by the day."""
    rows = MeetingTask.objects.filter(_seen(scope)).select_related("meeting", "member__person", "answered_by")
    return rows.filter(answered_at__isnull=True, dropped_at__isnull=True) if open_only else rows


def late(task: MeetingTask, today: date) -> bool:
    """Whether its day is over and nobody has answered."""
    return task.answered_at is None and task.dropped_at is None and task.by_on < today


def item_of(*, scope: Scope, item_id: int) -> AgendaItem:
    """One point; DoesNotExist for outsiders."""
    return AgendaItem.objects.select_related("meeting").get(scope.rows(street="meeting__street_id", committee=None), pk=item_id)


def vote_of(*, scope: Scope, vote_id: int) -> MeetingVote:
    """One vote; DoesNotExist for outsiders."""
    return MeetingVote.objects.select_related("item__meeting").get(scope.rows(street="item__meeting__street_id", committee=None), pk=vote_id)


def coming_of(*, scope: Scope, attendance_id: int) -> MeetingAttendance:
    """One attendance; DoesNotExist for outsiders."""
    return MeetingAttendance.objects.select_related("meeting", "member__person").get(scope.rows(street="meeting__street_id", committee=None), pk=attendance_id)


def task_of(*, scope: Scope, task_id: int) -> MeetingTask:
    """One task; DoesNotExist for outsiders."""
    return MeetingTask.objects.select_related("meeting").get(_seen(scope), pk=task_id)
