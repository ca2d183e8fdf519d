"""Safeguards in words: kinds without a name yet, why an act was refused, how far a claim is."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianshou.care.operations.errors import Refused
from qianshou.care.rules.safeguards import NEXT

REFUSALS = {
    "kind": gettext_lazy("Choose which of the eight it is."),
    "provider": gettext_lazy("Write who provides it."),
    "span": gettext_lazy("The last day lies before the first."),
    "days": gettext_lazy("Write the first and the last day."),
    "money": gettext_lazy("Write the sum in yuan, such as 120 or 120.50."),
    "overlap": gettext_lazy("%(provider)s covers the same from %(since)s to %(until)s. Begin on the day after, or end that one first."),
    "nobody": gettext_lazy("Nobody is chosen. Tick people in the list first."),
    "too_many": gettext_lazy("No more than %(most)s people at once: narrow the list by committee."),
    "reason": gettext_lazy("Say why."),
    "ended": gettext_lazy("It has ended already."),
    "not_ended": gettext_lazy("It runs; nothing was changed."),
    "outside": gettext_lazy("That day is not covered: it holds from %(since)s to %(until)s."),
    "incidents": gettext_lazy("Something that happened is written down under it: end it instead of taking it back."),
    "text": gettext_lazy("Write what happened."),
    "future": gettext_lazy("That day is still to come."),
    "step": gettext_lazy("Somebody has gone on with this claim meanwhile. Look at it again."),
    "paper": gettext_lazy("That paper belongs to somebody else."),
    "paid": gettext_lazy("Write how much was paid, in yuan."),
}
# How far a claim is: what the step is called, and its look.
STATES = {
    "noted": (gettext_lazy("written down"), "calm"),
    "reported": (gettext_lazy("reported to the provider"), "due"),
    "papers": (gettext_lazy("papers sent in"), "due"),
    "paid": (gettext_lazy("paid"), "done"),
    "refused": (gettext_lazy("refused by the provider"), "late"),
    "closed": (gettext_lazy("closed"), "calm"),
}


def refused(error: Refused) -> str:
    """Why it was refused, and what to do."""
    return str(REFUSALS.get(error.code, gettext_lazy("That did not work."))) % error.params


def kind_words(number: int, name: str) -> str:
    """A kind by its name, or by its number while the district has not named it."""
    return name or _("No. %(n)s (the district has not named it yet)") % {"n": number}


def next_steps(state: str) -> list[tuple[str, object]]:
    """What a claim may go on to."""
    return [(then, STATES[then][0]) for then in NEXT[state]]


def left_words(last: date, today: date) -> tuple[str, str]:
    """(words, look) of how long a cover still holds."""
    n = (last - today).days
    if n < 0:
        return _("ran out %(n)s days ago") % {"n": -n}, "late"
    if n == 0:
        return _("runs out today"), "late"
    return _("%(n)s days left") % {"n": n}, "hole" if n <= 30 else "due" if n <= 90 else "calm"
