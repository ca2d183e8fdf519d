"""The door of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(84, "cards-list", _("Cards and phones"), "cards.print")]
