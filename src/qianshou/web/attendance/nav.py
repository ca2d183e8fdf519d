"""The door to this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(66, "attendance-list", _("Attendance"), "attendance.read")]
