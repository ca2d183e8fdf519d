"""What is written down after a meal: whether it came where nobody said so at the door, and what the month's meals cost."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User

from .orders import Order


class MealCheck(models.Model):
    """Somebody looked into one meal afterwards: it came, or it did not. One stands at a time; one that was replaced or taken back is withdrawn.

    What is said at the door counts more (`rules.afterwards`): a check speaks where the door is silent, and at a meal point, where it is the
    list of who came.
    """

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="checks", db_index=False)
    came = models.BooleanField()
    note = models.CharField(max_length=200, blank=True)  # how one knows: "rang her, she ate"
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order"], condition=Q(withdrawn_at__isnull=True), name="meal_check_once")]


class MealCost(models.Model):
    """A bill of one month, in whole fen, entered by the office. What is not entered costs nothing here: no cost is ever guessed."""

    class Kind(models.TextChoices):
        """What the money went for."""

        FOOD = "food", _("food")
        WAGES = "wages", _("wages")
        ENERGY = "energy", _("energy and water")
        TRANSPORT = "transport", _("carts and transport")
        BOXES = "boxes", _("boxes and washing")
        OTHER = "other", _("other")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()  # its first day
    kind = models.CharField(max_length=9, choices=Kind.choices)
    fen = models.PositiveIntegerField()
    note = models.CharField(max_length=100, blank=True)
    entered_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(fen__gt=0), name="meal_cost_of_something"),
            models.CheckConstraint(condition=Q(month__day=1), name="meal_cost_of_a_month"),
        ]
        indexes = [models.Index(fields=["street", "month"], name="meal_cost_by_month")]
