"""The door to this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(68, "ledger-list", _("Ledger"), "ledger.read")]
