"""The doors of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(18, "calls-desk", _("Phone greetings"), "calls.make")]
