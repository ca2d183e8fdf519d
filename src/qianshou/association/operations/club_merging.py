"""Two files of one person become one: her membership and the photographs she is on go over; a second running membership ends, and runs again after an undo."""

from datetime import datetime

from qianshou.kernel import clock
from qianshou.people.models import Person
from qianshou.people.operations.handing_over import hand_back, hand_over

from ..models import Member, PhotoPerson

ENDED = "two files merged"


def hand_over_member(*, later: Person, earlier: Person, now: datetime) -> dict[str, list[int]]:
    """Returns what `hand_back_member` needs."""
    ended = []
    if Member.objects.filter(person=earlier, left__isnull=True).exists():
        for row in Member.objects.filter(person=later, left__isnull=True):
            Member.objects.filter(pk=row.pk).update(left=max(row.joined, clock.local_date(now)), left_reason=ENDED)
            ended.append(row.pk)
    moved = hand_over(Member.objects.filter(person=later), "person_id", earlier.pk)
    return {"members": moved, "ended": ended, "photos": hand_over(PhotoPerson.objects.filter(person=later), "person_id", earlier.pk)}


def hand_back_member(*, later: Person, earlier: Person, undo: dict[str, list[int]]) -> None:
    """Take that back."""
    hand_back(Member, "person_id", undo.get("members", []), held_by=earlier.pk, to=later.pk)
    hand_back(PhotoPerson, "person_id", undo.get("photos", []), held_by=earlier.pk, to=later.pk)
    Member.objects.filter(pk__in=undo.get("ended", []), person=later, left_reason=ENDED).update(left=None, left_reason="")
