"""The doors of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(70, "campaigns-list", _("Campaigns"), "campaigns.write")]
