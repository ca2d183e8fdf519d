"""Two files of one person become one: where she came and what she learns goes over; enrolled twice in one class, she is in it once."""

from datetime import datetime

from qianshou.people.models import Person
from qianshou.people.operations.handing_over import hand_back, hand_over

from ..models import Arrival, Enrolment
from .enrolments import come_back, leave


def hand_over_rooms(*, later: Person, earlier: Person, now: datetime, by_id: int) -> dict[str, list[int]]:
    """Returns what `hand_back_rooms` needs. Where both learn in a class that runs the later file's enrolment ends; what is over stays as it was written."""
    both = Enrolment.objects.filter(person=earlier, left_at=None).values("course_id")
    running = Enrolment.objects.filter(person=later, left_at=None, course__in=both, course__ended_at=None)
    twice = list(running.order_by("pk").values_list("pk", flat=True))
    for pk in twice:
        leave(enrolment_id=pk, now=now, by_id=by_id)
    over = Enrolment.objects.filter(person=later, left_at=None, course__in=both).values("pk")  # both were in a class that is over
    enrolments = hand_over(Enrolment.objects.filter(person=later).exclude(pk__in=[*twice, *over.values_list("pk", flat=True)]), "person_id", earlier.pk)
    return {"enrolled_twice": twice, "enrolments": enrolments, "arrivals": hand_over(Arrival.objects.filter(person=later), "person_id", earlier.pk)}


def hand_back_rooms(*, later: Person, earlier: Person, undo: dict[str, list[int]], now: datetime, by_id: int) -> None:
    """Take that back."""
    hand_back(Enrolment, "person_id", undo.get("enrolments", []), held_by=earlier.pk, to=later.pk)
    hand_back(Arrival, "person_id", undo.get("arrivals", []), held_by=earlier.pk, to=later.pk)
    for row in Enrolment.objects.filter(pk__in=undo.get("enrolled_twice", []), person=later, course__ended_at=None):
        come_back(enrolment_id=row.pk, now=now, by_id=by_id)
