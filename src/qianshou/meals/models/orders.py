"""The day's orders, taken at the cut-off."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Committee, Street, User
from qianshou.people.history import keeps_history
from qianshou.people.models import Person

from .arrangements import AT_A_POINT, Eats
from .meal_points import MealPoint


class CutOff(models.Model):
    """The orders of one meal of one day were taken: once, whoever runs it how often. `due_at` is when they should have been.

    `charged_at`: when all its orders stood in the ledger.
    """

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    meal = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    ran_at = models.DateTimeField()
    orders = models.PositiveIntegerField()
    portions = models.PositiveIntegerField()
    charged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "day", "meal"], name="cut_off_once")]


@keeps_history()
class Order(models.Model):
    """One person's order of one meal of one day. Price and subsidy are frozen in whole fen, with the codes of the subsidies.

    `changed_after`: it is not as it was at the cut-off (added, taken away, another number or place), and `reason` says why.
    A cancelled order stays, with its reason, and has no portions.
    """

    class State(models.TextChoices):
        """Whether there is a box to pack."""

        ORDERED = "ordered", _("ordered")
        CANCELLED = "cancelled", _("cancelled")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="meal_orders", db_index=False)
    day = models.DateField()
    meal = models.CharField(max_length=20)
    state = models.CharField(max_length=9, choices=State.choices, default=State.ORDERED)
    portions = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=9, choices=Eats.choices)
    point = models.ForeignKey(MealPoint, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    why = models.CharField(max_length=10)  # rules.orders: standing | changed
    changed_after = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    price_fen = models.PositiveIntegerField()
    subsidy_fen = models.PositiveIntegerField()
    price_reasons = models.JSONField(default=list, blank=True)  # codes of the pack's subsidies
    pack = models.CharField(max_length=60)  # name and version of the price list: "yangpu@2026-01-01"
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "day", "meal", "person"], name="order_once"),
            models.CheckConstraint(condition=AT_A_POINT, name="order_at_a_point"),
            models.CheckConstraint(condition=Q(state="ordered", portions__range=(1, 9)) | Q(state="cancelled", portions=0), name="order_portions"),
            models.CheckConstraint(condition=Q(subsidy_fen__lte=F("price_fen")), name="order_subsidy_within_price"),
            models.CheckConstraint(condition=Q(changed_after=False) | ~Q(reason=""), name="order_change_needs_a_reason"),
        ]
        indexes = [models.Index(fields=["person", "day"], name="order_by_person")]

    @property
    def pays_fen(self) -> int:
        """What is left for the person."""
        return self.price_fen - self.subsidy_fen
