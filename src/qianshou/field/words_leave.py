"""Words of leave on the phone: asking, what is wrong with it, how it was answered."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LEAVE = {
    "away.title": pgettext_lazy("phone", "Leave"),
    "away.none": _("Nothing asked for. You can ask without signal too."),
    "away.ask": pgettext_lazy("phone", "Ask for leave"),
    "away.kind": _("What kind of leave?"),
    "away.choose": pgettext_lazy("phone", "choose"),
    "away.long": pgettext_lazy("phone", "How long?"),
    "away.half.whole": pgettext_lazy("phone", "whole days"),
    "away.half.morning": pgettext_lazy("phone", "morning only"),
    "away.half.afternoon": pgettext_lazy("phone", "afternoon only"),
    "away.first": pgettext_lazy("phone", "First day"),
    "away.last": pgettext_lazy("phone", "Last day"),
    "away.days": pgettext_lazy("phone", "days: {n}"),
    "away.why": _("Why? (may stay empty)"),
    "away.paper": _("From {n} days on the office wants a paper: bring it along."),
    "away.send": pgettext_lazy("phone", "Ask the office"),
    "away.hint": _("You are on leave only when the office has said yes. If you cannot go today, ring the office."),
    "away.back": pgettext_lazy("phone", "Take it back"),
    "away.state.saved": pgettext_lazy("phone", "Saved here"),
    "away.state.waiting": pgettext_lazy("phone", "Received, being entered"),
    "away.state.held": pgettext_lazy("phone", "Office is looking"),
    "away.state.open": pgettext_lazy("phone", "to be answered"),
    "away.state.granted": pgettext_lazy("phone", "Granted"),
    "away.state.refused": pgettext_lazy("phone", "Not granted"),
    "away.state.cancelled": pgettext_lazy("phone", "Cancelled: you work"),
    "away.fault.kind": _("Choose what kind of leave it is."),
    "away.fault.days": _("Choose the first and the last day, in this order."),
    "away.fault.long": _("That is longer than a year."),
    "away.fault.asked": _("You have asked for these days already (from {day} on)."),
    "away.fault.granted": _("You have leave on these days already (from {day} on)."),
}
