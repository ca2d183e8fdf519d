"""The monthly appraisal of a carer: numbers, talk, signatures, objections. Once closed the database keeps it as it is (migration: merit_appraisal_locked)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.care.models import Carer
from qianshou.people.models import Paper


class Appraisal(models.Model):
    """One carer's month in one version. A correction after closing is a new version; the newest holds.

    `parts`: [{"code", "kind", "weight", "records", "share", "allowance", "points", "why", "refs": [[key of the record, worth], ...]}], shares and
    points in tenths. `compared`: {"load", "band", "width", "count", "middle", "place", "like_hers", "everywhere"}.
    """

    class State(models.TextChoices):
        """Open until it is signed and closed."""

        OPEN = "open", _("not closed yet")
        CLOSED = "closed", _("closed for good")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="appraisals", db_index=False)
    month = models.DateField()  # its first day
    version = models.PositiveSmallIntegerField(default=1)
    why = models.CharField(max_length=300, blank=True)  # of a correction
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    tier = models.CharField(max_length=20)
    parts = models.JSONField(default=list)
    compared = models.JSONField(default=dict)
    tenths = models.PositiveSmallIntegerField(null=True, blank=True)  # None: not enough to say
    result = models.CharField(max_length=20, blank=True)  # a code of the pack's results
    pack = models.CharField(max_length=60)
    worked_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    talk_on = models.DateField(null=True, blank=True)
    talk_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    said_by_office = models.CharField(max_length=1000, blank=True)
    said_by_carer = models.CharField(max_length=1000, blank=True)
    goals = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["-month", "carer_id", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["carer", "month", "version"], name="appraisal_version_once"),
            models.UniqueConstraint(fields=["carer", "month"], condition=Q(state="open"), name="appraisal_one_open"),
            models.CheckConstraint(condition=Q(tenths__isnull=True) | Q(tenths__lte=1000), name="appraisal_within_a_hundred"),
            models.CheckConstraint(condition=Q(state="open", closed_at__isnull=True) | Q(state="closed", closed_at__isnull=False, talk_on__isnull=False), name="appraisal_closed_after_talk"),
        ]
        indexes = [models.Index(fields=["street", "month"], name="appraisal_by_month")]

    @property
    def is_open(self) -> bool:
        """It may still change."""
        return self.state == self.State.OPEN


class AppraisalSign(models.Model):
    """A signature under an appraisal: drawn on the screen, or on the paper that was printed (a scan may be kept)."""

    class Who(models.TextChoices):
        """Who signed."""

        CARER = "carer", _("the carer herself")
        OFFICER = "officer", _("officer")

    class How(models.TextChoices):
        """How it was signed."""

        DRAWN = "drawn", _("signed on the screen")
        PAPER = "paper", _("signed on paper")

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="signs")
    who = models.CharField(max_length=7, choices=Who.choices)
    how = models.CharField(max_length=5, choices=How.choices)
    paper = models.ForeignKey(Paper, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["who"]
        constraints = [models.UniqueConstraint(fields=["appraisal", "who"], name="appraisal_signed_once")]


class AppraisalObjection(models.Model):
    """The carer says that her appraisal is not right; an officer answers in words. One waits at a time."""

    class State(models.TextChoices):
        """Open, or how it was answered."""

        OPEN = "open", _("to be answered")
        UPHELD = "upheld", _("the carer is right")
        REFUSED = "refused", _("stays as it is")

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="objections", db_index=False)
    part = models.CharField(max_length=40, blank=True)  # code of the item; empty: the whole
    text = models.CharField(max_length=500)
    at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal"], condition=Q(state="open"), name="appraisal_one_objection_open"),
            models.CheckConstraint(condition=Q(state="open") | ~Q(answer=""), name="appraisal_answered_in_words"),
        ]
