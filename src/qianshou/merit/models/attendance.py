"""Attendance beyond taps: corrections, who works whose shift, papers seen, and months that are closed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.care.models import Absence, Carer
from qianshou.people.history import keeps_history


class AttendanceCorrection(models.Model):
    """A carer says that the times of a day are others than the taps say, and an officer grants or refuses. One open for each carer and day.

    What is granted becomes taps of its own (`care.ClockEvent`, source "correction:<id>:in"); nothing that was tapped is overwritten.
    """

    class State(models.TextChoices):
        """Waiting, or how it was answered."""

        OPEN = "open", _("to be answered")
        GRANTED = "granted", _("times corrected")
        REFUSED = "refused", _("times stay")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="corrections", db_index=False)
    day = models.DateField()
    came = models.TimeField(null=True, blank=True)  # what she says; the office's wall clock
    went = models.TimeField(null=True, blank=True)  # before `came`: on the next day
    text = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    source = models.CharField(max_length=60, blank=True)  # "act:<uuid>"
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")  # who wrote it down, the carer herself or the office
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    instead = models.BooleanField(default=False)  # the taps of that day were taken back for it
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["carer", "day"], condition=Q(state="open"), name="one_open_correction_per_day"),
            models.UniqueConstraint(fields=["source"], condition=~Q(source=""), name="correction_once"),
            models.CheckConstraint(condition=Q(came__isnull=False) | Q(went__isnull=False), name="correction_of_a_time"),
            models.CheckConstraint(condition=Q(state="open") | (~Q(answer="") & Q(answered_at__isnull=False)), name="correction_answered_in_words"),
        ]
        indexes = [models.Index(fields=["street", "day"], name="correction_in_street"), models.Index(fields=["carer", "day"], name="correction_of_carer")]


@keeps_history()
class Replacement(models.Model):
    """One carer works the shift of another, on whole days, both included: the shift is owed by the one who stands in."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="replaced")
    by_carer = models.ForeignKey(Carer, models.PROTECT, related_name="replacing")
    first_day = models.DateField()
    last_day = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=models.F("first_day")), name="replacement_span"),
            models.CheckConstraint(condition=~Q(carer=models.F("by_carer")), name="replacement_by_another"),
        ]
        indexes = [models.Index(fields=["street", "first_day"], name="replacement_in_street")]


class AbsencePaper(models.Model):
    """An officer has seen the paper of an absence: a doctor's note, a certificate. What stands in it is not kept."""

    absence = models.OneToOneField(Absence, models.CASCADE, related_name="paper_seen")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+")
    seen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()


class MonthClosing(models.Model):
    """A month's sheets of a street: signed by the officer who checked them, closed, and perhaps opened again by a second officer.

    The database refuses any change of a closed one but its opening (migration). Each closing stays, with its sheets.
    """

    class State(models.TextChoices):
        """Signed: may still be signed anew. Closed: locked. Opened again: its sheets stay as they were; another closing follows."""

        SIGNED = "signed", _("sheets signed")
        CLOSED = "closed", _("sheets closed")
        REOPENED = "reopened", _("sheets opened again")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()  # first day
    state = models.CharField(max_length=8, choices=State.choices, default=State.SIGNED)
    sha256 = models.CharField(max_length=64)  # of all sheets as they were signed
    left_open = models.JSONField(default=list, blank=True)  # [{"code", "n"}]: what was open when it was signed
    left_open_why = models.CharField(max_length=500, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["street", "month"], condition=~Q(state="reopened"), name="closing_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="closing_of_a_month"),
            models.CheckConstraint(condition=Q(state="signed", closed_at__isnull=True) | Q(closed_at__isnull=False, closed_by__isnull=False), name="closing_by_somebody"),
            models.CheckConstraint(
                condition=~Q(state="reopened") | (Q(reopened_at__isnull=False) & ~Q(reopened_why="") & ~Q(reopened_by=models.F("closed_by"))),
                name="closing_opened_by_a_second",
            ),
        ]


class ClosedSheet(models.Model):
    """One carer's sheet as it was frozen. `data` is `merit.rules.frozen.plain`; the checksum is of data, name and words together.

    Nothing of it can be changed (migration), but an erasure may empty name and words.
    """

    closing = models.ForeignKey(MonthClosing, models.PROTECT, related_name="sheets", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="closed_sheets")
    number = models.CharField(max_length=20)
    name = models.CharField(max_length=60, blank=True)
    tier = models.CharField(max_length=20)
    data = models.JSONField()
    adjustments = models.JSONField(default=list)  # [{"day", "numbers", "leave"}]: of months closed before
    words = models.JSONField(default=list, blank=True)  # corrections in words: [{"day", "came", "went", "text", "answer", "by", …}]
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["closing", "number"]
        constraints = [models.UniqueConstraint(fields=["closing", "carer"], name="closed_sheet_once")]
        indexes = [models.Index(fields=["street", "carer"], name="closed_sheet_in_street")]
