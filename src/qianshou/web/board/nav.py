"""The door of this room in the main menu."""

from django.utils.translation import pgettext_lazy

NAV = [(10, "board", pgettext_lazy("page", "Today"), "board.read")]
