"""Rounds of carts: one meal of one day, on trips from the kitchen to the doors and back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.meals.models import Cart, Order
from qianshou.people.models import Place


class CartDay(models.Model):
    """The cart rounds of one meal. `version` rises with each change, so that two officers do not overwrite each other.

    A change after publishing makes it a draft again: the phones keep what was published until it is published anew (`published_at` stays).
    """

    class State(models.TextChoices):
        """Empty, being planned, a draft to look at, or on the drivers' phones."""

        EMPTY = "empty", _("no plan yet")
        PLANNING = "planning", _("being planned")
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("on the phones")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    meal = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.EMPTY)
    version = models.PositiveIntegerField(default=1)
    progress = models.JSONField(default=dict, blank=True)  # {"percent", "asked", "state" before, "unserved"} while planning, {"failed"} after
    cost = models.JSONField(default=dict, blank=True)  # rules.carts.numbers_of
    trips = models.JSONField(default=dict, blank=True)  # cart id: [{"load", "leave", "back": seconds since midnight, "metres"}] by trip
    fleet = models.JSONField(default=dict, blank=True)  # cart id: {"out": why it does not drive today, "driver": user id who drives it today}
    unserved = models.JSONField(default=list, blank=True)  # [{"orders", "reasons", "mends"}]: operations.carts.store.left_out
    one_more = models.PositiveSmallIntegerField(default=0)  # doors that one more cart would bring in, as a short search found
    notes = models.JSONField(default=list, blank=True)  # what the plan had to assume: [{"code", "params"}]
    complaints = models.JSONField(default=list, blank=True)  # [{"code", "cart", "orders", "params", "why"}]; `why`: an officer insisted
    planned_at = models.DateTimeField(null=True, blank=True)
    planned_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "day", "meal"], name="cart_day_once")]

    @property
    def planning(self) -> bool:
        """A plan was asked for and has not come yet."""
        return "asked" in self.progress

    @property
    def changed_since(self) -> bool:
        """On the phones is an older plan than this one."""
        return self.published_at is not None and self.state != self.State.PUBLISHED


class CartStop(models.Model):
    """One order on a cart. Neighbours in a trip behind one entrance are one stop of the driver: they share the moment, and all but the first
    lie 0 metres from the one before. `pinned_cart`: planning leaves it on this cart; `pinned_order`: and in this order among the pinned."""

    cart_day = models.ForeignKey(CartDay, models.CASCADE, related_name="stops", db_index=False)
    cart = models.ForeignKey(Cart, models.PROTECT, related_name="stops", db_index=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="cart_stops")
    trip = models.PositiveSmallIntegerField()  # of the cart that day, from 1
    position = models.PositiveSmallIntegerField()  # in the trip, from 1
    at = models.DateTimeField()  # when it is to be handed over
    metres = models.PositiveIntegerField(default=0)  # from the stop before, or from the kitchen
    pinned_cart = models.BooleanField(default=False)
    pinned_order = models.BooleanField(default=False)

    class Meta:
        ordering = ["cart__position", "cart_id", "trip", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cart_day", "order"], name="cart_stop_once"),
            models.UniqueConstraint(fields=["cart_day", "cart", "trip", "position"], name="cart_stop_place", deferrable=models.Deferrable.DEFERRED),
            models.CheckConstraint(condition=Q(trip__gte=1, position__gte=1), name="cart_stop_from_one"),
        ]


class CartVersion(models.Model):
    """How a day's cart rounds stood before a change, for undo and for the record."""

    cart_day = models.ForeignKey(CartDay, models.CASCADE, related_name="versions", db_index=False)
    version = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    change = models.JSONField(default=dict)  # {"code", "params"}
    before = models.JSONField(default=dict)  # operations.carts.store.snapshot

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["cart_day", "version"], name="cart_version_once")]


class HomeCart(models.Model):
    """A cart for an entrance until further notice: whoever lives behind it is brought the meal by this cart. Said by hand, with a reason.

    It names the lane and the entrance, not the person: neighbours behind one door must not be torn apart, whoever moves in is meant as
    well, and two files made one lose nothing. `pinned`: planning must keep it; otherwise it is what planning likes best.
    """

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    building = models.CharField(max_length=80, blank=True)  # rules.doors: "15号"
    meal = models.CharField(max_length=20)
    cart = models.ForeignKey(Cart, models.PROTECT, related_name="+", db_index=False)
    pinned = models.BooleanField(default=True)
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)  # the first day on which it does not hold
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["place__name", "building", "-since", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["street", "meal", "place", "building"], condition=Q(ended_on__isnull=True), name="home_cart_once"),
            models.CheckConstraint(condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("since")), name="home_cart_span"),
            models.CheckConstraint(condition=~Q(reason=""), name="home_cart_needs_a_reason"),
        ]


class KitchenSite(models.Model):
    """Where the carts of a street load: one of its places on the map."""

    street = models.OneToOneField(Street, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
