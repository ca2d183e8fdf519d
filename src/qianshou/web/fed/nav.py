"""The door of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(53, "fed-today", _("Who was fed"), "meals.order")]
