"""The monthly meeting: its agenda, who came, how it voted, who does what by when, the minutes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User

from .ideas import Idea
from .members import Member


class Meeting(models.Model):
    """One meeting. `members` and `needed` are written when the minutes are closed: who could come then, and how many a vote needed."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=80)
    on = models.DateField()
    starts = models.TimeField()
    where = models.CharField(max_length=120)
    chair = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    minutes = models.TextField(blank=True)  # what belongs to no point of the agenda
    version = models.PositiveIntegerField(default=1)
    members = models.PositiveIntegerField(null=True, blank=True)
    needed = models.PositiveIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["street", "-on"], name="meeting_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_why=""), name="meeting_cancelled_with_reason"),
            models.CheckConstraint(condition=Q(closed_at__isnull=True) | Q(members__isnull=False, needed__isnull=False), name="meeting_closed_counted"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def over(self) -> bool:
        """Its minutes are closed, or it was called off."""
        return self.closed_at is not None or self.cancelled_at is not None


class AgendaItem(models.Model):
    """One point: an idea, or something else. `said` is what the minutes say of it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda", db_index=False)
    position = models.PositiveSmallIntegerField()
    idea = models.ForeignKey(Idea, models.PROTECT, null=True, blank=True, related_name="agenda", db_index=False)
    title = models.CharField(max_length=80)
    said = models.TextField(blank=True)
    off_at = models.DateTimeField(null=True, blank=True)  # taken off the agenda

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["meeting", "position"], name="agenda_by_meeting")]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "idea"], condition=Q(idea__isnull=False, off_at__isnull=True), name="agenda_idea_once"),
        ]


class MeetingAttendance(models.Model):
    """A member came. Each once; taken back by a moment, never deleted."""

    class How(models.TextChoices):
        """How it was written down."""

        SCAN = "scan", _("scanned the code")
        CARD = "card", _("card number typed")
        TICK = "tick", _("ticked")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendances", db_index=False)
    how = models.CharField(max_length=4, choices=How.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["member"], name="came_to_meeting_by_member")]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], condition=Q(taken_back_at__isnull=True), name="came_to_meeting_once"),
        ]


class MeetingVote(models.Model):
    """Hands counted on one question. `present` and `needed` as they were then; whether it carried follows (rules.meetings)."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="votes", db_index=False)
    question = models.CharField(max_length=200)
    ayes = models.PositiveSmallIntegerField()
    noes = models.PositiveSmallIntegerField()
    abstained = models.PositiveSmallIntegerField()
    present = models.PositiveIntegerField()
    needed = models.PositiveIntegerField()
    carried = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["item"], name="vote_by_item")]
        constraints = [
            models.CheckConstraint(condition=Q(ayes__lte=F("present") - F("noes") - F("abstained")), name="vote_of_those_present"),
            models.CheckConstraint(condition=Q(carried=False) | Q(ayes__gt=F("noes"), present__gte=F("needed")), name="vote_carried_by_more"),
        ]


class MeetingTask(models.Model):
    """What somebody took upon herself, by which day; owed to the watch until it is answered."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="tasks", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=200)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="tasks", db_index=False)
    who = models.CharField(max_length=60, blank=True)  # where it is no member
    by_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    answer = models.CharField(max_length=300, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_why = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["by_on", "id"]
        indexes = [models.Index(fields=["street", "by_on"], name="meeting_task_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="meeting_task_answered_in_words"),
            models.CheckConstraint(condition=Q(dropped_at__isnull=True) | ~Q(dropped_why=""), name="meeting_task_dropped_with_reason"),
        ]

    @property
    def due_key(self) -> str:
        """Under which the watch is owed the answer."""
        return f"meeting_task:{self.pk}"
