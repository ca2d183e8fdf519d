"""The doors of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(92, "channels-list", _("Channels"), "channels.write")]
