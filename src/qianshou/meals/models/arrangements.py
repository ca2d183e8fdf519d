"""What holds from week to week: the standing arrangement."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.people.history import keeps_history
from qianshou.people.models import Person

from .meal_points import MealPoint


class Eats(models.TextChoices):
    """Where a meal is eaten."""

    DELIVERED = "delivered", _("brought home")
    DINE_IN = "dine_in", _("at the meal point")


# The last day of a span that was taken back before it began.
DAY_BEFORE = ExpressionWrapper(F("since") - timedelta(days=1), output_field=models.DateTimeField())
AT_A_POINT = Q(place=Eats.DINE_IN, point__isnull=False) | Q(place=Eats.DELIVERED, point__isnull=True)


@keeps_history()
class Arrangement(models.Model):
    """On these weekdays (ISO 1–7) this person gets this meal, from `since` to `until` (its last day).

    One that was taken back before its first day holds on no day at all: `until` lies before `since`.
    """

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="meal_arrangements")
    meal = models.CharField(max_length=20)  # code of the pack's meal_times
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    place = models.CharField(max_length=9, choices=Eats.choices, default=Eats.DELIVERED)
    point = models.ForeignKey(MealPoint, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    portions = models.PositiveSmallIntegerField(default=1)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["meal", "since", "id"]
        indexes = [models.Index(fields=["street", "meal", "since"], name="arrangement_by_street")]
        constraints = [
            models.CheckConstraint(condition=AT_A_POINT, name="arrangement_at_a_point"),
            models.CheckConstraint(condition=Q(portions__range=(1, 9)) & ~Q(weekdays=[]), name="arrangement_asks_for_something"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=DAY_BEFORE), name="arrangement_span"),
        ]
