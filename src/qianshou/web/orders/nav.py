"""The door of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(51, "orders-today", _("Meal orders"), "meals.order")]
