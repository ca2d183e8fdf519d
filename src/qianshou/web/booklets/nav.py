"""The door to this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(60, "booklets-list", _("Month volumes"), "booklets.read")]
