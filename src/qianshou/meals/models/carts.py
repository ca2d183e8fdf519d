"""Carts (送餐车) that bring the meals to the doors."""

from django.db import models
from django.db.models import Q

from qianshou.access.models import Street, User


class Cart(models.Model):
    """One electric cart. `boxes` it holds at once, `range_m` metres it goes on a charge (None: enough for a day). It is taken out of service
    on a day and never deleted: deliveries name it. `driver` usually drives it; who drives on a day stands in the day's round."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="carts", db_index=False)
    name = models.CharField(max_length=40)
    boxes = models.PositiveSmallIntegerField()
    range_m = models.PositiveIntegerField(null=True, blank=True)
    driver = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="carts")
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)  # the first day on which it does not drive

    class Meta:
        ordering = ["street_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["street", "name"], name="cart_once_per_street"),
            models.CheckConstraint(condition=Q(boxes__range=(1, 500)), name="cart_boxes"),
        ]

    def __str__(self) -> str:
        return self.name
