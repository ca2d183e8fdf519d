"""The boxes in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qianshou.care.operations.errors import Refused
from qianshou.meals.models import BoxMove
from qianshou.meals.rules.boxes import Stand

REFUSALS = {
    "number": gettext_lazy("How many boxes? A whole number up to %(most)s."),
    "word": gettext_lazy("Write a word on how it came to be."),
    "more_than_there": gettext_lazy(
        "By the entries there are only %(there)s. If there really are %(boxes)s, write a word on it; else look for the entry that is missing."
    ),
    "not_at_home": gettext_lazy("By the entries only %(there)s are at this home."),
    "difference": gettext_lazy(
        "By the entries %(shelf)s are on the shelf, and you counted %(counted)s. Count once more; if it stays so, write the reason."
    ),
    "no_difference": gettext_lazy("There is no difference any more."),
    "too_cold": gettext_lazy("Clean is what had at least %(least)s °C. Let it run again, or write it down as failed."),
    "too_short": gettext_lazy("Clean is what had at least %(least)s minutes. Let it run again, or write it down as failed."),
    "celsius": gettext_lazy("The heat in whole degrees Celsius, as the machine shows it."),
    "minutes": gettext_lazy("How many minutes? A whole number."),
    "method": gettext_lazy("Choose how it is disinfected."),
    "not_running": gettext_lazy("This batch has ended already: look at the list."),
    "wash_ended": gettext_lazy("This batch has ended: take back its end first."),
}


def refused(error: Refused) -> str:
    """Why the book of boxes does not take it, as a sentence."""
    text = REFUSALS.get(error.code)
    return str(text) % error.params if text else error.code


def boxes_word(n: int) -> str:
    """So many boxes."""
    return ngettext("%(n)s box", "%(n)s boxes", n) % {"n": n}


def below_words(found: Stand) -> list[str]:
    """What does not fit, each with what mends it."""
    said = {
        "shelf": _("%(boxes)s more left the shelf than ever came to it: enter the purchase that is missing, or count the shelf."),
        "sink": _("%(boxes)s more were washed or thrown away than came back: a driver has not written them down, or the number of a batch is wrong."),
        "washer": _("%(boxes)s more came out of the washer than went in: look at the batches of the last days."),
        "lost": _("%(boxes)s more were found than were ever lost or bought: enter the purchase that is missing."),
    }
    return [said[place] % {"boxes": boxes_word(n)} for place, n in found.below.items()]


def entry_words(move: BoxMove) -> str:
    """One entry as a line: kind, how many, whose or which cart."""
    words = [f"{move.get_kind_display()} {move.boxes}"]
    if move.person_id:
        words.append(move.person.name)
    if move.cart_id:
        words.append(move.cart.name)
    return " · ".join(words)
