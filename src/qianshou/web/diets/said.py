"""Diets in words: what a key means, why a dish clashes, why a label is blocked, why an act was refused."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qianshou.meals.operations import Refused
from qianshou.meals.rules.diets import FLAG, Meaning, Restriction
from qianshou.meals.rules.plates import Plate, Reason
from qianshou.packs.shapes import Pack

from ..templatetags.shell import listed

WHY = {
    "category": gettext_lazy("not this kind of dish"), "texture": gettext_lazy("cannot be made soft enough"), "salt": gettext_lazy("too salty"),
    "sugar": gettext_lazy("too sweet"), "unknown": gettext_lazy("nobody has said what is in it"),
}  # fmt: skip
TEXTURES = {"soft": gettext_lazy("soft"), "minced": gettext_lazy("minced"), "liquid": gettext_lazy("liquid")}
REFUSALS = {
    "kind": gettext_lazy("Choose what it is."),
    "target": gettext_lazy("Write down what it is about: an ingredient or a dish."),
    "no_question": gettext_lazy("This question is not open any more. Look at the page again."),
    "note": gettext_lazy("If it means nothing for food, write down who said so."),
    "reason": gettext_lazy("Say why it holds no more."),
    "ended": gettext_lazy("It ended already."),
    "undone": gettext_lazy("This was taken back already."),
    "dish": gettext_lazy("The day's menu does not have this dish any more."),
    "recipe": gettext_lazy("Choose another dish."),
    "unfit": gettext_lazy("That dish clashes with the same diet, or nobody has described it."),
}


def key_words(key: str, pack: Pack) -> str:
    """A diet's key in words: "allergy:peanut" → 过敏：花生."""
    kind, _colon, target = key.partition(":")
    return meaning_words(Meaning(kind, target), pack)


def meaning_words(meaning: Meaning, pack: Pack) -> str:
    """A meaning in words."""
    language = get_language()
    kind = pack.diets.get(meaning.kind)
    name = kind.name(language) if kind else meaning.kind
    if not meaning.target:
        return name
    mark = pack.allergens.get(meaning.target)
    return _("%(kind)s: %(what)s") % {"kind": name, "what": mark.name(language) if mark else meaning.target}


def restriction_words(restriction: Restriction, pack: Pack) -> str:
    """A restriction in words."""
    return meaning_words(restriction.meaning, pack)


def why_words(why: tuple[str, ...], pack: Pack) -> str:
    """Why a dish clashes, in one line."""
    language, said = get_language(), []
    for code in why:
        name, _colon, what = code.partition(":")
        mark = pack.allergens.get(what)
        if name == "contains":
            said.append(_("has %(what)s in it") % {"what": mark.name(language) if mark else what})
        elif name == "word":
            said.append(_("has %(what)s in it") % {"what": what})
        else:
            said.append(str(WHY.get(name, name)))
    return listed(said)


def question_words(words: str) -> str:
    """A question as the page asks it; the mark without words has words of its own."""
    return _("marked “diet not yet clear”, without saying what") if words == FLAG else words


def reason_words(reason: Reason, pack: Pack) -> str:
    """Why a label is blocked or warned about, as a sentence."""
    if reason.code == "unsettled":
        return _("To be settled: %(words)s") % {"words": question_words(reason.words)}
    params = {"dish": reason.dish, "diet": key_words(reason.key, pack), "why": why_words(reason.why, pack)}
    if reason.code == "no_fit":
        return _("%(dish)s (%(diet)s): the substitute chosen does not fit this person") % params
    return _("%(dish)s (%(diet)s): %(why)s") % params


@dataclass(frozen=True, slots=True)
class PlateLine:
    """One dish on a plate, in words."""

    name: str
    instead_of: str
    texture: str


@dataclass(frozen=True, slots=True)
class PlateWords:
    """A plate in words."""

    lines: list[PlateLine]
    left_out: str
    blocked: list[str]
    warnings: list[str]


def plate_words(plate: Plate, pack: Pack) -> PlateWords:
    """What one person gets, what blocks the label, what warns."""
    lines = [PlateLine(one.name, one.instead_of, str(TEXTURES.get(one.texture, ""))) for one in plate.dishes]
    return PlateWords(
        lines, listed(plate.left_out), [reason_words(one, pack) for one in plate.blocked], [reason_words(one, pack) for one in plate.warnings]
    )


def refused(error: Refused) -> str:
    """Why an act was refused, as a sentence."""
    return str(REFUSALS.get(error.code, _("This cannot be done.")))
