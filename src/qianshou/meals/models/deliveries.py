"""What became of each box at its door."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User

from .carts import Cart
from .orders import Order


class Delivery(models.Model):
    """The way of one order to its door: on which cart it was put by the published round, and how it ended.

    `state` and what follows it are worked out from the events that stand (`DeliveryEvent`), never written by themselves.
    """

    class State(models.TextChoices):
        """On its way, or how it ended. At a neighbour's it was eaten, maybe, and nobody was seen; back in the kitchen nobody ate it."""

        PLANNED = "planned", _("on its way")
        HANDED = "handed", _("handed over")
        NEIGHBOUR = "neighbour", _("left with a neighbour")
        NOBODY = "nobody", _("nobody answers")
        REFUSED = "refused", _("refused")
        BACK = "back", _("back to the kitchen")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    order = models.OneToOneField(Order, models.PROTECT, related_name="delivery")
    day = models.DateField()
    meal = models.CharField(max_length=20)
    cart = models.ForeignKey(Cart, models.PROTECT, null=True, blank=True, related_name="deliveries", db_index=False)  # None: on no round
    driver = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="deliveries", db_index=False)
    trip = models.PositiveSmallIntegerField(default=0)  # of the cart that day, from 1; 0: on no round
    position = models.PositiveSmallIntegerField(default=0)  # in the trip, from 1
    planned_at = models.DateTimeField(null=True, blank=True)  # when the box was to be handed over
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    ended_at = models.DateTimeField(null=True, blank=True)  # made-at of what `state` says
    tenths = models.SmallIntegerField(null=True, blank=True)  # core temperature at the door, tenths of a degree Celsius
    boxes_back = models.PositiveSmallIntegerField(default=0)  # empty ones taken back at this door

    class Meta:
        ordering = ["cart_id", "trip", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(tenths__isnull=True) | Q(tenths__range=(-200, 1200)), name="delivery_temperature"),
            models.CheckConstraint(condition=Q(state="planned", ended_at__isnull=True) | ~Q(state="planned") & Q(ended_at__isnull=False), name="delivery_ended"),
        ]
        indexes = [
            models.Index(fields=["street", "day", "meal"], name="delivery_by_meal"),
            models.Index(fields=["driver", "day"], name="delivery_by_driver"),
        ]

    @property
    def due_key(self) -> str:
        """The key of the due that this box meets."""
        return f"meal:{self.order_id}"


class DeliveryEvent(models.Model):
    """What was said at a door: append-only evidence. `takes_back` of a "retracted" names the event that does not stand any more.

    `note`: the neighbour's name, why it was refused, why it came back.
    """

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="events")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="delivery_events", db_index=False)
    kind = models.CharField(max_length=10)  # handed | neighbour | nobody | refused | back | retracted
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    grade = models.CharField(max_length=10)  # watch.Grade
    place = models.JSONField(null=True, blank=True)
    tenths = models.SmallIntegerField(null=True, blank=True)
    boxes_back = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=60, blank=True)  # "act:<uuid>": applied once
    takes_back = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="taken_back_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind"], condition=~Q(source=""), name="delivery_event_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


# Events that were not taken back: `DeliveryEvent.objects.filter(EVENT_STANDS)`.
EVENT_STANDS = Q(takes_back__isnull=True, taken_back_by__isnull=True)
