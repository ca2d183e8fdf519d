"""The door of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(64, "exchange-list", _("Spreadsheets"), "import.run")]
