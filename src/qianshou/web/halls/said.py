"""Rooms in words: why an act was refused and how to mend it, hours, the look of a booking."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianshou.ledger.words import amount_words
from qianshou.venues.operations.errors import Refused
from qianshou.venues.rules.bookings import Slot
from qianshou.venues.rules.hours import Day

from ..templatetags.shell import clock, listed
from ..templatetags.shell import day as day_words

REFUSALS = {
    "name": gettext_lazy("Say what it is called, the room or the class."),
    "there": gettext_lazy("The street has a room called %(name)s already. Give this one another name."),
    "sort": gettext_lazy("Choose the sort from the list."),
    "place": gettext_lazy("Choose a lane of this street."),
    "committee": gettext_lazy("Choose a committee of this street."),
    "capacity": gettext_lazy("Write for how many people it is, from 1 to 2000, or leave it empty."),
    "stale": gettext_lazy("Somebody else changed it meanwhile. Look at it again, then change it."),
    "booked": gettext_lazy("%(n)s bookings lie on that day or later. Move or cancel them first."),
    "before": gettext_lazy("That day is before the room was opened."),
    "no_hours": gettext_lazy("Write hours for at least one day of the week."),
    "reason": gettext_lazy("Say why."),
    "span": gettext_lazy("The last day lies before the first, or more than a year after it."),
    "title": pgettext_lazy("booking", "Say what it is for."),
    "booker": gettext_lazy("Say who answers for it."),
    "ends": gettext_lazy("It ends before it begins."),
    "short": gettext_lazy("Book a quarter of an hour at least."),
    "past": gettext_lazy("That time is over. Choose a later one."),
    "far": gettext_lazy("That is too far ahead. Book up to two years ahead."),
    "many": gettext_lazy("The room holds %(capacity)s people. Choose a larger one."),
    "until": gettext_lazy("The last day lies before the first."),
    "room": gettext_lazy("Choose a room of this street."),
    "cancelled": gettext_lazy("It is cancelled already."),
    "teacher": gettext_lazy("Say who teaches."),
    "places": gettext_lazy("Write the places as a number from 1 to %(most)s."),
    "over_capacity": gettext_lazy("The room holds %(capacity)s people: give no more places than that."),
    "fee": gettext_lazy("Write the fee in yuan, up to %(most)s, or leave it empty."),
    "fee_paid": gettext_lazy("Somebody has paid the fee already: take the payments back before you change it."),
    "free": gettext_lazy("This class is free."),
    "seat": gettext_lazy("She has no place in the class: there is nothing to pay."),
    "paid": gettext_lazy("She has paid already."),
    "sum": gettext_lazy("Write yuan like 60 or 60.50."),
    "over": gettext_lazy("She still owes %(sum)s: no more than that can be paid."),
    "too_much": gettext_lazy("The street has %(sum)s of hers: no more than that can be given back."),
    "stays": gettext_lazy("She has a place in the class. Was the payment a mistake? Then take it back under Payments. Does she leave? Let her leave first."),
    "nothing": gettext_lazy("The street has no money of hers for this class."),
    "repaid": gettext_lazy("It was given back since: take back what was given back first."),
    "paid_since": gettext_lazy("The fee was paid anew since: take that payment back first."),
    "day": gettext_lazy("The day is still to come."),
    "seated": gettext_lazy("%(seated)s people have a place already. Let some go first, or leave the places."),
    "ended": gettext_lazy("The class is over. Open it again to change something."),
    "person": gettext_lazy("This person is not of the street."),
    "dead": gettext_lazy("She has died."),
    "twice": gettext_lazy("She enrolled again meanwhile."),
    "state": gettext_lazy("Choose how it was."),
    "early": gettext_lazy("The day is still to come."),
    "class": gettext_lazy("She is not of this class."),
    "sex": gettext_lazy("Press one of the buttons."),
    "no_more": gettext_lazy("The room is closed for good."),
    "counted": gettext_lazy("%(name)s was counted today already."),
    "correction": gettext_lazy("That is a correction itself."),
    "count": gettext_lazy("Write how many there are, from 1 to 999."),
    "act": gettext_lazy("Choose what was done."),
    "note": gettext_lazy("Say what is wrong with it."),
    "gone": gettext_lazy("It is not there any more."),
    "what": gettext_lazy("Choose what is counted."),
    "year": gettext_lazy("Choose a year."),
    "target": gettext_lazy("Write the goal as a number from 1 to %(most)s, or leave it empty."),
}


def refused(error: Refused) -> str:
    """Why it was refused, and what to do."""
    if error.code == "taken":
        return _taken(error.params)
    if error.code == "closed":
        return _closed(error.params)
    if error.code == "none":
        return _("Not one of these dates could be booked.") + " " + refused(error.params["first"])
    params = error.params | ({"sum": amount_words(error.params["fen"], "fen")} if "fen" in error.params else {})
    return str(REFUSALS.get(error.code, gettext_lazy("That did not work."))) % params


def _taken(params: dict) -> str:
    if not params.get("title"):
        return _("Somebody has just taken that time.")
    names = {"title": params["title"], "who": params["booker"], "from": clock(params["starts"]), "to": clock(params["ends"])}
    return _("Taken from %(from)s to %(to)s: %(title)s (%(who)s).") % names


def _closed(params: dict) -> str:
    if params["why"] == "holiday":
        return _("The room is closed on public holidays.")
    if params["reason"] and not params["spans"]:
        return _("The room is closed that day: %(reason)s.") % {"reason": params["reason"]}
    if not params["spans"]:
        return _("The room is closed that day.")
    return _("The room is open %(hours)s that day.") % {"hours": listed(params["spans"])}


def hours_words(found: Day) -> str:
    """The hours of a day: 08:30–11:30、13:00–16:30, or why it is closed."""
    hours = listed(found.spans)
    if found.why == "holiday":
        return _("closed: public holiday")
    if not hours:
        return _("closed: %(reason)s") % {"reason": found.reason} if found.reason else _("shut")
    return f"{hours} ({found.reason})" if found.reason else hours


def slot_words(slot: Slot) -> str:
    """A time that is offered: 12月1日 13:00–14:30."""
    return f"{day_words(slot.starts)} {times(slot)}"


def times(slot: Slot) -> str:
    """Its times alone: 13:00–14:30."""
    return f"{clock(slot.starts)}–{clock(slot.ends)}"


def weekday(day: date | datetime) -> str:
    """周二, Tuesday."""
    return date_format(day, "l")
