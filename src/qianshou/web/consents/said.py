"""Consents in words: how an answer stands, what stops when it is taken back, why something was not written down."""

from django.utils.translation import gettext_lazy as _

from qianshou.people.models import Consent

STATES = {
    "given": ("done", _("agreed")), "refused": ("hole", _("said no")), "withdrawn": ("hole", _("taken back")),
    "not_asked": ("calm", _("not asked yet")),
}  # fmt: skip
# What a no does, purpose by purpose; a purpose that a street added itself has the general line.
STOPS = {
    "health": _("Illnesses are no longer shown on carers' phones. Allergies and diet stay in the kitchen: they protect life."),
    "place": _("Where the phone was at a visit is no longer kept. The address stays: without it nobody could come."),
    "talents": _("No longer found under “Find people”, and no longer proposed for company. What runs goes on until you end it."),
    "family_page": _("Every link of the family shuts at once."),
    "photos": _("Photographs are no longer shown on pages and in the booklet."),
}
STOPS_ELSE = _("Whatever needs this consent stops asking for it from now on.")
REFUSALS = {
    "nothing": _("Choose yes or no for at least one purpose."),
    "proof": _("A yes that was signed needs the signature on the screen, or the scan of the paper."),
    "purpose": _("Choose how it was said."),
    "witness": _("A yes that was said aloud needs a witness: write the name."),
    "merged": _("This file was merged into another one. Open that one."),
    "not_given": _("This consent does not hold any more."),
    "empty": _("The file is empty."),
    "too_big": _("The file is larger than 10 MB. Photograph it again, smaller."),
    "kind": _("Only a picture (PNG, JPEG) or a PDF can be kept."),
}
HOWS = Consent.How.choices


def stops(purpose: str) -> str:
    """What stops when the consent to a purpose is taken back."""
    return str(STOPS.get(purpose, STOPS_ELSE))
