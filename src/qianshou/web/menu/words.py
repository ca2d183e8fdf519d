"""What is wrong with a menu, in words, with the rule's reason; why an act on it was refused."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qianshou.meals.models import Category
from qianshou.meals.operations import Refused
from qianshou.meals.rules.menus import Breach
from qianshou.packs.shapes import Pack

WARNINGS = {
    "no_big_meat": gettext_lazy("no main meat dish"),
    "no_small_meat": gettext_lazy("no small meat dish"),
    "no_vegetable": gettext_lazy("no vegetable dish"),
    "no_soup": gettext_lazy("no soup"),
    "no_staple": gettext_lazy("no staple"),
    "too_few": gettext_lazy("%(category)s: %(held)s instead of %(least)s"),
    "twice": gettext_lazy("%(dish)s stands twice"),
    "again": gettext_lazy("%(dish)s again after %(days)s day(s)"),
    "same_meat": gettext_lazy("%(meat)s for %(days)s days running"),
    "over_budget": gettext_lazy("costs %(fen)s yuan, planned %(most)s"),
}
REFUSALS = {
    "reason": gettext_lazy("A reason is needed: write it into the field and save again."),
    "nothing": gettext_lazy("There is no menu to do that with."),
    "week": gettext_lazy("Choose another week than the one that is copied."),
    "undone": gettext_lazy("This was taken back already."),
    "changed_since": gettext_lazy("Somebody changed one of these days since: mend it on the day's page instead."),
    "stale": gettext_lazy("Somebody changed this meanwhile. Look at it again, then save."),
    "textures": gettext_lazy("Tick at least one way in which the kitchen can make it."),
    "name": gettext_lazy("The dish needs a name that is not in the book yet."),
}
REASONS = {"read in from a workbook": gettext_lazy("read in from a workbook"), "undo": gettext_lazy("taken back")}


@dataclass(frozen=True, slots=True)
class BreachWords:
    """One breach: what is wrong, which rule says so, and why the rule is there."""

    text: str
    rule: str
    why: str


def said(breach: Breach, pack: Pack) -> BreachWords:
    """A breach in the reader's language. A rule that the pack no longer has leaves its text."""
    rule, params, language = pack.menu_rules.get(breach["rule"]), dict(breach["params"]), get_language()
    if "category" in params:
        params["category"] = Category(params["category"]).label
    if meat := pack.allergens.get(params.get("meat", "")):
        params["meat"] = meat.name(language)
    for money in ("fen", "most"):
        if money in params:
            params[money] = yuan(params[money])
    text = str(WARNINGS.get(breach["code"], breach["code"])) % params
    return BreachWords(text, rule.name(language) if rule else "", rule.note(language) if rule else "")


def yuan(fen: int | None) -> str:
    """An amount in yuan: 1250 → "12.50"; "" for none."""
    return "" if fen is None else f"{fen // 100}.{fen % 100:02d}"


def refused(error: Refused) -> str:
    """Why an act was refused, as a sentence."""
    return str(REFUSALS.get(error.code, _("This cannot be done.")))


def reason_words(reason: str) -> str:
    """A reason as somebody typed it, or as the program stored it."""
    return str(REASONS.get(reason, reason))
