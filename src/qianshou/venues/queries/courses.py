"""Classes and who learns in them."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, Count, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from qianshou.access.scope import Scope
from qianshou.people.models import Phone

from ..models import Booking, ClassPayment, Course, Enrolment, SessionMark

RUNNING, OVER = "running", "over"


def courses(*, scope: Scope, today: date, show: str = RUNNING) -> QuerySet[Course]:
    """Classes of the street with their counts: those that run or come, or those that were."""
    rows = Course.objects.filter(scope.rows(committee="venue__committee_id"), street_id=scope.street_id)
    rows = rows.filter(ended_at__isnull=True, until__gte=today) if show == RUNNING else rows.exclude(ended_at__isnull=True, until__gte=today)
    return _counted(rows, today).select_related("venue").order_by("since" if show == RUNNING else "-since", "name", "pk")


def course_of(*, scope: Scope, course_id: int, today: date) -> Course:
    """One class with its counts; DoesNotExist for outsiders."""
    rows = Course.objects.filter(scope.rows(committee="venue__committee_id"), street_id=scope.street_id)
    return _counted(rows, today).select_related("venue__street").get(pk=course_id)


def _counted(rows: QuerySet[Course], today: date) -> QuerySet[Course]:
    """With `seated`, `waiting`, `untold`, and `next_session` (the id of the first session from today on that stands)."""
    here = Q(enrolments__left_at__isnull=True)
    coming = Booking.objects.filter(course=OuterRef("pk"), day__gte=today, cancelled_at__isnull=True).order_by("period")
    return rows.annotate(
        seated=Count("enrolments", filter=here & Q(enrolments__seat__isnull=False)), waiting=Count("enrolments", filter=here & Q(enrolments__seat__isnull=True)),
        untold=Count("enrolments", filter=here & Q(enrolments__moved_up_at__isnull=False, enrolments__told_at__isnull=True)),
        next_session=Subquery(coming.values("pk")[:1]), next_day=Subquery(coming.values("day")[:1]),
    )  # fmt: skip


def enrolled(course_id: int) -> QuerySet[Enrolment]:
    """Who has a place, then who waits in order. With `present`, `excused`, `absent`, `held` (fen that were paid) and her telephones."""
    counts = {state: Count("marks", filter=Q(marks__state=state, marks__session__cancelled_at__isnull=True)) for state in ("present", "excused", "absent")}
    rows = Enrolment.objects.filter(course=course_id, left_at__isnull=True).select_related("course", "person__place", "person__file")
    return rows.prefetch_related(_phones()).annotate(**counts, held=_held()).order_by(F("seat").asc(nulls_last=True), "pk")


def unpaid(*, scope: Scope) -> QuerySet[Enrolment]:
    """Who has a place in a class with a fee and has not paid all of it, class by class, with `held`; of classes that are not closed."""
    rows = _in_sight(scope).filter(course__ended_at__isnull=True, seat__isnull=False, course__fee_fen__gt=F("held"))
    return rows.order_by("course__since", "course__name", "seat")


def to_give_back(*, scope: Scope, today: date) -> QuerySet[Enrolment]:
    """Whose money the street still has, with `held`: she left before the class began, she is in the class by another file of hers, or it began and she
    got no place."""
    left_before = Q(left_at__date__lt=F("course__since"))
    no_place = Q(left_at__isnull=True, seat__isnull=True, course__since__lte=today)
    rows = _in_sight(scope).filter(left_before | no_place | Q(left_at__isnull=False, person__merged_into__isnull=False), held__gt=0)
    return rows.order_by("course__since", "course__name", "pk")


def _in_sight(scope: Scope) -> QuerySet[Enrolment]:
    """Enrolments within the user's sight with `held` and telephones."""
    rows = Enrolment.objects.filter(scope.rows(committee="course__venue__committee_id"), street_id=scope.street_id)
    return rows.annotate(held=_held()).select_related("course__venue", "person__place").prefetch_related(_phones())


def _held() -> Coalesce:
    """What the street holds of an enrolment, in fen: paid and not given back."""
    signed = Case(When(back=True, then=-F("fen")), default=F("fen"), output_field=IntegerField())
    rows = ClassPayment.objects.filter(enrolment=OuterRef("pk"), reversed_at__isnull=True).order_by().values("enrolment")
    return Coalesce(Subquery(rows.annotate(sum=Sum(signed)).values("sum")), 0)


def _phones() -> Prefetch:
    return Prefetch("person__phones", Phone.objects.order_by("position", "pk"))


def payments_of(course_id: int) -> QuerySet[ClassPayment]:
    """What was paid for a class and given back, the newest first, what was a mistake too."""
    return ClassPayment.objects.filter(enrolment__course=course_id).select_related("enrolment__person", "by").order_by("-at", "-pk")


def payment_of(*, scope: Scope, payment_id: int) -> ClassPayment:
    """One payment; DoesNotExist for outsiders."""
    rows = ClassPayment.objects.select_related("enrolment__person", "enrolment__course")
    return rows.get(scope.rows(committee="enrolment__course__venue__committee_id"), street_id=scope.street_id, pk=payment_id)


def left(course_id: int) -> QuerySet[Enrolment]:
    """Who left, the latest first, with `held`."""
    return Enrolment.objects.filter(course=course_id, left_at__isnull=False).annotate(held=_held()).select_related("course", "person").prefetch_related(_phones()).order_by("-left_at", "-pk")


def enrolment_of(*, scope: Scope, enrolment_id: int) -> Enrolment:
    """One enrolment; DoesNotExist for outsiders."""
    rows = Enrolment.objects.select_related("person", "course")
    return rows.get(scope.rows(committee="course__venue__committee_id"), street_id=scope.street_id, pk=enrolment_id)


def marks_of(session_id: int) -> dict[int, SessionMark]:
    """Enrolment → its mark at a session."""
    return {row.enrolment_id: row for row in SessionMark.objects.filter(session=session_id).select_related("by")}


def to_mark(session: Booking) -> list[Enrolment]:
    """Whom a session's list names: those with a place, and whoever has a mark there already, in the order of places."""
    marked = SessionMark.objects.filter(session=session).values("enrolment")
    rows = Enrolment.objects.filter(course=session.course_id).filter(Q(seat__isnull=False) | Q(pk__in=marked))
    return list(rows.select_related("person__place", "person__file").order_by(F("seat").asc(nulls_last=True), "pk"))
