"""Orders in words: why a meal comes or does not, why an act was refused, money."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.meals.models import Delivery, Eats, MealPoint, Order, Pause
from qianshou.meals.queries.deliveries import struck_out
from qianshou.packs.shapes import Pack
from qianshou.packs.shapes_meals import MealTime
from qianshou.people.models import Status

WHY = {
    "standing": gettext_lazy("as arranged"),
    "changed": gettext_lazy("said for this day"),
    "cancelled": gettext_lazy("cancelled"),
    "paused": gettext_lazy("paused"),
    "not_taken": gettext_lazy("said too late for the kitchen"),
    "": gettext_lazy("nothing arranged"),
}
LOOKS = {"standing": "done", "changed": "due", "cancelled": "calm", "paused": "hole", "not_taken": "late", "hospital": "hole", "away": "hole"}
# How a delivery stands: its look, by state; "no_cart" for one that a published round left on no cart, "struck" for an order cancelled meanwhile.
DOOR_LOOKS = {"planned": "due", "handed": "done", "neighbour": "hole", "nobody": "late", "refused": "hole", "back": "hole", "no_cart": "late", "struck": "calm"}
DOOR_MORE = {"no_cart": gettext_lazy("on no cart"), "struck": gettext_lazy("cancelled meanwhile")}
REFUSALS = {
    "meal": gettext_lazy("There is no such meal in the street's list of meals."),
    "too_early": gettext_lazy("The kitchen has its orders until then. The first day that is still open is %(day)s."),
    "span": gettext_lazy("The days do not fit: the last one lies before the first, or the first is over."),
    "portions": gettext_lazy("One to nine portions, or 0 for none."),
    "point": gettext_lazy("Choose a meal point that is open."),
    "reason": gettext_lazy("Choose a reason; “another reason” wants a word in the note."),
    "over": gettext_lazy("The meal of %(day)s is over."),
    "reason_after_cut_off": gettext_lazy("After %(at)s the kitchen has its orders for %(day)s: write down why it changes."),
    "before_cut_off": gettext_lazy("Orders are taken at the cut-off, not before."),
    "whole_street": gettext_lazy("Only the office of the street takes the orders of a day."),
    "point_name": gettext_lazy("A meal point needs a name."),
    "fen": gettext_lazy("How much? Yuan and fen such as 300 or 12.50, at most 10,000."),
    "not_over": gettext_lazy("The meal of %(day)s is not over yet."),
    "desk_needs_note": gettext_lazy("Write down how it is known: who told it, and how."),
    "unknown_order": gettext_lazy("The street does not have this order."),
    "door_kind": gettext_lazy("Choose what became of the box."),
    "door_time": gettext_lazy("When was it? A time such as 11:05, not one that is still to come."),
    "door_boxes": gettext_lazy("Empty boxes: a number from 0 to 99."),
    "undo_reason": gettext_lazy("Say why it is taken back."),
    "point_there": gettext_lazy("There is a meal point of that name already."),
}


def door_of(delivery: Delivery | None, order: Order) -> str:
    """How a box stands, as a code of DOOR_LOOKS; "" before any round was published, and where nobody brings it."""
    if delivery is None:
        return ""
    if delivery.state != Delivery.State.PLANNED:
        return delivery.state
    if struck_out(order):
        return "struck"
    return "planned" if delivery.cart_id else "no_cart"


def door_word(code: str) -> str:
    """The same in words."""
    return str(DOOR_MORE.get(code) or dict(Delivery.State.choices).get(code, ""))


def refused(error: Refused) -> str:
    """Why an act was refused, as a sentence."""
    text = REFUSALS.get(error.code)
    return str(text) % error.params if text else error.code


def meal_word(meal: MealTime) -> str:
    """Lunch, 午餐."""
    return meal.name(get_language())


def why_word(why: str) -> str:
    """Why there is a meal, or none; a person's status in its own word."""
    return str(WHY[why]) if why in WHY else str(dict(Status.choices).get(why, why))


def reason_word(reason: str) -> str:
    """A reason as it is stored: a code of a pause, a text of the program, or a person's own words."""
    if reason in Pause.Reason.values:
        return str(Pause.Reason(reason).label)
    return _(reason) if reason else ""


def place_words(points: list[MealPoint]) -> dict[tuple[str, int | None], str]:
    """(place, point id) → words."""
    return {(Eats.DELIVERED, None): str(Eats.DELIVERED.label)} | {(Eats.DINE_IN, p.pk): p.name for p in points}


def yuan(fen: int) -> str:
    """Whole fen as yuan: 1250 → 12.50."""
    return f"{fen // 100}.{fen % 100:02d}"


def price_reasons(codes: list[str], pack: Pack) -> list[str]:
    """Why the street pays: the pack's names."""
    known: Mapping[str, str] = {code: s.name(get_language()) for code, s in pack.meal_subsidies.items()}
    return [str(_("birth date not known: no subsidy by age")) if code == "age_unknown" else known.get(code, code) for code in codes]


def hour(moment: datetime) -> str:
    """The office's clock: 8:30."""
    local = moment.astimezone(clock.ZONE)
    return f"{local.hour}:{local.minute:02d}"
