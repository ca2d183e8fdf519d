"""The doors to this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(66, "appraisal-month", _("Appraisal"), "appraisal.read"), (66, "appraisal-calls", _("Call-backs"), "appraisal.call")]
