"""An occasion to which people are invited: who was asked, what they answered, who has a place, who came.

Activities of the association join here: an occasion asks nothing about who made it.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Committee, Street, User
from qianshou.people.history import keeps_history
from qianshou.people.models import Person


@keeps_history(exclude=["version"])
class Occasion(models.Model):
    """Something at one time and place that people are invited to: a dancing salon, a talk. `places` None: as many as like to come."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )  # None: the whole street's
    name = models.CharField(max_length=80)
    on = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField(null=True, blank=True)
    where = models.CharField(max_length=120)
    places = models.PositiveSmallIntegerField(null=True, blank=True)
    organiser = models.CharField(max_length=80)
    telephone = models.CharField(max_length=40, blank=True)  # where people may ring to answer
    text = models.TextField(blank=True)  # what the letter says beside when and where
    answer_by = models.DateField(null=True, blank=True)
    question = models.CharField(max_length=200, blank=True)  # in whose words people were looked for
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)  # how it was
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["street", "on"], name="occasion_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(places__isnull=True) | Q(places__gte=1), name="occasion_has_a_place"),
            models.CheckConstraint(condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_why=""), name="occasion_cancelled_with_reason"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def over(self) -> bool:
        """Nothing is asked or answered any more."""
        return self.cancelled_at is not None or self.closed_at is not None


class AnswerKind(models.TextChoices):
    """How a call or a letter ended."""

    YES = "yes", _("is coming")
    NO = "no", _("does not come")
    AGAIN = "again", _("ring again")
    UNREACHED = "unreached", _("not reached")


@keeps_history()
class Invitation(models.Model):
    """One person asked to one occasion, with what she said last.

    `since_answer` is the id of the answer from which on she says yes: the order in which places are given. `seat` is her place, from 1 on; yes without a
    seat is the waiting list.
    """

    occasion = models.ForeignKey(Occasion, models.PROTECT, related_name="invitations", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    by_hand = models.CharField(max_length=200, blank=True)  # why she is asked although the list left her out
    answer = models.CharField(max_length=9, choices=AnswerKind.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    call_on = models.DateField(null=True, blank=True)
    since_answer = models.BigIntegerField(null=True, blank=True)
    seat = models.PositiveSmallIntegerField(null=True, blank=True)
    moved_up_at = models.DateTimeField(null=True, blank=True)  # got the place of somebody who gave it up; she is to be told
    told_at = models.DateTimeField(null=True, blank=True)
    taken_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occasion", "person"], name="invitation_once"),
            models.UniqueConstraint(fields=["occasion", "seat"], condition=Q(seat__isnull=False), name="invitation_seat_once"),
            models.CheckConstraint(
                condition=Q(since_answer__isnull=True) | Q(answer="yes", taken_off_at__isnull=True), name="invitation_yes_in_order"
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=True) | Q(since_answer__isnull=False, seat__gte=1), name="invitation_seat_for_a_yes"
            ),
        ]
        indexes = [models.Index(fields=["person", "occasion"], name="invitation_by_person")]


class Answer(models.Model):
    """One thing that was said, by whom it was written down and when. Taken back by a moment, never deleted."""

    class Via(models.TextChoices):
        """How it came."""

        CALL = "call", _("by telephone")
        LETTER = "letter", _("by letter")
        MESSAGE = "message", _("by message")
        PERSON = "person", _("in person")

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="answers", db_index=False)
    kind = models.CharField(max_length=9, choices=AnswerKind.choices)
    via = models.CharField(max_length=7, choices=Via.choices, default=Via.CALL)
    note = models.CharField(max_length=200, blank=True)
    call_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    batch = models.UUIDField(unique=True)  # sent twice, it is one answer
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["invitation", "id"], name="answer_by_invitation")]


class Attendance(models.Model):
    """Somebody came: asked, or unasked. Taken back by a moment, never deleted."""

    occasion = models.ForeignKey(Occasion, models.PROTECT, related_name="attendances", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    unasked = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occasion", "person"], condition=Q(taken_back_at__isnull=True), name="attendance_once")
        ]
        indexes = [models.Index(fields=["person", "occasion"], name="attendance_by_person")]
