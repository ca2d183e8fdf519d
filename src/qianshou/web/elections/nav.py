"""The door of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(66, "elections", _("Ten best"), "elections.read")]
