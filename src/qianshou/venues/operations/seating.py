"""Who of a class has a place: worked out anew after each change, and only what differs is written. The class is locked."""

from datetime import datetime

from ..models import Course, Enrolment
from ..rules.places import Learner, moves_up


def seat_everybody(course: Course, *, now: datetime, but: int | None = None) -> list[int]:
    """Give the free places in the order of enrolling; ids of those who moved up. `but` has just enrolled: she did not move up, she got a place."""
    rows = Enrolment.objects.filter(course=course, left_at__isnull=True).values_list("pk", "seat")
    moved = []
    for pk, seat in moves_up(course.places, [Learner(*row) for row in rows]).items():
        values: dict = {"seat": seat}
        if pk != but:
            values |= {"moved_up_at": now, "told_at": None}
            moved.append(pk)
        Enrolment.objects.filter(pk=pk).update(**values)
    return moved
