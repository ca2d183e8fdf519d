"""What was taken on at a meeting: given with a day, answered, or dropped with a reason. Late is loud: the watch is owed each."""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from qianshou.access.operations import log
from qianshou.access.queries import ladder_of_roles
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.watch import operations as watch
from qianshou.watch.rules import NewDue

from ..models import Meeting, MeetingTask, Member

KIND = "meeting_task"
LADDER = ("association_secretary", "street_officer")
BY = time(17)


@transaction.atomic
def give_task(*, meeting_id: int, what: str, member_id: int | None = None, who: str = "", by_on: date, now: datetime, by_id: int) -> MeetingTask:
    """Somebody does something by a day. Refused "what", "who" where nobody is named, "day" for one that is over, "member"."""
    row = Meeting.objects.select_related("street").get(pk=meeting_id)
    if not what.strip():
        raise Refused("what")
    if by_on < clock.local_date(now):
        raise Refused("day")
    if member_id and not Member.objects.filter(pk=member_id, street_id=row.street_id).exists():
        raise Refused("member")
    if not member_id and not who.strip():
        raise Refused("who")
    task = MeetingTask.objects.create(
        meeting=row, street_id=row.street_id, what=what.strip()[:200], member_id=member_id, who=who.strip()[:60], by_on=by_on, made_at=now, made_by_id=by_id
    )
    due = NewDue(
        street_id=row.street_id, key=task.due_key, kind=KIND, person_id=None, title={"code": KIND, "params": {"what": task.what}}, opens_at=now,
        by_at=max(clock.at(by_on, BY), now + timedelta(minutes=1)), ladder=ladder_of_roles(street_id=row.street_id, roles=LADDER, on=clock.local_date(now)),
        ref={"meeting": row.pk, "task": task.pk},
    )  # fmt: skip
    watch.owe_many(dues=[due], now=now)
    _log("meeting_task.given", task, now, by_id)
    return task


@transaction.atomic
def answer_task(*, task_id: int, answer: str, now: datetime, by_id: int) -> bool:
    """It is done: what came of it. False when it was answered before. Refused "words" without any, "dropped"."""
    if not answer.strip():
        raise Refused("words")
    task = MeetingTask.objects.select_for_update(of=("self",)).get(pk=task_id)
    if task.dropped_at:
        raise Refused("dropped")
    done = MeetingTask.objects.filter(pk=task.pk, answered_at__isnull=True).update(answered_at=now, answered_by_id=by_id, answer=answer.strip()[:300])
    if done:
        watch.meet(street_id=task.street_id, key=task.due_key, made_at=now, received_at=now, grade="desk", evidence={"task": task.pk}, by_id=by_id)
        _log("meeting_task.answered", task, now, by_id)
    return bool(done)


@transaction.atomic
def drop_task(*, task_id: int, reason: str, now: datetime, by_id: int) -> bool:
    """It is not needed any more, because. False when it was dropped before. Refused "reason", "answered"."""
    if not reason.strip():
        raise Refused("reason")
    task = MeetingTask.objects.select_for_update(of=("self",)).get(pk=task_id)
    if task.answered_at:
        raise Refused("answered")
    done = MeetingTask.objects.filter(pk=task.pk, dropped_at__isnull=True).update(dropped_at=now, dropped_why=reason.strip()[:200])
    if done:
        watch.cancel(street_id=task.street_id, keys=[task.due_key], by_id=by_id, reason=reason, now=now)
        _log("meeting_task.dropped", task, now, by_id)
    return bool(done)


def _log(act: str, task: MeetingTask, now: datetime, by_id: int) -> None:
    log(act=act, now=now, by_id=by_id, street_id=task.street_id, target="meeting_task", target_id=task.pk)
