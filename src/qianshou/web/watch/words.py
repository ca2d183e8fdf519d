"""Words for the filters of the watch's pages."""

from django.utils.translation import gettext_lazy as _

SHOW_WORDS = {
    "due": _("Due"), "done": _("Done"), "late": _("Late"), "unheard": _("Not heard from"), "notdone": _("Not done"),
    "heard_late": _("Heard late"), "done_late": _("Done late"), "excused": _("Excused"),
}  # fmt: skip
SEVERITY_LOOKS = {1: "calm", 2: "hole", 3: "late"}
CONCERN_LOOKS = {"open": "due", "taken": "hole", "answered": "done"}
CATEGORIES = {"body": _("Body"), "mood": _("Mood"), "home": _("Home"), "money": _("Money"), "family": _("Family"), "other": _("Other")}
STEP_WORDS = {
    "told": _("told"), "taken": _("took it"), "released": _("handed it back"), "note": _("note"), "evidence": _("it was done after all"), "closed": _("ended"),
}  # fmt: skip
REASONS = [_("Away, with family"), _("In hospital"), _("Did not wish it today"), _("Done by the family"), _("Cancelled for the weather")]
