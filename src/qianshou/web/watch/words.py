"""Words for the filters of the watch's pages."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SHOW_WORDS = {
    "due": _("Due"), "done": _("Done"), "late": _("Late"), "unheard": _("Not heard from"), "notdone": _("Not done"),
    "heard_late": _("Heard late"), "done_late": _("Done late"), "excused": _("Excused"),
}  # fmt: skip
ALERT_WORDS = {"raised": _("Waiting"), "taken": _("Taken"), "closed": _("Ended")}
SEVERITY_LOOKS = {1: "calm", 2: "hole", 3: "late"}
CONCERN_LOOKS = {"open": "due", "taken": "hole", "answered": "done", "taken_back": "calm"}
CATEGORIES = {
    "body": _("Body and health"),
    "mood": _("Mood"),
    "home": _("Home and safety"),
    "money": _("Money"),
    "family": _("Family matters"),
    "other": _("Other"),
}
STEP_WORDS = {
    "told": _("told"), "taken": _("took it"), "released": _("handed it back"), "note": _("note"), "evidence": _("it was done after all"), "closed": _("ended"),
}  # fmt: skip


def waited(minutes: int) -> str:
    """How long something has waited: 34 minutes, 5 hours, 3 days."""
    if minutes < 120:
        return gettext("%(n)d min") % {"n": minutes}
    return gettext("%(n)d h") % {"n": minutes // 60} if minutes < 48 * 60 else gettext("%(n)d days") % {"n": minutes // 1440}
