"""An idea in words: how its state looks, who waits for what, what each entry of its thread says."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianshou.association.models import STATE_WORDS, Idea
from qianshou.association.rules.ideas import WAITS_FOR

LOOKS = {"reported": "done", "refused": "calm", "withdrawn": "calm"}
ACTS = {
    "bring": gettext_lazy("brought"),
    "discuss": gettext_lazy("discussed"),
    "propose": gettext_lazy("voted for: before the street"),
    "unpropose": gettext_lazy("vote taken back"),
    "approve": gettext_lazy("approved by the street"),
    "return": gettext_lazy("sent back by the street"),
    "refuse": gettext_lazy("not approved by the street"),
    "take_up": gettext_lazy("taken up again"),
    "plan": gettext_lazy("plan made"),
    "change": gettext_lazy("sheet changed"),
    "open": gettext_lazy("sign-up opened"),
    "hold": gettext_lazy("took place"),
    "report": gettext_lazy("report written"),
    "withdraw": gettext_lazy("was withdrawn"),
    "resume": gettext_lazy("withdrawal taken back"),
    "note": gettext_lazy("noted"),
}
STATIONS = {
    "raised": gettext_lazy("Idea"),
    "discussed": pgettext_lazy("idea", "Talk"),
    "proposed": gettext_lazy("Vote of the members"),
    "approved": gettext_lazy("The street's yes"),
    "planned": gettext_lazy("Plan of it"),
    "open": gettext_lazy("Sign-up"),
    "held": gettext_lazy("The day of it"),
    "reported": gettext_lazy("Report of it"),
}
WAITING = {
    "meeting": gettext_lazy("waits for the next meeting"),
    "vote": gettext_lazy("waits for a vote of the members"),
    "decide": gettext_lazy("waits for the street: decide"),
    "plan": gettext_lazy("waits for the secretary: make the plan"),
    "open": gettext_lazy("waits for the secretary: open the sign-up"),
    "day": gettext_lazy("waits for the day"),
    "report": gettext_lazy("waits for the secretary: write the report"),
}


def standing(row: Idea, today: date) -> tuple[str, str]:
    """(look, words) of the state; late where the next step's day is over."""
    late = row.due_on is not None and row.due_on < today
    return LOOKS.get(row.state, "late" if late else "due"), str(STATE_WORDS[row.state])


def waits(row: Idea, today: date) -> str:
    """Who waits for what, by when; "" where nobody does."""
    step = WAITS_FOR.get(row.state)
    if step is None:
        return ""
    words = str(WAITING[step])
    if row.due_on is None:
        return words
    day = row.due_on.isoformat()
    return (_("%(what)s, since %(day)s late") if row.due_on < today else _("%(what)s, by %(day)s")) % {"what": words, "day": day}


def brought_by(row: Idea) -> str:
    """Who brought it."""
    return row.member.person.name if row.member else row.who or row.get_source_display()
