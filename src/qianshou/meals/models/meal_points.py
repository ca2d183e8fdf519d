"""Where people eat together: 老年人助餐点."""

from django.db import models

from qianshou.access.models import Committee, Street


class MealPoint(models.Model):
    """A meal point of the street. It closes on a day and is never deleted: orders name it."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="meal_points", db_index=False)
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=120, blank=True)
    closed_on = models.DateField(null=True, blank=True)  # the first day on which nobody eats there

    class Meta:
        ordering = ["street_id", "name"]
        constraints = [models.UniqueConstraint(fields=["street", "name"], name="meal_point_once_per_street")]

    def __str__(self) -> str:
        return self.name
