"""The door of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(62, "family-messages", _("Families"), "watch.read")]
