"""The door of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(63, "rights-list", _("Data rights"), "rights.read")]
