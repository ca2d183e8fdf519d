"""The door to this room in the main menu."""

from django.utils.translation import gettext_lazy as _

# The night is folded away for an office, which comes to it from its day; a district and the administrator have this door only.
NAV = [(40, "rounds-home", _("Rounds"), "rounds.read"), (95, "rounds-night-home", _("Planning at night"), "night.run")]
