"""The time bank in words: services, places in line, why two suit each other, how far something is, why an act was refused."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qianshou.association.models import TimebankHours
from qianshou.association.operations.timebank_errors import Refused
from qianshou.association.rules.timebank import Place
from qianshou.care.rules.company import Reason
from qianshou.ledger.rules import Unit, amount_text
from qianshou.packs.shapes import Pack

from ..templatetags.shell import listed

LOOKS = {
    "open": "due", "matched": "due", "done": "done", "withdrawn": "calm", "proposed": "due", "agreed": "done", "declined": "calm",
    "logged": "due", "confirmed": "done", "disputed": "late", "dropped": "calm", "taken_back": "calm", "offered": "due", "taken": "done", "refused": "calm",
}  # fmt: skip
UNIT_WORDS = {"hours": gettext_lazy("%(n)s hours"), "minutes": gettext_lazy("%(n)s minutes"), "days": gettext_lazy("%(n)s days")}
SPENT = gettext_lazy("%(short)s are missing: they have been spent meanwhile.")
REFUSALS = {
    "kind": gettext_lazy("This kind of help does not count in the time bank. See the numbers of the time bank."),
    "past": gettext_lazy("That day is over. Choose today or a day to come."),
    "part": gettext_lazy("Choose a time of day."),
    "short": gettext_lazy("At least %(least)s at once."),
    "day_most": gettext_lazy("At most %(most)s at once."),
    "balance": gettext_lazy("%(short)s are missing: she is not first in line and has not so many hours, or the pot has no more for her this month."),
    "reason": gettext_lazy("Say why."),
    "closed": gettext_lazy("Somebody has settled this meanwhile. Look at it again."),
    "taken": gettext_lazy("Somebody else was asked already. Take that back first."),
    "answered": gettext_lazy("She has answered already. Look at it again."),
    "street": gettext_lazy("That person belongs to another street. Choose somebody of this one."),
    "left": gettext_lazy("She has left the time bank."),
    "self": gettext_lazy("Choose two different people."),
    "future": gettext_lazy("That day is still to come, or lies before she took part."),
    "late": gettext_lazy("Too long ago: hours are logged within %(days)s days."),
    "day": gettext_lazy("More than a day has: at most %(most)s, of which %(left)s are left."),
    "before": gettext_lazy("She takes part since %(since)s only."),
    "other": gettext_lazy("Somebody else goes there, or nobody has agreed yet."),
    "said_by": gettext_lazy("Choose who said so."),
    "same_hand": gettext_lazy("You logged these hours yourself: another officer confirms them, or ask the elder or the family."),
    "minutes": gettext_lazy("Write the time as minutes (90) or as hours and minutes (1:30); to settle a doubt, no more than was logged."),
    "spent": SPENT,
    "ceiling": gettext_lazy("The other may save only %(room)s more."),
    "member_kind": gettext_lazy("Choose whether she comes for herself or with a group."),
    "group": gettext_lazy("Write the name of the group."),
    "days": gettext_lazy("Choose days of the week."),
    "week": gettext_lazy("A week has fewer minutes than that."),
    "to": gettext_lazy("Choose who gets the hours."),
    "heir": gettext_lazy("She has named no heir. Name one first, or choose the pot."),
    "unconfirmed": gettext_lazy("%(n)s of her entries wait for a word. Confirm or drop them first."),
    "owes": gettext_lazy("She owes %(short)s more than the pot has."),
    "stays": gettext_lazy("She has not left."),
    "again": gettext_lazy("She has joined anew since then."),
    "same": gettext_lazy("Choose another street."),
    "gone": gettext_lazy("The other street has answered meanwhile."),
    "giver": gettext_lazy("No member of that name. Choose one from the list, or let her join first."),
    "who": gettext_lazy("Nobody was found by that name. Write the name, pinyin or the end of a telephone number."),
    "which": gettext_lazy("Several people fit. Choose one of them."),
}
_TIMES = {"short", "least", "most", "left", "room"}


def refused(error: Refused) -> str:
    """Why it was refused, and what to do; times as hours and minutes."""
    params = {name: time_words(value) if name in _TIMES and isinstance(value, int) else value for name, value in error.params.items()}
    try:
        return str(REFUSALS[error.code]) % params
    except (KeyError, TypeError):
        return _("That did not work.")


def span_words(row: TimebankHours) -> str:
    """9:00–10:30 of an entry that says so, else nothing."""
    return "–".join(f"{at.hour}:{at.minute:02d}" for at in (row.from_time, row.until_time) if at)


def time_words(minutes: int) -> str:
    """1:30 hours."""
    return _("%(time)s hours") % {"time": amount_text(minutes, Unit.MINUTES)}


def service_word(pack: Pack, code: str) -> str:
    """A kind of help in the reader's language."""
    return pack.services[code].name(get_language()) if code in pack.services else code


def place_words(pack: Pack, place: Place) -> str:
    """Why somebody is first in line; "" for whoever is not."""
    line = pack.time_bank_lines.get(place.line)
    return line.name(get_language()) if line else ""


def reason_words(reason: Reason) -> tuple[str, str]:
    """(words, look): "done" for what speaks for the two, "calm" for what speaks against."""
    look = "done" if reason.points < 0 else "calm"
    match reason.code:
        case "before":
            return _("was there before"), look
        case "named":
            return _("offers this help"), look
        case "interest":
            return _("both like %(what)s") % {"what": listed(reason.what)}, look
        case "dialect":
            return _("both speak %(what)s") % {"what": listed(reason.what)}, look
        case "minutes":
            return _("%(n)s min on foot") % {"n": reason.what}, look
        case "lately":
            return _("hours given in 30 days: %(n)s") % {"n": reason.what}, look
    return reason.code, look
