"""The doors of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(30, "net", _("Care net"), "care.read"), (32, "carers-list", _("Carers"), "care.read")]
