"""The association in words: why an act was refused; and the one way in which its pages do an act."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from qianshou.association.models import Member
from qianshou.care.operations.errors import Refused
from qianshou.people.papers import PaperRefused

from ..invitations.said import REFUSALS as OF_INVITATIONS
from ..toasts import toast

REFUSALS = OF_INVITATIONS | {
    "person": gettext_lazy("This person is not of the street."),
    "card": gettext_lazy("Card %(card)s belongs to somebody else. Leave the number empty: the next free one is taken."),
    "day": gettext_lazy("That day does not fit. Look at it again."),
    "name": gettext_lazy("Write the name."),
    "year": gettext_lazy("Write the year with four digits."),
    "twice": gettext_lazy("She has joined anew since."),
    "member": gettext_lazy("No member has this card or name. Choose one from the list."),
    "office": gettext_lazy("There is no such office or seat."),
    "held": gettext_lazy("Somebody holds this seat on one of these days. End that term first."),
    "span": gettext_lazy("It ends before it begins."),
    "title": gettext_lazy("Give it a title."),
    "over": gettext_lazy("The minutes are closed, or it was called off. Open it again to change something."),
    "early": gettext_lazy("The day is still to come."),
    "late": gettext_lazy("The day is over. Ask the secretary."),
    "unknown": gettext_lazy("No card goes with this name. Look at the card again, or ask at the table."),
    "voted": gettext_lazy("It was voted on. Take the vote back first."),
    "off": gettext_lazy("This point was taken off the agenda."),
    "none": gettext_lazy("Write how many hands were up."),
    "more": gettext_lazy("These are more hands than people: %(present)s are here. Tick who came first."),
    "decided": gettext_lazy("The street has answered already: the vote stays."),
    "what": gettext_lazy("Say what."),
    "who": gettext_lazy("Say who."),
    "words": gettext_lazy("Write what was said."),
    "dropped": gettext_lazy("It was dropped."),
    "answered": gettext_lazy("It is answered already."),
    "state": gettext_lazy("That cannot be done at this step. Look at where the idea stands."),
    "source": gettext_lazy("Choose who brought it."),
    "outcome": gettext_lazy("Choose what the street says."),
    "fen": gettext_lazy("Write the sum in yuan, at most 100,000.00."),
    "purpose": gettext_lazy("Say what it is for."),
    "venue": gettext_lazy("Say where it is."),
    "responsible": gettext_lazy("Say who is responsible."),
    "kind": gettext_lazy("Choose the kind of activity."),
    "lines": gettext_lazy("These are too many lines: %(most)s at most."),
    "past": gettext_lazy("That day is over. Choose a day to come."),
    "called_off": gettext_lazy("The occasion was called off. Open it again in the invitations, or withdraw the idea."),
    "used": gettext_lazy("Write how many were used as a whole number."),
    "result": gettext_lazy("Write how it was before you finish the report."),
    "poor": gettext_lazy("The association has not as much. Write first what it received, or let the street pay more."),
    "restricted": gettext_lazy("%(names)s had photographs restricted. The picture may not be kept."),
    "no_consent": gettext_lazy("%(names)s has not agreed to photographs. Ask first, write it in the file, then keep the picture."),
    "idea": gettext_lazy("There is no such idea."),
}
PAPERS = {
    "empty": gettext_lazy("Choose a picture."),
    "too_big": gettext_lazy("The picture is larger than 10 MB."),
    "kind": gettext_lazy("This is no picture: PNG or JPEG, please."),
}


def refused(error: Refused) -> str:
    """Why it was refused, and what to do."""
    return str(REFUSALS.get(error.code, gettext_lazy("That did not work."))) % error.params


def tried(request: HttpRequest, call: Callable[[], object], said: object = "", *, undo: Callable[[object], str] | str = "") -> object | None:
    """Do one act: say that it is done, with the way back (`undo`, an address or what makes one of the result), or why not. None where it was refused."""
    try:
        made = call()
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
        return None
    except PaperRefused as error:
        toast(request, PAPERS.get(error.code, PAPERS["kind"]), level=messages.ERROR)
        return None
    if said:
        toast(request, said, undo=undo(made) if callable(undo) else undo)
    return made


def member_named(street_id: int, text: str) -> Member | None:
    """The member whom a field of a list names: "0012 沈玉芳", or the card alone."""
    card = text.strip().split(" ")[0] if text.strip() else ""
    return Member.objects.filter(street_id=street_id, card=card, left__isnull=True).first() if card else None


def fen_of(text: str | None) -> int | None:
    """Yuan as typed ("12.50", empty is nothing) in fen; None for what is no sum."""
    text = (text or "").replace(",", "").replace("，", "").strip() or "0"
    whole, _dot, part = text.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) < 9 and len(part) <= 2 and (not part or (part.isascii() and part.isdigit()))):
        return None
    return int(whole) * 100 + int((part + "00")[:2])


def yuan(fen: int) -> str:
    """A sum in a field: 12.50, 300."""
    return f"{fen // 100}" if fen % 100 == 0 else f"{fen // 100}.{fen % 100:02d}"
