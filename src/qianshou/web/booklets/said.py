"""Findings and failures of booklets in words: the database keeps codes."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianshou.booklets.models import Volume


def finding_words(found: dict) -> str:
    """A finding ({"code", "params"}) as one sentence."""
    code, params = found.get("code", ""), found.get("params", {})
    count = params.get("count", 0)
    if code == "glyph":
        return _("The character %(char)s (%(code)s) in the form of %(name)s cannot be printed: no font on this machine has it.") % params
    if code == "month_not_over":
        return _("The month is not over: the volume is marked as a draft.")
    sentences = {
        "held_acts": ngettext("%(count)d act from a phone could not be applied yet.", "%(count)d acts from phones could not be applied yet.", count),
        "silent_dues": ngettext("Of %(count)d thing due nothing has been heard: the form will say missed.",
                                "Of %(count)d things due nothing has been heard: the forms will say missed.", count),
        "open_alerts": ngettext("%(count)d alert is still open.", "%(count)d alerts are still open.", count),
        "open_concerns": ngettext("%(count)d concern has no answer yet.", "%(count)d concerns have no answer yet.", count),
        "attendance_flags": ngettext("%(count)d sign-in or sign-out is missing its partner.", "%(count)d sign-ins or sign-outs are missing their partner.", count),
    }  # fmt: skip
    return sentences[code] % {"count": count} if code in sentences else code


# Where a finding is mended: the name of the page, where that page exists.
MENDED_AT = {
    "held_acts": "acts-held",
    "silent_dues": "dues-list",
    "open_alerts": "alerts-list",
    "open_concerns": "concerns-list",
    "attendance_flags": "attendance-list",
}


def volume_name(volume: Volume) -> str:
    """What a volume is called in lists."""
    if volume.kind == Volume.Kind.ATTENDANCE:
        return _("Carers: attendance, appraisal, points")
    return volume.committee.name if volume.committee_id else _("People of no committee")


def error_words(volume: Volume) -> str:
    """Why a volume failed (the text is kept untranslated)."""
    return _(volume.error) if volume.error else ""
