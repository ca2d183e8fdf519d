"""Codes of the watch in words. Texts are stored as code and parameters and translated when shown."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from qianshou.packs import loader as packs
from qianshou.watch.models import Alert

# Titles of dues that belong to the watch itself; other areas register theirs when Django starts (apps.ready).
TITLES: dict[str, object] = {
    "greeting": _("Phone greeting"),
    "campaign": "%(title)s",
    "concern": _("Answer to a concern"),
    "visit": _("Visit"),
    "meal": _("Meal"),
}

KINDS: dict[str, object] = {
    "visit": _("Visit"),
    "call": _("Call"),
    "check": _("Check"),
    "concern": _("Concern"),
    "meal": _("Meal"),
}

OUTCOME_WORDS: dict[str, object] = {
    "well": _("Reached, is well"),
    "helped": _("Reached, was helped"),
    "away": _("Away, with family"),
    "hospital": _("In hospital"),
    "emergency": _("Emergency, handed over to 120 or 110"),
    "died": _("Has died"),
    "mistaken": _("Should not have been due"),
    "other": _("Otherwise"),
    "met": _("Done after all"),
    "excused": _("Excused"),
    "ended": _("Ended"),
    "taken_back": _("Taken back"),
}

ANSWER_WORDS: dict[str, object] = {
    "well": _("Well"),
    "no_answer": _("No answer"),
    "concern": _("Concern"),
    "refused": _("Does not want a call today"),
    "away": _("Away"),
    "wrong_number": _("Wrong number"),
    "taken_back": _("Taken back"),
}

CAMPAIGN_WORDS: dict[str, object] = {
    "greeting": _("Daily phone greeting"),
    "heat": _("Heat"),
    "typhoon": _("Typhoon"),
    "cold": _("Cold wave"),
    "spring_festival": _("Spring Festival"),
    "other": _("Other"),
}

SLOT_WORDS: dict[str, object] = {"day": _("Day shift"), "evening": _("Evening shift"), "night": _("Night shift")}


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


def alert_words(alert: Alert) -> str:
    """What raised an alert, in words; of two who must come together, how many came."""
    part = alert.due.evidence.get("part") if alert.due else None
    if part and alert.why == "late":
        return gettext("overdue: only %(came)d of %(of)d came") % part
    return why_word(alert.why)


def kind_word(kind: str) -> str:
    """A kind of due in words."""
    return str(KINDS.get(kind, _("Other")))
