"""Bound volumes: what was bound when, and where the file lies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Committee, Street, User


class Volume(models.Model):
    """One bound PDF of a month: the forms of a committee's elders, or the street's attendance sheets."""

    class Kind(models.TextChoices):
        """What is bound."""

        FORMS = "forms", _("monthly forms")
        ATTENDANCE = "attendance", _("attendance sheets")

    class State(models.TextChoices):
        """Waiting for a worker, at work, bound, or failed with a reason."""

        WAITING = "waiting", _("waiting")
        BINDING = "binding", _("being bound")
        BOUND = "bound", _("bound")
        FAILED = "failed", _("failed")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+")
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="+")  # none for attendance, and for elders of no committee
    kind = models.CharField(max_length=10, choices=Kind.choices)
    month = models.DateField()  # first day
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
        ]
