"""What is due: to whom, what, by when; met by evidence, excused by a person, or late."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Committee, Street, User
from qianshou.people.models import Person


class State(models.TextChoices):
    """`late` is not final: evidence may still be heard."""

    OPEN = "open", _("due")
    MET = "met", _("done")
    EXCUSED = "excused", _("excused")
    LATE = "late", _("late")
    MET_HEARD_LATE = "met_heard_late", _("done in time, heard late")
    MET_LATE = "met_late", _("done late")


class Grade(models.TextChoices):
    """How good the evidence is."""

    TAP = "tap", _("a tap on the phone")
    TAP_PLACE = "tap_place", _("a tap with place")
    SCAN = "scan", _("a scan of the code on the wall")
    CALL = "call", _("a telephone call")
    DESK = "desk", _("written at the desk")


class Due(models.Model):
    """A visit, a meal, a call, an assessment, a form: all the same to the watch.

    `late_at` = by + grace is stored, so that the sweep reads one index. `ladder` holds user ids, kept up by the
    operation that changes a link, an absence or the roster.
    """

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    key = models.CharField(max_length=80)  # idempotency: "visit:1234"
    kind = models.CharField(max_length=30)  # "visit", "call", "campaign", …
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="dues", db_index=False)
    title = models.JSONField(default=dict)  # {"code", "params"}
    ref = models.JSONField(default=dict)  # what it is about, for the area that owes it
    day = models.DateField()  # the office's date of `by_at`
    opens_at = models.DateTimeField()
    by_at = models.DateTimeField()
    late_at = models.DateTimeField()
    ladder = ArrayField(models.BigIntegerField(), default=list)
    state = models.CharField(max_length=15, choices=State.choices, default=State.OPEN)
    met_made_at = models.DateTimeField(null=True, blank=True)
    met_received_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    grade = models.CharField(max_length=10, choices=Grade.choices, blank=True)
    evidence = models.JSONField(default=dict, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)  # any sign from the field about it (arrived, nobody): not done, but heard from
    excused_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    excuse = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "key"], name="due_once"),
            models.CheckConstraint(condition=Q(late_at__gte=F("by_at")) & Q(by_at__gte=F("opens_at")), name="due_times"),
            models.CheckConstraint(
                condition=~Q(state__in=["met", "met_late", "met_heard_late"]) | Q(met_made_at__isnull=False) & ~Q(grade=""),
                name="met_needs_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(state="excused") | Q(excused_by__isnull=False) & ~Q(excuse=""), name="excused_needs_person_and_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["late_at"], name="due_open", condition=Q(state="open")),
            models.Index(fields=["street", "day", "state"], name="due_by_day"),
            models.Index(fields=["person", "day"], name="due_by_person"),
            models.Index(fields=["street", "by_at"], name="due_late", condition=Q(state="late")),
        ]
