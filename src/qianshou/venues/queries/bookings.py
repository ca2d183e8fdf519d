"""Bookings: what clashes, one of them, the week of all rooms."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count, Q, QuerySet

from qianshou.access.scope import Scope
from qianshou.kernel import clock

from ..models import Booking
from ..rules.bookings import Slot

STANDS = Q(cancelled_at__isnull=True)


def clash(*, venue_id: int, slot: Slot, but: int | None = None) -> Booking | None:
    """The first booking of a room that holds some moment of the slot."""
    day = clock.local_date(slot.starts)
    rows = Booking.objects.filter(STANDS, venue=venue_id, day=day, period__overlap=DateTimeTZRange(slot.starts, slot.ends, "[)"))
    return rows.exclude(pk=but).order_by("period").first()


def booking_of(*, scope: Scope, booking_id: int) -> Booking:
    """One booking; DoesNotExist for outsiders."""
    rows = Booking.objects.select_related("venue__street", "course", "made_by")
    return rows.get(scope.rows(committee="venue__committee_id"), street_id=scope.street_id, pk=booking_id)


def session_of(*, scope: Scope, booking_id: int) -> Booking:
    """One session of a class; DoesNotExist for outsiders and for what is none."""
    rows = Booking.objects.select_related("venue__street", "course").filter(course__isnull=False)
    return rows.get(scope.rows(committee="venue__committee_id"), street_id=scope.street_id, pk=booking_id)


def between(venue_ids: Collection[int], first: date, last: date, *, cancelled_too: bool = False) -> QuerySet[Booking]:
    """Bookings of these rooms from a day to another, in order of time."""
    rows = Booking.objects.filter(venue__in=venue_ids, day__gte=first, day__lte=last).select_related("venue", "course").order_by("period", "venue_id")
    return rows if cancelled_too else rows.filter(STANDS)


def sessions_of(course_id: int) -> QuerySet[Booking]:
    """All sessions of a class, those cancelled too, with `present`, `excused`, `absent`."""
    counts = {state: Count("marks", filter=Q(marks__state=state)) for state in ("present", "excused", "absent")}
    return Booking.objects.filter(course=course_id).select_related("venue").annotate(**counts).order_by("period")


def later_of_series(row: Booking) -> int:
    """How many of its series stand after it."""
    return Booking.objects.filter(STANDS, series=row.series_id, day__gt=row.day).count() if row.series_id else 0


def in_feed(venue_id: int, now: datetime) -> QuerySet[Booking]:
    """What a calendar shows: from a month back on, what was cancelled too, so that calendars take it out."""
    since = clock.local_date(now).toordinal() - 31
    return Booking.objects.filter(venue=venue_id, day__gte=date.fromordinal(since)).select_related("course").order_by("period", "pk")
