"""What became of meals, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qianshou.care.operations.errors import Refused
from qianshou.meals.queries.afterwards import Doors, Tally
from qianshou.meals.queries.fed import Meal
from qianshou.meals.rules import afterwards as kinds
from qianshou.watch.models import Alert
from qianshou.watch.words import OUTCOME_WORDS

from ..orders.said import reason_word
from ..templatetags.shell import listed

# Class → (look, word).
KINDS = {
    kinds.HANDED: ("done", gettext_lazy("handed over")),
    kinds.NEIGHBOUR: ("done", gettext_lazy("left with a neighbour")),
    kinds.SERVED: ("done", gettext_lazy("at the meal point")),
    kinds.FOUND_OUT: ("done", gettext_lazy("came, as was found out")),
    kinds.NOBODY: ("late", gettext_lazy("nobody answers")),
    kinds.REFUSED: ("hole", gettext_lazy("refused")),
    kinds.BACK: ("late", gettext_lazy("back to the kitchen")),
    kinds.NO_CART: ("late", gettext_lazy("no cart went there")),
    kinds.NOT_BROUGHT: ("late", gettext_lazy("did not come, as was found out")),
    kinds.ABSENT_AT_POINT: ("hole", gettext_lazy("did not come to the meal point")),
    kinds.UNHEARD: ("late", gettext_lazy("not heard of")),
    kinds.TO_COME: ("due", gettext_lazy("still to come")),
    kinds.CANCELLED: ("calm", gettext_lazy("cancelled after the cut-off")),
    kinds.NOT_AT_HOME: ("calm", gettext_lazy("not at home, cancelled")),
}
GROUPS = {
    "fed": gettext_lazy("fed"), "not_fed": gettext_lazy("not fed"), "unheard": gettext_lazy("not heard of"),
    "to_come": gettext_lazy("still to come"), "off": gettext_lazy("cancelled after the cut-off"),
}  # fmt: skip
REFUSALS = {
    "said": gettext_lazy("The door has said what became of this meal. What is wrong there is corrected there."),
    "not_over": gettext_lazy("The meal is not over yet: wait for the cart."),
    "off": gettext_lazy("This meal was cancelled: nobody expected it."),
    "early": gettext_lazy("That day is still to come."),
    "came": gettext_lazy("This meal came, or may still come: there is nothing to give back."),
    "not_charged": gettext_lazy("This meal is not in the books: nothing was charged."),
    "reason": gettext_lazy("Write down why the money is given back."),
    "cost": gettext_lazy("How much? Yuan and fen such as 8600 or 8600.50, at most a million."),
    "kind": gettext_lazy("Choose what the money went for."),
}


def refused(error: Refused) -> str:
    """Why an act was refused, as a sentence."""
    text = REFUSALS.get(error.code)
    return str(text) % error.params if text else error.code


def kind_word(kind: str) -> str:
    """What became of a meal."""
    return str(KINDS[kind][1])


def look(kind: str) -> str:
    """The look of its state."""
    return KINDS[kind][0]


def note_of(meal: Meal) -> str:
    """What somebody said about it: at the door, when it was cancelled, when it was looked into."""
    if meal.group == "off":
        return reason_word(meal.order.reason)
    if meal.event and meal.event.note:
        return meal.event.note
    return meal.check.note if meal.check else ""


def alert_line(alert: Alert | None) -> str:
    """What was done about it: the alert's outcome, or who has it."""
    if alert is None:
        return ""
    if alert.state == Alert.State.CLOSED:
        outcome = str(OUTCOME_WORDS.get(alert.outcome, alert.outcome))
        return " · ".join(filter(None, (outcome, alert.outcome_note, str(alert.closed_by or ""))))
    return _("taken by %(name)s") % {"name": alert.taken_by} if alert.taken_by else _("nobody has taken it yet")


def percent(part: int, whole: int) -> str:
    """97 %, never 100 % while one is missing; "" where there is nothing."""
    return f"{100 * part // whole} %" if whole else ""


def degrees(tenths: int | None) -> str:
    """61.5 °C"""
    return "" if tenths is None else f"{tenths / 10:.1f} °C"


def doors_row(doors: Doors) -> dict:
    """Punctuality and temperatures of doors, as a page shows them."""
    return {
        "brought": doors.brought, "timed": doors.timed, "punctual": doors.punctual, "punctual_share": percent(doors.punctual, doors.timed),
        "measured": doors.measured, "hot_share": percent(doors.hot, doors.measured), "cold": doors.measured - doors.hot, "least": degrees(doors.least),
    }  # fmt: skip


def headline(tally: Tally) -> str:
    """598 of 600 were fed."""
    return ngettext("%(fed)s of %(all)s was fed.", "%(fed)s of %(all)s were fed.", tally.expected) % {"fed": tally.fed, "all": tally.expected}


def rest(tally: Tally) -> list[tuple[str, str]]:
    """(look, sentence) of everybody who was not fed, until now."""
    said = []
    if tally.not_fed:
        reasons = listed(f"{kind_word(kind)} {n}" for kind in kinds.NOT_FED if (n := tally.orders[kind]))
        said.append(("late", ngettext("%(n)s was not: %(reasons)s.", "%(n)s were not: %(reasons)s.", tally.not_fed) % {"n": tally.not_fed, "reasons": reasons}))
    if tally.unheard:
        said.append(("late", ngettext("Of %(n)s nothing was heard.", "Of %(n)s nothing was heard.", tally.unheard) % {"n": tally.unheard}))
    if tally.to_come:
        said.append(("due", ngettext("%(n)s is still to come.", "%(n)s are still to come.", tally.to_come) % {"n": tally.to_come}))
    return said
