"""The door to this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(68, "honours-list", _("Honours"), "honours.read")]
