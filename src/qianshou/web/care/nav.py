"""The doors of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(34, "visits-list", _("Visits"), "care.read"), (80, "catalogue", _("Catalogue"), "packs.read")]
