"""Two files of one person become one: what she was asked to and where she came goes over; asked twice to one occasion, she is on its list once."""

from datetime import datetime

from qianshou.people.models import Person
from qianshou.people.operations.handing_over import hand_back, hand_over

from ..models import Attendance, Invitation
from .invitations import put_back, take_off

KEYS = ("invitations", "asked_twice", "attendances", "came_twice")


def hand_over_invitations(*, later: Person, earlier: Person, now: datetime, by_id: int) -> dict[str, list[int]]:
    """Returns what `hand_back_invitations` needs. What is over stays as it was written where both were asked."""
    asked = Invitation.objects.filter(person=earlier).values("occasion_id")
    both = Invitation.objects.filter(person=later, occasion__in=asked, taken_off_at=None, occasion__closed_at=None, occasion__cancelled_at=None)
    twice = list(both.order_by("pk").values_list("pk", flat=True))
    for pk in twice:
        take_off(invitation_id=pk, now=now, by_id=by_id)
    moved = hand_over(Invitation.objects.filter(person=later).exclude(occasion__in=asked), "person_id", earlier.pk)
    here = Attendance.objects.filter(person=earlier, taken_back_at=None).values("occasion_id")
    came = list(Attendance.objects.filter(person=later, taken_back_at=None, occasion__in=here).order_by("pk").values_list("pk", flat=True))
    Attendance.objects.filter(pk__in=came).update(taken_back_at=now)
    attendances = hand_over(Attendance.objects.filter(person=later).exclude(pk__in=came), "person_id", earlier.pk)
    return {"invitations": moved, "asked_twice": twice, "attendances": attendances, "came_twice": came}


def hand_back_invitations(*, later: Person, earlier: Person, undo: dict[str, list[int]], now: datetime, by_id: int) -> None:
    """Take that back."""
    hand_back(Invitation, "person_id", undo.get("invitations", []), held_by=earlier.pk, to=later.pk)
    hand_back(Attendance, "person_id", undo.get("attendances", []), held_by=earlier.pk, to=later.pk)
    Attendance.objects.filter(pk__in=undo.get("came_twice", []), person=later).update(taken_back_at=None)
    for row in Invitation.objects.filter(pk__in=undo.get("asked_twice", []), person=later).select_related("occasion"):
        if not row.occasion.over:
            put_back(invitation_id=row.pk, now=now, by_id=by_id)
