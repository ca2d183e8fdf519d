"""The care net in words: why a carer is proposed, why an act was refused, how an elder is held."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from qianshou.access.scope import street_of
from qianshou.care.models import Absence
from qianshou.care.operations import Refused
from qianshou.care.rules.absences import AFTERNOON, MORNING
from qianshou.care.rules.holes import Cover
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack

from ..templatetags.shell import listed

COVERS = {
    Cover.FULL: gettext_lazy("first helper and backup"),
    Cover.PRIMARY_ONLY: gettext_lazy("no backup"),
    Cover.BACKUP_ONLY: gettext_lazy("only a backup"),
    Cover.NONE: gettext_lazy("nobody"),
}
RANKS = {"primary": gettext_lazy("First helper"), "backup": gettext_lazy("Backup")}
MODES = {"foot": gettext_lazy("on foot"), "bike": gettext_lazy("by bicycle"), "ebike": gettext_lazy("by electric bicycle")}

REFUSALS: dict[str, object] = {
    "unknown_tier": gettext_lazy("There is no such tier."),
    "number_and_name": gettext_lazy("A carer needs an employee number and a name."),
    "account_taken": gettext_lazy("The account %(username)s is there already; give the carer another number, or ask the administrator."),
    "shift_spans": gettext_lazy("This span runs into the next one, perhaps after midnight, or it has no length."),
    "absence_days": gettext_lazy("Nothing is left between the first day and the last: look at the days, and at noon."),
    "absent_already": gettext_lazy("She is away on some of these days already."),
    "shift_break": gettext_lazy("A meal break is two hours at most; write a longer one as two spans."),
    "rank": gettext_lazy("Choose first helper or backup."),
    "other_street": gettext_lazy("This carer works in another street."),
    "left": gettext_lazy("This carer has left."),
    "tier_rank": gettext_lazy("Carers of this tier are not linked in this way."),
    "rank_taken": gettext_lazy("Somebody has filled this place meanwhile."),
    "linked_already": gettext_lazy("She is linked to this elder already."),
    "full": gettext_lazy("She holds %(load)s of %(limit)s already. End a link first, or raise her limit."),
    "unknown_service": gettext_lazy("There is no such service in the catalogue."),
    "one_way": gettext_lazy("Choose weekdays, or how many times a week, not both."),
    "times_per_week": gettext_lazy("Once to seven times a week."),
    "weekdays": gettext_lazy("Choose weekdays, or how many times a week, not both."),
    "months": gettext_lazy("Months go from 1 to 12."),
    "span": gettext_lazy("The last day lies before the first."),
    "window": gettext_lazy("The time must begin before it ends."),
    "minutes": gettext_lazy("A visit takes 5 minutes to 8 hours."),
    "carers_needed": gettext_lazy("One carer or two."),
    "stale": gettext_lazy("Somebody changed this meanwhile. Look at it again, then save."),
    "reason": gettext_lazy("A reason is needed: it stands on the month's form."),
    "visit_begun": gettext_lazy("This visit has begun, is done, or was cancelled already."),
    "past": gettext_lazy("This time has passed already."),
}


def refused(error: Refused) -> str:
    """Why an act was refused, as a sentence."""
    text = REFUSALS.get(error.code)
    return str(text) % error.params if text else error.code


def reason_words(reason: dict) -> str:
    """One reason of a proposal."""
    say = _REASONS.get(reason.get("code", ""))
    return say(reason) if say else str(reason.get("code", ""))


def reasons_words(reasons: list[dict]) -> str:
    """The reasons of a proposal as one line."""
    return (", " if (get_language() or "").startswith("en") else "，").join(reason_words(reason) for reason in reasons)


def _near(reason: dict) -> str:
    metres = reason["metres"]
    if metres >= 1000:
        return _("%(km)s km away") % {"km": round(metres / 1000, 1)}
    return ngettext("%(n)d metre away", "%(n)d metres away", metres) % {"n": metres}


_REASONS: dict[str, Callable[[dict], str]] = {
    "same_lane": lambda r: _("from the same lane"),
    "near": _near,
    "place_unknown": lambda r: _("distance not known"),
    "dialect": lambda r: _("speaks %(what)s too") % {"what": listed(r["dialects"])},
    "talent": lambda r: _("likes %(what)s too") % {"what": listed(r["talents"])},
    "load": lambda r: _("holds %(load)s of %(limit)s") % r,
}


def pack_for(request: HttpRequest) -> Pack:
    """The pack of the street whose pages are shown."""
    street = street_of(request.scope)
    return load(street.pack) if street else load()


def tier_words(pack: Pack, code: str) -> str:
    """A tier by its name."""
    tier = pack.tiers.get(code)
    return tier.name(get_language()) if tier else code


def skills_words(pack: Pack, codes: list[str]) -> list[str]:
    """Skills by their names; one that the pack does not know stays as it was written."""
    return [pack.skills[code].name(get_language()) if code in pack.skills else code for code in codes]


HALF_WORDS = {MORNING: gettext_lazy("in the morning"), AFTERNOON: gettext_lazy("in the afternoon")}
AWAY_HALF = {MORNING: gettext_lazy("away this morning"), AFTERNOON: gettext_lazy("away this afternoon")}


def absence_words(absence: Absence) -> str:
    """From when until when: "2026-11-24 in the morning", "2026-11-24 in the afternoon – 2026-11-26"."""
    first, last = f"{absence.first_day:%Y-%m-%d}", f"{absence.last_day:%Y-%m-%d}"
    if first == last:
        half = MORNING if absence.until_noon else AFTERNOON if absence.from_noon else ""
        return f"{first} {HALF_WORDS[half]}" if half else first
    begins = f"{first} {HALF_WORDS[AFTERNOON]}" if absence.from_noon else first
    ends = f"{last} {HALF_WORDS[MORNING]}" if absence.until_noon else last
    return f"{begins} – {ends}"
