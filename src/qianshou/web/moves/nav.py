"""The door of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(63, "moves-list", _("Files that move"), "files.move")]
