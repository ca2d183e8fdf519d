"""Invitations in words: how somebody stands, why she was left out, why an act was refused."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianshou.care.models import AnswerKind, Invitation
from qianshou.care.operations.errors import Refused

LEFT_OUT = {
    "dead": gettext_lazy("has died"),
    "moved": gettext_lazy("has moved away"),
    "hospital": gettext_lazy("is in hospital"),
    "away": gettext_lazy("is away"),
    "restricted": gettext_lazy("had invitations restricted"),
    "no_consent": gettext_lazy("does not wish to be asked for talents and interests"),
}
REFUSALS = {
    "name": gettext_lazy("Say what it is called."),
    "where": gettext_lazy("Say where it is."),
    "organiser": gettext_lazy("Say who invites."),
    "places": gettext_lazy("Write the places as a number from 1 to %(most)s, or leave it empty."),
    "ends": gettext_lazy("It ends before it begins."),
    "answer_by": gettext_lazy("The day to answer by is after the day itself."),
    "stale": gettext_lazy("Somebody else changed it meanwhile. Look at it again, then change it."),
    "over": gettext_lazy("It is called off or closed. Open it again to change something."),
    "seated": gettext_lazy("%(seated)s people have a place already. Take some off the list first, or leave the places."),
    "reason": gettext_lazy("Say why."),
    "dead": gettext_lazy("She has died. Nobody should ring there."),
    "restricted": gettext_lazy("She had invitations restricted. Lift that first, if she wishes it, under “Data rights”."),
    "person": gettext_lazy("This person is not of the street."),
    "many": gettext_lazy("These are too many at once: %(most)s at most. Ask for something more."),
    "kind": gettext_lazy("Choose what she said."),
    "off": gettext_lazy("She is not on the list any more."),
    "early": gettext_lazy("The day is still to come."),
    "committee": gettext_lazy("Choose a committee of this street."),
}
# The answers with their keys at the call desk.
KEYS = ((AnswerKind.YES, "1"), (AnswerKind.NO, "2"), (AnswerKind.AGAIN, "3"), (AnswerKind.UNREACHED, "4"))


def refused(error: Refused) -> str:
    """Why it was refused, and what to do."""
    return str(REFUSALS.get(error.code, gettext_lazy("That did not work."))) % error.params


def standing(row: Invitation, waits: int | None = None) -> tuple[str, str]:
    """(look, words): how somebody stands; `waits` is her place in the waiting list, from 1."""
    if row.seat is not None:
        return "done", _("place %(n)s") % {"n": row.seat}
    if row.since_answer is not None:
        return "due", _("waits, number %(n)s") % {"n": waits} if waits else _("waits")
    if not row.answer:
        return "calm", _("still to be asked")
    return "hole" if row.answer in ("again", "unreached") else "calm", str(AnswerKind(row.answer).label)
