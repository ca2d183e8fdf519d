"""The door of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(20, "people-list", _("People"), "files.read")]
