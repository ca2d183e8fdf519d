"""Codes of the watch in words. Texts are stored as code and parameters and translated when shown."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from qianshou.packs import loader as packs
from qianshou.watch.models import Alert

# Titles of dues that belong to the watch itself; other areas register theirs when Django starts (apps.ready).
TITLES: dict[str, object] = {
    "greeting": lazy("Phone greeting"),
    "campaign": lazy("%(title)s"),
    "concern": lazy("Answer to a concern"),
    "visit": lazy("Visit"),
    "meal": lazy("Meal"),
}

KINDS: dict[str, object] = {
    "visit": lazy("Visit"),
    "call": lazy("Call"),
    "check": lazy("Check"),
    "concern": lazy("Concern"),
    "meal": lazy("Meal"),
}

OUTCOME_WORDS: dict[str, object] = {
    "well": lazy("Reached, is well"),
    "helped": lazy("Reached, was helped"),
    "away": lazy("Away, with family"),
    "hospital": lazy("In hospital"),
    "emergency": lazy("Emergency, handed over to 120 or 110"),
    "died": lazy("Has died"),
    "mistaken": lazy("Should not have been due"),
    "other": lazy("Otherwise"),
    "met": lazy("Done after all"),
    "excused": lazy("Excused"),
    "ended": lazy("Ended"),
}

ANSWER_WORDS: dict[str, object] = {
    "well": lazy("Well"),
    "no_answer": lazy("No answer"),
    "concern": lazy("Concern"),
    "refused": lazy("Does not want a call today"),
    "away": lazy("Away"),
    "wrong_number": lazy("Wrong number"),
    "taken_back": lazy("Taken back"),
}

CAMPAIGN_WORDS: dict[str, object] = {
    "greeting": lazy("Daily phone greeting"),
    "heat": lazy("Heat"),
    "typhoon": lazy("Typhoon"),
    "cold": lazy("Cold wave"),
    "spring_festival": lazy("Spring Festival"),
    "other": lazy("Other"),
}

SLOT_WORDS: dict[str, object] = {"day": lazy("Day"), "evening": lazy("Evening"), "night": lazy("Night")}


def due_title(title: Mapping) -> str:
    """A due's title in the reader's language; a code that nobody knows is shown as it is, never an error."""
    code = str(title.get("code", ""))
    params = {**{k: v for k, v in title.items() if k not in ("code", "params")}, **(title.get("params") or {})}
    if code == "visit" and params.get("service"):
        return service_word(str(params["service"]))
    words = TITLES.get(code)
    if words is None:
        return str(params.get("name") or params.get("title") or code)
    try:
        return str(words) % params
    except (KeyError, TypeError, ValueError):
        return str(words)


def service_word(code: str) -> str:
    """A service's name in the pack."""
    service = packs.load().services.get(code)
    if service is None:
        return code
    return service.en if (get_language() or "").startswith("en") else service.zh


def why_word(why: str) -> str:
    """What raised an alert, in words."""
    return str(dict(Alert.Why.choices).get(why, why))


def kind_word(kind: str) -> str:
    """A kind of due in words."""
    return str(KINDS.get(kind, _("Other")))
