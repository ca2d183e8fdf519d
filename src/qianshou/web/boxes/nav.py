"""The door of this room in the main menu: folded away in a long one, for the kitchen's and the orders' pages link here."""

from django.utils.translation import gettext_lazy as _

NAV = [(68, "boxes-home", _("Boxes"), "meals.kitchen")]
