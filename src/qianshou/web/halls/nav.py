"""The door of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(67, "rooms-today", _("Activity rooms"), "rooms.read")]
