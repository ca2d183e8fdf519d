"""Bound volumes: what was bound when, and where the file lies."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Committee, Street, User

from .spans import YEARLY


class Volume(models.Model):
    """One bound PDF of a month or a year: of a committee's elders, or of the street's carers."""

    class Kind(models.TextChoices):
        """What is bound."""

        FORMS = "forms", _("monthly forms")
        ATTENDANCE = "attendance", _("carers' sheets")  # attendance, appraisal and points of each
        CARERS_YEAR = "carer_year", _("the carers' year")
        ELDERS_YEAR = "elder_year", _("the elders' year")

    class State(models.TextChoices):
        """Waiting for a worker, at work, bound, or failed with a reason."""

        WAITING = "waiting", _("waiting")
        BINDING = "binding", _("being bound")
        BOUND = "bound", _("bound")
        FAILED = "failed", _("failed")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+")
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="+")  # none for carers, and for elders of no committee
    kind = models.CharField(max_length=10, choices=Kind.choices)
    month = models.DateField()  # first day; of a year's volume the first of January
    language = models.CharField(max_length=10, default="zh-hans")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)  # forms rendered so far
    total = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    path = models.CharField(max_length=200, blank=True)  # below the data directory
    sha256 = models.CharField(max_length=64, blank=True)
    source_hash = models.CharField(max_length=64, blank=True)  # of the data bound: says whether it changed since
    warnings = models.JSONField(default=list, blank=True)  # [{"code", "params"}]: missing glyphs, acts not heard yet …
    error = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    bound_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-month", "kind", "committee_id"]
        constraints = [
            models.UniqueConstraint(fields=["street", "month", "kind", "committee", "language"], nulls_distinct=False, name="volume_once"),
            models.CheckConstraint(condition=~Q(kind__in=YEARLY) | Q(month__month=1, month__day=1), name="volume_of_a_whole_year"),
        ]

    @property
    def yearly(self) -> bool:
        """Of a year, not of a month."""
        return self.kind in YEARLY


class PrintRun(models.Model):
    """Booklets or wall cards of a list of people, set in the background as files of a hundred people each.

    The files lie sealed and are taken away after some days: whatever they say can be printed again.
    """

    class Kind(models.TextChoices):
        """What is printed."""

        BOOKLET = "booklet", _("booklets")
        CARD = "card", _("wall cards")

    class State(models.TextChoices):
        """Waiting for a worker, at work, ready, failed with a reason, taken away."""

        WAITING = "waiting", _("waiting")
        SETTING = "setting", _("being set")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")
        GONE = "gone", _("taken away")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+")
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="+")  # of all its people, where they have one
    kind = models.CharField(max_length=8, choices=Kind.choices)
    language = models.CharField(max_length=10, default="zh")
    title = models.CharField(max_length=120, blank=True)  # the list that was asked for, in words
    person_ids = ArrayField(models.BigIntegerField())
    health = models.BooleanField(default=False)  # whoever asked may read health data
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)  # people so far
    parts = models.JSONField(default=list, blank=True)  # [{"path", "sha256", "pages", "people", "first", "last"}]
    warnings = models.JSONField(default=list, blank=True)
    error = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["street", "asked_at"], name="print_run_by_street")]

    @property
    def total(self) -> int:
        """How many people it is for."""
        return len(self.person_ids)
