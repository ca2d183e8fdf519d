"""The family page in words: warm, short, and never more than it may say."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianshou.care.models import FamilyNote
from qianshou.meals.rules.afterwards import NEIGHBOUR
from qianshou.reports.rules.family import CALL, DONE, LATE, MEAL, OFF, REACHED, SEEN_TO, THERE, TO_COME, VISIT, Item
from qianshou.watch.models import WANTS_ANSWER
from qianshou.watch.words import OUTCOME_WORDS

from ..templatetags.meals import meal_words

REFUSALS = {
    "words": gettext_lazy("Write a few words, %(most)s characters at most."),
    "many": gettext_lazy("That was the %(most)sth note today. Please ring the street."),
    "kind": gettext_lazy("Choose whether it is a message or a concern."),
}
LOOKS = {DONE: "done", THERE: "done", TO_COME: "due", LATE: "late", REACHED: "done", OFF: "calm"}
PILLS = {
    DONE: gettext_lazy("done"), THERE: gettext_lazy("there now"), TO_COME: gettext_lazy("to come"), LATE: gettext_lazy("delayed"),
    REACHED: gettext_lazy("reached"), OFF: gettext_lazy("not today"),
}  # fmt: skip


def line_of(item: Item) -> dict:
    """One line of the day: moment, words, what is done about it, and its look."""
    words = {VISIT: _visit, MEAL: _meal, CALL: _call}[item.kind](item)
    missed = item.kind == CALL and item.state == LATE and item.at is not None
    return {
        "at": item.at, "until": item.until if item.state == TO_COME else None, "words": words, "look": LOOKS[item.state], "pill": _("not reached") if missed else PILLS[item.state],
        "help": _help(item), "kind": item.kind, "about": item.state in (TO_COME, LATE),
    }  # fmt: skip


def _visit(item: Item) -> str:
    who = _("Carer %(name)s") % {"name": item.who} if item.who else _("A carer")
    words = {
        DONE: _("%(who)s came by"), THERE: _("%(who)s is there now"), TO_COME: _("A visit is to come"), LATE: _("The visit has not been made yet"),
        REACHED: _("The visit did not go as planned; somebody has reached them since"), OFF: _("A visit does not take place today"),
    }  # fmt: skip
    return words[item.state] % {"who": who}


def _meal(item: Item) -> str:
    meal = {"meal": meal_words(item.meal)}
    if item.state == DONE:
        return (_("%(meal)s was left with the neighbour") if item.how == NEIGHBOUR else _("%(meal)s was handed over")) % meal
    words = {
        TO_COME: _("%(meal)s is to come"),
        LATE: _("%(meal)s has not arrived"),
        REACHED: _("%(meal)s did not come as planned; somebody has reached them since"),
    }
    return words[item.state] % meal


def _call(item: Item) -> str:
    return {
        DONE: _("Rung up and reached"),
        TO_COME: _("A call is to come"),
        LATE: _("Rung up, nobody answered") if item.at else _("The call has not been made yet"),
    }[item.state]


def _help(item: Item) -> str:
    if item.state != LATE:
        return ""
    return _("Somebody of the street is seeing to it now.") if item.help == SEEN_TO else _("The street has been told and looks after it.")


def note_state(note: FamilyNote) -> tuple[str, str, str]:
    """(look, word, answer) of something the family wrote."""
    concern = note.concern
    if concern.state == "answered":
        return "done", _("answered"), str(OUTCOME_WORDS.get(concern.answer, concern.answer))
    if concern.state in WANTS_ANSWER and concern.taken_by_id:
        return "due", _("somebody sees to it"), ""
    return "due", _("received, an answer will follow"), ""
