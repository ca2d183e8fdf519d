"""The door of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(53, "carts-home", _("Meal carts"), "carts.read")]
