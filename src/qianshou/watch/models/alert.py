"""Alerts: raised by the sweep or by an act, climbing the ladder until somebody takes them, ending with an outcome."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Committee, Street, User
from qianshou.people.models import Person

from .due import Due


class Alert(models.Model):
    """Somebody who can act must be told. One open alert for one due, by constraint."""

    class State(models.TextChoices):
        """Raised, taken by a named person, closed with an outcome."""

        RAISED = "raised", _("raised")
        TAKEN = "taken", _("taken")
        CLOSED = "closed", _("closed")

    class Why(models.TextChoices):
        """What raised it."""

        LATE = "late", _("overdue")
        NOBODY = "nobody", _("nobody answers the door")
        NO_ANSWER = "no_answer", _("no answer by telephone")
        CONCERN = "concern", _("a concern")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    due = models.ForeignKey(Due, models.PROTECT, null=True, blank=True, related_name="alerts")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="alerts")
    why = models.CharField(max_length=10, choices=Why.choices)
    state = models.CharField(max_length=6, choices=State.choices, default=State.RAISED)
    raised_at = models.DateTimeField()
    rung = models.PositiveSmallIntegerField(default=0)  # how many times it has been told: rungs first, then repeats
    climbs_at = models.DateTimeField(null=True, blank=True)  # when the next rung is told, unless taken
    taken_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=30, blank=True)
    outcome_note = models.CharField(max_length=300, blank=True)
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["due"], condition=~Q(state="closed"), name="one_open_alert_per_due"),
            models.CheckConstraint(condition=~Q(state="closed") | ~Q(outcome=""), name="closed_needs_outcome"),
        ]
        indexes = [
            models.Index(fields=["street", "raised_at"], name="alert_open", condition=~Q(state="closed")),
            models.Index(fields=["climbs_at"], name="alert_climbing", condition=Q(state="raised")),
        ]


class AlertStep(models.Model):
    """One thing that happened to an alert: told, taken, handed on, note, closed."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12)  # told | taken | released | note | evidence | closed
    rung = models.PositiveSmallIntegerField(null=True, blank=True)
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["alert", "rung", "user"], condition=Q(kind="told"), name="told_once_per_rung")]
