"""The door of this room in the main menu: the office comes by the kitchen or the orders, whose pages link here."""

from django.utils.translation import gettext_lazy as _

NAV = [(53, "boxes-home", _("Boxes"), "meals.kitchen")]
