"""Every word that the phone's pages show, by key, in both languages at once: the language changes without a signal."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qianshou.acts.words import KINDS, REASONS

# Short words carry the context "phone": "Done" on a button here is not "Done" in a list of the desk.
LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}

FRAME = {
    "app.name": pgettext_lazy("phone", "Qianshou"),
    "tab.today": pgettext_lazy("phone", "Today"),
    "tab.tomorrow": pgettext_lazy("phone", "Tomorrow"),
    "tab.me": pgettext_lazy("phone", "Me"),
    "head.doors": _("{name} · {n} doors"),
    "head.done": pgettext_lazy("phone", "Done {n}"),
    "net.offline": _("No signal · {n} kept on this phone, sent by themselves later"),
    "net.offline.none": _("No signal · nothing waiting to be sent"),
    "net.unsent": _("{n} kept on this phone, sending"),
    "net.ok": pgettext_lazy("phone", "Everything received"),
    "net.refused": _("The office does not know this phone any more · {n} kept here · show it at the office"),
    "net.loose": _("This phone cannot save: keep this page open until everything is received"),
    "net.browser": _("In this browser the page does not open without signal: keep it open, or open it in Chrome or Safari"),
    "net.pin": _("Enter the PIN to fetch new doors (taps work without it)"),
    "net.asof": pgettext_lazy("phone", "As of {time}"),
    "wait": pgettext_lazy("phone", "One moment …"),
    "close": pgettext_lazy("phone", "Close"),
    "update": _("A new version is ready"),
    "update.now": pgettext_lazy("phone", "Start it now"),
}

DOORS = {
    "next": pgettext_lazy("phone", "Next door"),
    "here": pgettext_lazy("phone", "At the door"),
    "chosen": pgettext_lazy("phone", "This door"),
    "years": pgettext_lazy("phone", "aged {n}"),
    "minutes": pgettext_lazy("phone", "{n} min"),
    "arrived": pgettext_lazy("phone", "Arrived"),
    "done": pgettext_lazy("phone", "Done"),
    "nobody": pgettext_lazy("phone", "Nobody answers"),
    "calls": pgettext_lazy("phone", "Call"),
    "concern": pgettext_lazy("phone", "Report a concern"),
    "note": pgettext_lazy("phone", "Note"),
    "mistake": _("That was a mistake"),
    "mistake.said": pgettext_lazy("phone", "Taken back"),
    "saved": _("{name} · {what} · saved on this phone"),
    "open.next": _("To the next door"),
    "key": pgettext_lazy("phone", "Spare key: {who}"),
    "together": _("Two carers: together with {names}"),
    "done.other": _("{names} has done her part"),
    "none.today": _("No doors for today."),
    "none.tomorrow": _("Tomorrow's round is not published yet."),
    "none.yet": _("The day has not been fetched yet. Go where there is signal once; after that it works without."),
    "all.done": _("All doors of today are done."),
    "state.due": pgettext_lazy("phone", "Due"),
    "state.here": pgettext_lazy("phone", "There now"),
    "state.saved": pgettext_lazy("phone", "Saved here"),
    "state.received": pgettext_lazy("phone", "Received"),
    "state.waiting": pgettext_lazy("phone", "Received, being entered"),
    "state.held": pgettext_lazy("phone", "Office is looking"),
    "state.half": pgettext_lazy("phone", "One of two done"),
    "state.nobody": pgettext_lazy("phone", "Nobody answered"),
    "state.cancelled": pgettext_lazy("phone", "Cancelled"),
}

PANELS = {
    "calls.title": pgettext_lazy("phone", "Call"),
    "calls.none": _("No telephone number in the file."),
    "calls.office": pgettext_lazy("phone", "Duty desk"),
    "calls.elder": pgettext_lazy("phone", "at home"),
    "nobody.title": pgettext_lazy("phone", "Nobody answers?"),
    "nobody.hint": _("Knock long and call first. Then the office is told at once, and somebody looks after it."),
    "nobody.yes": _("Yes, nobody answers: tell the office"),
    "concern.title": _("What is the matter?"),
    "concern.body": _("Fell, ill, in pain"),
    "concern.mood": pgettext_lazy("phone", "Low in spirits"),
    "concern.home": pgettext_lazy("phone", "Danger at home"),
    "concern.money": pgettext_lazy("phone", "Money, swindlers"),
    "concern.family": pgettext_lazy("phone", "Family"),
    "concern.other": pgettext_lazy("phone", "Something else"),
    "concern.now": _("At once"),
    "concern.soon": pgettext_lazy("phone", "In these days"),
    "concern.when": pgettext_lazy("phone", "How soon?"),
    "concern.text": _("What did you see? (may stay empty)"),
    "concern.send": pgettext_lazy("phone", "Report"),
    "concern.choose": _("Choose what is the matter first."),
    "concern.120": _("Life in danger: call 120 first"),
    "note.title": _("Note for the file"),
    "note.text": _("For the next visit, for the office"),
    "note.save": pgettext_lazy("phone", "Save"),
    "note.empty": pgettext_lazy("phone", "Write something first."),
}

ME = {
    "clock.in": pgettext_lazy("phone", "Start work"),
    "clock.out": pgettext_lazy("phone", "End work"),
    "clock.since": _("At work since {time}"),
    "clock.off": pgettext_lazy("phone", "Not at work"),
    "clock.ended": pgettext_lazy("phone", "Ended at {time}"),
    "month.title": pgettext_lazy("phone", "This month"),
    "month.hours": _("{h} h {min} min with people"),
    "month.visits": pgettext_lazy("phone", "{n} visits done"),
    "month.days": _("{n} days at work"),
    "held.title": _("The office is looking at"),
    "held.none": _("Nothing. Everything that arrived was entered."),
    "unsent.title": _("Kept on this phone"),
    "settings": pgettext_lazy("phone", "This phone"),
    "language": pgettext_lazy("phone", "Language"),
    "size": pgettext_lazy("phone", "Text size"),
    "size.1": pgettext_lazy("phone", "Normal"),
    "size.2": pgettext_lazy("phone", "Large"),
    "size.3": pgettext_lazy("phone", "Very large"),
    "place": _("Send my place with each tap"),
    "place.hint": _("Only at the moment of a tap. Proof that you were at the door."),
    "on": pgettext_lazy("phone", "On"),
    "off": pgettext_lazy("phone", "Off"),
    "leave": pgettext_lazy("phone", "Sign out"),
    "leave.hint": _("{n} taps not received yet stay on this phone and are sent all the same."),
    "leave.sure": _("Sign out of this phone? To come back you need a new card from the office."),
}

SIGN_IN = {
    "card.title": pgettext_lazy("phone", "Bind this phone"),
    "card.hint": _("Scan the card from the office with the camera, or type its code."),
    "card.code": _("Code on the card"),
    "card.next": pgettext_lazy("phone", "Next"),
    "card.hello": pgettext_lazy("phone", "Hello, {name}"),
    "pin.choose": _("Choose a PIN of six digits"),
    "pin.again": _("The same PIN again"),
    "pin.differ": _("The two are not the same."),
    "pin.six": pgettext_lazy("phone", "Six digits, please."),
    "pin.easy": _("Too easy to guess: not 123456, not six times the same."),
    "pin.save": pgettext_lazy("phone", "Use this phone"),
    "pin.title": pgettext_lazy("phone", "Enter your PIN"),
    "pin.enter": pgettext_lazy("phone", "PIN"),
    "pin.go": pgettext_lazy("phone", "Open"),
    "pin.wrong": _("Wrong PIN. {n} tries left."),
    "pin.locked": _("Locked after five wrong PINs. The office can unlock it. Taps still work."),
    "pin.later": pgettext_lazy("phone", "Later"),
    "card.unknown": _("The office does not know this code. Look again, or ask for a new card."),
    "card.used": _("This card has been used already. Ask the office for a new one."),
    "card.expired": _("This card has expired. Ask the office for a new one."),
    "card.revoked": _("This card has been withdrawn. Ask the office for a new one."),
    "card.online": _("This needs signal. Try again where there is some."),
    "card.revoked.phone": _("This phone was signed off by the office. Taps kept here are still sent."),
}

OF_ACTS = {f"kind.{code}": text for code, text in KINDS.items()} | {f"reason.{code}": text for code, text in REASONS.items()}

ALL = {**FRAME, **DOORS, **PANELS, **ME, **SIGN_IN, **OF_ACTS}


def catalogue() -> dict[str, dict[str, str]]:
    """All words in each language: {"zh-hans": {key: text}, "en": {key: text}}. Blanks are written {name}."""
    found = {}
    for code in LANGUAGES:
        with translation.override(code):
            found[code] = {key: str(text) for key, text in ALL.items()}
    return found
