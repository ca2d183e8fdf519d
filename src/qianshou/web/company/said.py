"""Company in words: why two suit each other, why an act was refused."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianshou.care.operations.errors import Refused
from qianshou.care.rules.company import Reason

from ..templatetags.shell import listed

WEEKDAYS = (
    gettext_lazy("Mon"), gettext_lazy("Tue"), gettext_lazy("Wed"), gettext_lazy("Thu"), gettext_lazy("Fri"), gettext_lazy("Sat"), gettext_lazy("Sun"),
)  # fmt: skip
REFUSALS = {
    "reason": gettext_lazy("Say why."),
    "ended": gettext_lazy("It has ended already."),
    "running": gettext_lazy("These two belong together now. End that first."),
    "street": gettext_lazy("They live in two streets."),
    "left": gettext_lazy("This volunteer has left."),
    "not_wanted": gettext_lazy("She said that she does not wish for company. Ask again, and write down what she says."),
    "restricted": gettext_lazy("She had invitations and company restricted. Lift that first, if she wishes it, under “Data rights”."),
    "talents": gettext_lazy("Consent to use talents and interests was refused or taken back. Ask first, under “Consents”."),
    "full": gettext_lazy("This volunteer goes to as many as she offered. Raise the offer, or choose another one."),
    "sex": gettext_lazy("Choose whether a woman or a man is wished for."),
    "days": gettext_lazy("Choose days of the week."),
    "most": gettext_lazy("Choose a number from 0 to %(most)s."),
    "kind": gettext_lazy("Choose what it was."),
    "minutes": gettext_lazy("Write the minutes as a number, a day at most."),
    "future": gettext_lazy("That day is still to come."),
    "text": gettext_lazy("Write what came of it."),
}


def refused(error: Refused) -> str:
    """Why it was refused, and what to do."""
    return str(REFUSALS.get(error.code, gettext_lazy("That did not work."))) % error.params


def reason_words(reason: Reason) -> tuple[str, str]:
    """(words, look): "done" for what speaks for the two, "calm" for what speaks against."""
    look = "done" if reason.points < 0 else "calm"
    match reason.code:
        case "interest":
            return _("both like %(what)s") % {"what": listed(reason.what)}, look
        case "dialect":
            return _("both speak %(what)s") % {"what": listed(reason.what)}, look
        case "days":
            return _("both free on %(what)s") % {"what": listed([WEEKDAYS[day - 1] for day in reason.what])}, look
        case "minutes":
            return _("%(n)s min on foot") % {"n": reason.what}, look
        case "load":
            return _("goes to %(n)s already") % {"n": reason.what}, look
    return reason.code, look
