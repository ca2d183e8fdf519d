"""The care net in words: why a carer is proposed, why an act was refused, how an elder is held."""

from collections.abc import Callable

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from qianshou.care.operations import Refused
from qianshou.care.rules.holes import Cover
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack

COVERS = {
    Cover.FULL: lazy("first helper and backup"),
    Cover.PRIMARY_ONLY: lazy("no backup"),
    Cover.BACKUP_ONLY: lazy("only a backup"),
    Cover.NONE: lazy("nobody"),
}
RANKS = {"primary": lazy("First helper"), "backup": lazy("Backup")}
MODES = {"foot": lazy("on foot"), "bike": lazy("by bicycle"), "ebike": lazy("by electric bicycle")}

REFUSALS: dict[str, object] = {
    "unknown_tier": lazy("There is no such tier."),
    "number_and_name": lazy("A carer needs an employee number and a name."),
    "account_taken": lazy("The account %(username)s is there already; give the carer another number, or ask the administrator."),
    "shift_spans": lazy("Two spans of one day overlap, or one ends before it begins."),
    "absence_days": lazy("The last day lies before the first."),
    "absent_already": lazy("She is away on some of these days already."),
    "rank": lazy("Choose first helper or backup."),
    "other_street": lazy("This carer works in another street."),
    "left": lazy("This carer has left."),
    "tier_rank": lazy("Carers of this tier are not linked in this way."),
    "rank_taken": lazy("Somebody has filled this place meanwhile."),
    "linked_already": lazy("She is linked to this elder already."),
    "full": lazy("She holds %(load)s of %(limit)s already. End a link first, or raise her limit."),
    "unknown_service": lazy("There is no such service in the catalogue."),
    "one_way": lazy("Choose weekdays, or how many times a week, not both."),
    "times_per_week": lazy("Once to seven times a week."),
    "weekdays": lazy("Choose weekdays, or how many times a week, not both."),
    "months": lazy("Months go from 1 to 12."),
    "span": lazy("The last day lies before the first."),
    "window": lazy("The time must begin before it ends."),
    "minutes": lazy("A visit takes 5 minutes to 8 hours."),
    "carers_needed": lazy("One carer or two."),
    "stale": lazy("Somebody changed this meanwhile. Look at it again, then save."),
    "reason": lazy("A reason is needed: it stands on the month's form."),
    "visit_begun": lazy("This visit has begun, is done, or was cancelled already."),
    "past": lazy("This time has passed already."),
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
    "dialect": lambda r: _("speaks %(what)s too") % {"what": "、".join(r["dialects"])},
    "talent": lambda r: _("likes %(what)s too") % {"what": "、".join(r["talents"])},
    "load": lambda r: _("holds %(load)s of %(limit)s") % r,
}


def pack_for(request) -> Pack:
    """The pack of the street whose pages are shown."""
    from qianshou.access.scope import street_of

    street = street_of(request.scope)
    return load(street.pack) if street else load()


def tier_words(pack: Pack, code: str) -> str:
    """A tier by its name."""
    tier = pack.tiers.get(code)
    return tier.name(get_language()) if tier else code


def skills_words(pack: Pack, codes: list[str]) -> list[str]:
    """Skills by their names; one that the pack does not know stays as it was written."""
    return [pack.skills[code].name(get_language()) if code in pack.skills else code for code in codes]
