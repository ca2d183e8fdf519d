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
    if code == "year_not_over":
        return _("The year is not over: the volume is marked as a draft.")
    sentences = {
        "held_acts": ngettext("%(count)d act from a phone could not be applied yet.", "%(count)d acts from phones could not be applied yet.", count),
        "silent_dues": ngettext("Of %(count)d thing due nothing has been heard: the form will say missed.",
                                "Of %(count)d things due nothing has been heard: the forms will say missed.", count),
        "open_alerts": ngettext("%(count)d alert is still open.", "%(count)d alerts are still open.", count),
        "open_concerns": ngettext("%(count)d concern has no answer yet.", "%(count)d concerns have no answer yet.", count),
        "attendance_flags": ngettext("%(count)d sign-in or sign-out is missing its partner.", "%(count)d sign-ins or sign-outs are missing their partner.", count),
        "sheets_open": ngettext("The attendance of %(count)d month is not closed.", "The attendance of %(count)d months is not closed.", count),
        "months_unbound": ngettext("%(count)d month is not bound: it stands in the list as missing.", "%(count)d months are not bound: they stand in the list as missing.", count),
        "months_draft": ngettext("%(count)d month is bound as a draft only.", "%(count)d months are bound as drafts only.", count),
        "months_early": ngettext("%(count)d month was bound before its sheets were closed.", "%(count)d months were bound before their sheets were closed.", count),
        "months_lost": ngettext("The file of %(count)d month is lost or was changed.", "The files of %(count)d months are lost or were changed.", count),
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
    if volume.kind == Volume.Kind.CARERS_YEAR:
        return _("Carers: the year, honours, ten best")
    return volume.committee.name if volume.committee_id else _("People of no committee")


def error_words(volume: Volume) -> str:
    """Why a volume failed (the text is kept untranslated)."""
    return _(volume.error) if volume.error else ""
