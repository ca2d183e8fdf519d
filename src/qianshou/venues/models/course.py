"""A class of a term: teacher, weekly time, places; who is enrolled, who waits, who came to which session, what came of it.

Its sessions are bookings of its room, so a class can clash with nothing.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qianshou.access.models import Committee, Street, User
from qianshou.people.history import keeps_history
from qianshou.people.models import Person

from .venue import Venue


@keeps_history(exclude=["version"])
class Course(models.Model):
    """A class (课程). The weekday is that of `since`."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="courses")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    teacher = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    places = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300, blank=True)
    fee_fen = models.PositiveIntegerField(default=0, db_default=0)  # for the whole term; 0: free
    ended_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)  # what came of the term
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["street", "until"], name="course_by_term")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")) & Q(ends__gt=F("starts")), name="course_times"),
            models.CheckConstraint(condition=Q(places__gte=1), name="course_has_a_place"),
        ]

    def __str__(self) -> str:
        return self.name


@keeps_history()
class Enrolment(models.Model):
    """One person in one class. The order of ids is the order of enrolling; `seat` is her place, none: she waits. Whoever left and comes again is a new row."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    seat = models.PositiveSmallIntegerField(null=True, blank=True)
    enrolled_at = models.DateTimeField()
    enrolled_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    moved_up_at = models.DateTimeField(null=True, blank=True)  # got the place of somebody who left; she is to be told
    told_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_why = models.CharField(max_length=120, blank=True)
    result = models.CharField(max_length=200, blank=True)  # what she made of it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "person"], condition=Q(left_at__isnull=True), name="enrolment_once"),
            models.UniqueConstraint(fields=["course", "seat"], condition=Q(seat__isnull=False), name="enrolment_seat_once"),
            models.CheckConstraint(condition=Q(seat__isnull=True) | Q(seat__gte=1, left_at__isnull=True), name="enrolment_seat_of_who_stays"),
        ]
        indexes = [models.Index(fields=["person", "course"], name="enrolment_by_person")]


class ClassPayment(models.Model):
    """Part of the fee of one enrolment or all of it, paid, or (`back`) given back to one who left: in the books under `source`, with a receipt.

    Together they are never below nothing nor above the fee (a trigger, migrations/0003_part_payments.py). A mistake is reversed in the books and stays here.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="payments", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    fen = models.PositiveIntegerField()
    back = models.BooleanField(default=False, db_default=False)
    why = models.CharField(max_length=200, blank=True, db_default="")  # of what was given back
    receipt = models.CharField(max_length=40, blank=True)  # the number of one written by hand
    on = models.DateField()
    batch = models.UUIDField(unique=True)  # names the act: sent twice it is one
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(fen__gte=1), name="class_payment_is_money")]
        indexes = [models.Index(fields=["enrolment"], name="class_payment_of")]

    @property
    def source(self) -> str:
        """Under which it stands in the books."""
        return f"class.{'back' if self.back else 'fee'}:{self.pk}"


@keeps_history()
class SessionMark(models.Model):
    """Whether one enrolled was at one session. Marked again it is changed; the history keeps what stood there."""

    class State(models.TextChoices):
        """How it was."""

        PRESENT = "present", pgettext_lazy("room", "was there")
        EXCUSED = "excused", _("asked to be excused")
        ABSENT = "absent", _("was absent")

    session = models.ForeignKey("venues.Booking", models.PROTECT, related_name="marks", db_index=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="marks")
    state = models.CharField(max_length=7, choices=State.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "enrolment"], name="session_mark_once")]
