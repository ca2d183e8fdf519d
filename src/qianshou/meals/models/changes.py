"""What was said about one meal of one day."""

from django.db import models
from django.db.models import Q

from qianshou.access.models import Street, User
from qianshou.people.models import Person

from .arrangements import Eats
from .meal_points import MealPoint


class MealChange(models.Model):
    """A one-off change: so many portions of this meal on this day (0: none). Rows are added, never changed; the latest counts.

    `batch` holds together what was said in one call, so that it can be taken back as one (`withdrawn_at`). `after_cut_off`: the
    kitchen had its orders already, and `reason` says why.
    """

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="meal_changes", db_index=False)
    day = models.DateField()
    meal = models.CharField(max_length=20)
    portions = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=9, choices=Eats.choices, blank=True)  # "": as it is arranged
    point = models.ForeignKey(MealPoint, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    reason = models.CharField(max_length=200, blank=True)
    after_cut_off = models.BooleanField(default=False)
    batch = models.UUIDField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["day", "meal", "id"]
        indexes = [
            models.Index(fields=["street", "day", "meal"], name="change_by_day"),
            models.Index(fields=["person", "day"], name="change_by_person"),
            models.Index(fields=["batch"], name="change_by_batch"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(portions__range=(0, 9)), name="change_portions"),
            models.CheckConstraint(
                condition=Q(place="", point__isnull=True) | Q(place=Eats.DELIVERED, point__isnull=True) | Q(place=Eats.DINE_IN, point__isnull=False),
                name="change_at_a_point",
            ),
            models.CheckConstraint(condition=Q(after_cut_off=False) | ~Q(reason=""), name="change_after_cut_off_needs_a_reason"),
        ]
