"""What the kitchen writes down on the tablet: food samples and core temperatures."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User


class FoodSample(models.Model):
    """A sample of one dish (食品留样), with who took it and when it was thrown away. A dish is named as the menu had it that day."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    meal = models.CharField(max_length=20)
    dish = models.CharField(max_length=60)
    grams = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    keep_until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # a tap by mistake: it counts for nothing
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["day", "meal", "id"]
        indexes = [
            models.Index(fields=["street", "day"], name="sample_by_day"),
            models.Index(fields=["street", "keep_until"], name="sample_kept", condition=Q(discarded_at__isnull=True, withdrawn_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(grams__gt=0), name="sample_grams"),
            models.CheckConstraint(
                condition=Q(discarded_at__isnull=True, discarded_by__isnull=True) | Q(discarded_at__gte=models.F("keep_until"), discarded_by__isnull=False),
                name="sample_kept_long_enough",
            ),
        ]


class CoreTemperature(models.Model):
    """How hot a dish was at its core. Every measurement stays: one that was too cold, and the one after heating again."""

    class Stage(models.TextChoices):
        """When it was measured."""

        COOKED = "cooked", _("off the stove")
        LEAVING = "leaving", _("leaving the kitchen")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    meal = models.CharField(max_length=20)
    dish = models.CharField(max_length=60)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.COOKED)
    tenths = models.SmallIntegerField()  # of a degree Celsius
    hot_enough = models.BooleanField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    measured_at = models.DateTimeField()
    measured_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["day", "meal", "id"]
        indexes = [models.Index(fields=["street", "day"], name="temperature_by_day")]
        constraints = [models.CheckConstraint(condition=Q(tenths__range=(-200, 1200)), name="temperature_of_a_kitchen")]

    @property
    def celsius(self) -> float:
        """For showing."""
        return self.tenths / 10
