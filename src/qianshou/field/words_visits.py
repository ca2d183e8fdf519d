"""Words of a home visit at the kitchen table. As in `words`: short ones carry the context "phone"."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VISITS = {
    "visit.title": pgettext_lazy("phone", "Home visit for an application"),
    "visit.parts": pgettext_lazy("phone", "All parts"),
    "visit.application": pgettext_lazy("phone", "Application and wishes"),
    "visit.consents": pgettext_lazy("phone", "Consents"),
    "visit.sign": pgettext_lazy("phone", "Signatures"),
    "visit.done": pgettext_lazy("phone", "Complete"),
    "visit.begun": pgettext_lazy("phone", "Begun"),
    "visit.missing": _("Not everything is answered. It can be sent all the same: what is missing is finished at the desk or at the next visit."),
    "visit.complete": _("Everything is answered."),
    "visit.send": pgettext_lazy("phone", "Send the visit"),
    "visit.next": pgettext_lazy("phone", "Kept, back to all parts"),
    "visit.call": pgettext_lazy("phone", "Call"),
    "visit.wishes": _("What the person wishes, in their own words"),
    "visit.wished": _("Help that is wished for"),
    "visit.applicant": pgettext_lazy("phone", "Who applies"),
    "visit.name": pgettext_lazy("phone", "Name"),
    "visit.phone": pgettext_lazy("phone", "Telephone"),
    "visit.papers": _("Papers seen at the table"),
    "visit.consents.hint": _("Read each one out and ask for it by itself. A no costs nothing else."),
    "visit.what": pgettext_lazy("phone", "What:"),
    "visit.why": pgettext_lazy("phone", "What for:"),
    "visit.who": pgettext_lazy("phone", "Who sees it:"),
    "visit.yes": pgettext_lazy("phone", "Yes"),
    "visit.no": pgettext_lazy("phone", "No"),
    "visit.later": pgettext_lazy("phone", "Not now"),
    "visit.sign.hint": _("The person, or whoever answers, signs for the application, the answers and the consents."),
    "visit.sign.person": _("The person, or who answers"),
    "visit.sign.assessor": pgettext_lazy("phone", "The assessor"),
}
