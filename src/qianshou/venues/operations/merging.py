"""Two files of one person become one: where she came and what she learns goes over; enrolled twice in one class, she is in it once."""

from datetime import datetime

from qianshou.people.models import Person
from qianshou.people.operations.handing_over import hand_back, hand_over

from ..models import Arrival, ClassPayment, Enrolment
from ..rules.fees import Line, balance, fits
from .enrolments import come_back, leave
from .fees import held_of
from .locks import held_course


def hand_over_rooms(*, later: Person, earlier: Person, now: datetime, by_id: int) -> dict[str, list]:
    """Returns what `hand_back_rooms` needs. Where both learn in a class that runs the later file's enrolment ends; what is over stays as it was written."""
    both = Enrolment.objects.filter(person=earlier, left_at=None).values("course_id")
    running = Enrolment.objects.filter(person=later, left_at=None, course__in=both, course__ended_at=None)
    twice = list(running.order_by("pk").values_list("pk", flat=True))
    paid = _payments_over(twice, earlier)
    for pk in twice:
        leave(enrolment_id=pk, now=now, by_id=by_id)
    over = Enrolment.objects.filter(person=later, left_at=None, course__in=both).values("pk")  # both were in a class that is over
    enrolments = hand_over(Enrolment.objects.filter(person=later).exclude(pk__in=[*twice, *over.values_list("pk", flat=True)]), "person_id", earlier.pk)
    return {"enrolled_twice": twice, "paid": paid, "enrolments": enrolments, "arrivals": hand_over(Arrival.objects.filter(person=later), "person_id", earlier.pk)}


def hand_back_rooms(*, later: Person, earlier: Person, undo: dict[str, list], now: datetime, by_id: int) -> None:
    """Take that back."""
    hand_back(Enrolment, "person_id", undo.get("enrolments", []), held_by=earlier.pk, to=later.pk)
    hand_back(Arrival, "person_id", undo.get("arrivals", []), held_by=earlier.pk, to=later.pk)
    for row in Enrolment.objects.filter(pk__in=undo.get("enrolled_twice", []), person=later, course__ended_at=None):
        come_back(enrolment_id=row.pk, now=now, by_id=by_id)
    for enrolment in sorted({enrolment for _payment, enrolment in undo.get("paid", [])}):
        _payments_back([payment for payment, of in undo["paid"] if of == enrolment], enrolment)


def _payments_over(ends: list[int], earlier: Person) -> list[list[int]]:
    """What was paid for an enrolment that ends now counts for the one that stays: [payment, the enrolment it was for]. All of it, or where both together
    are more than the fee none: then it is on the list of what is to be given back."""
    moved = []
    for pk in ends:
        course = held_course(Enrolment.objects.values_list("course_id", flat=True).get(pk=pk))
        stays = Enrolment.objects.get(person=earlier, course=course, left_at=None)
        if fits(course.fee_fen, held_of(pk) + held_of(stays.pk)):
            payments = ClassPayment.objects.filter(enrolment=pk, reversed_at=None)
            moved += [[payment, pk] for payment in payments.order_by("pk").values_list("pk", flat=True)]
            payments.update(enrolment=stays)
    return moved


def _payments_back(payments: list[int], enrolment: int) -> None:
    """Payments go back to the enrolment they were for, unless money was given back since where they lie."""
    held_course(Enrolment.objects.values_list("course_id", flat=True).get(pk=enrolment), ended_too=True)
    rows = ClassPayment.objects.filter(pk__in=payments, reversed_at=None)
    lies = {row.enrolment_id for row in rows}
    if len(lies) == 1 and held_of(lies.pop()) >= balance(Line(row.fen, row.back) for row in rows) >= 0:
        rows.update(enrolment=enrolment)
