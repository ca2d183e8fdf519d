"""What to know to live with somebody day by day: medicines and habits. Written by hand; a register does not have them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User

from ..history import keeps_history
from .person import Person


@keeps_history()
class Medicine(models.Model):
    """One medicine that a person takes, until it is stopped. Health data: `health.read` to see it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="medicines", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    dose = models.CharField(max_length=40, blank=True)  # 5 mg, 1 片
    times = models.CharField(max_length=60, blank=True)  # 早饭后, 睡前
    since = models.DateField(null=True, blank=True)
    prescribed_by = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=200, blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    stopped_reason = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["written_at", "id"]
        indexes = [models.Index(fields=["person"], name="medicine_taken", condition=Q(stopped_on__isnull=True))]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="medicine_has_a_name"),
            models.CheckConstraint(condition=Q(stopped_on__isnull=True) | ~Q(stopped_reason=""), name="medicine_stopped_with_reason"),
        ]


@keeps_history()
class Habit(models.Model):
    """One short note of one kind: when she gets up, how well she hears, what she likes. An empty note is none."""

    class Kind(models.TextChoices):
        """What it is about."""

        RISES = "rises", _("getting up, sleeping")
        HEARING = "hearing", _("hearing and sight")
        LANGUAGE = "language", _("how to talk")
        LIKES = "likes", _("likes and dislikes")
        RELIGION = "religion", _("religion and customs")
        OTHER = "other", _("other habits")

    person = models.ForeignKey(Person, models.CASCADE, related_name="habits", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["person_id", "kind"]
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="habit_once_per_kind")]
