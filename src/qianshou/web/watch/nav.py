"""The doors of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [
    (12, "alerts-list", _("Alerts"), "watch.read"),
    (14, "dues-list", _("What is due"), "watch.read"),
    (16, "concerns-list", _("Concerns"), "watch.read"),
]
