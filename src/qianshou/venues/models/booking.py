"""A room is taken for a while. Two bookings of one room cannot hold the same moment: the database refuses the second."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.people.history import keeps_history

from .course import Course
from .venue import Venue

# Without an extension gist knows no plain number, but it knows ranges: a room is the range from itself to itself.
ROOM = Func(F("venue"), F("venue"), Value("[]"), function="int8range")


@keeps_history(exclude=["version"])
class Booking(models.Model):
    """One room from one moment to another, half open. `course`: it is a session of that class. `series` is the id of the first of those booked together.

    `overruled`: why an officer lets it lie outside the opening hours. `open_to_all`: its name stands in the public calendar; else only that the room is taken.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="bookings", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()  # the office's date of the whole of it
    period = DateTimeRangeField()
    title = models.CharField(max_length=80)
    booker = models.CharField(max_length=60)  # group or person who answers for it
    people = models.PositiveSmallIntegerField(null=True, blank=True)  # how many are expected
    open_to_all = models.BooleanField(default=False)
    course = models.ForeignKey(Course, models.PROTECT, null=True, blank=True, related_name="sessions", db_index=False)
    series = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    overruled = models.CharField(max_length=120, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["venue", "day"], name="booking_by_day"),
            models.Index(fields=["course", "day"], name="booking_by_course", condition=Q(course__isnull=False)),
            models.Index(fields=["series"], name="booking_by_series", condition=Q(series__isnull=False)),
        ]
        constraints = [
            ExclusionConstraint(
                name="booking_alone_in_its_room", expressions=[(ROOM, RangeOperators.OVERLAPS), ("period", RangeOperators.OVERLAPS)], condition=Q(cancelled_at__isnull=True)
            ),
            models.CheckConstraint(condition=Q(period__isempty=False, period__lower_inf=False, period__upper_inf=False), name="booking_has_an_end"),
            models.CheckConstraint(condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_why=""), name="booking_cancelled_with_reason"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def starts(self):
        """The moment it begins."""
        return self.period.lower

    @property
    def ends(self):
        """The moment it ends, the first that is free again."""
        return self.period.upper


class BookingEntry(models.Model):
    """What was done with a booking, by whom and why: only ever added."""

    class Act(models.TextChoices):
        """What was done."""

        BOOKED = "booked", _("booked")
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")
        RESTORED = "restored", _("cancelling taken back")

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="entries")
    act = models.CharField(max_length=9, choices=Act.choices)
    before = models.CharField(max_length=120, blank=True)  # room and time before it was moved
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["id"]
