"""Codes of the cart planner, its checker and the acts, as people say them. Stored are codes and parameters; words are made here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianshou.care.operations.errors import Refused

from ..templatetags.shell import listed

# Why one cart cannot serve a door (planner.carts.unserved); the clock's reasons carry the minutes that are missing.
REASONS = {
    "window": gettext_lazy("%(cart)s would come %(by)s min too late"),
    "hot": gettext_lazy("on %(cart)s a meal would be %(by)s min too long in the cart"),
    "boxes": gettext_lazy("%(cart)s is full (%(by)s boxes too many)"),
    "range": gettext_lazy("the charge of %(cart)s falls short by %(by)s m"),
    "pinned_rank": gettext_lazy("the pinned order of %(cart)s is in the way"),
    "busy": gettext_lazy("the round of %(cart)s has no room"),
}

# What holds for every cart.
WHOEVER = {
    "far": gettext_lazy("It is too far: the way alone takes %(seconds)s min, and a meal may be %(limit)s min in the cart."),
    "boxes": gettext_lazy("%(boxes)s boxes: the largest cart holds %(most)s."),
    "window": gettext_lazy("A cart loaded first thing would be there at %(earliest)s, after the end of the meal at %(end)s."),
    "range": gettext_lazy("There and back is %(metres)s m, more than a charge lasts (%(most)s m)."),
}

# What would mend it.
MENDS = {
    "give": gettext_lazy("%(cart)s could take it on trip %(trip)s at %(at)s as things are."),
    "window": gettext_lazy("%(cart)s could take it on trip %(trip)s at %(at)s if meals may come %(by)s min later."),
    "hot": gettext_lazy("%(cart)s could take it on trip %(trip)s at %(at)s if a meal may be %(by)s min longer in the cart."),
    "boxes": gettext_lazy("%(cart)s could take it on trip %(trip)s if it held %(by)s more boxes."),
    "range": gettext_lazy("%(cart)s could take it on trip %(trip)s at %(at)s if its charge lasted %(by)s m more."),
    "pinned_rank": gettext_lazy("%(cart)s could take it on trip %(trip)s at %(at)s without its pinned order."),
    "pinned": gettext_lazy("%(cart)s could take it on trip %(trip)s at %(at)s if it were not pinned to another cart."),
}

# Broken rules (planner.carts.check), as the page asks back before an officer insists.
FAULTS = {
    "boxes": gettext_lazy("%(cart)s would be loaded with %(got)s boxes; it holds %(most)s."),
    "window": gettext_lazy("%(cart)s would be at the door of %(who)s at %(at)s, outside the hours of the meal."),
    "hot": gettext_lazy("The meal of %(who)s would be %(over)s min longer in %(cart)s than it may."),
    "range": gettext_lazy("%(cart)s would drive %(got)s m; a charge lasts %(most)s m."),
    "pinned": gettext_lazy("%(who)s is pinned to another cart."),
    "pinned_rank": gettext_lazy("The order of %(who)s is pinned."),
}

# What a plan had to assume (queries.carts_gather).
NOTES = {"pin_released": gettext_lazy("The pin of %(who)s was released: %(cart)s does not drive.")}

# Why an order cannot be planned at all, and what to do.
OFF_MAP = {
    "no_place": gettext_lazy("no lane in the file"),
    "unplaced": gettext_lazy("%(lane)s is not on the map yet"),
}

REFUSALS = {
    "planning": gettext_lazy("The rounds are being planned just now. Wait until it is done, or stop waiting."),
    "before_cut_off": gettext_lazy("Orders may still change: the rounds are planned after the cut-off."),
    "no_orders": gettext_lazy("Nobody is brought this meal: there is nothing to plan."),
    "no_carts": gettext_lazy("No cart drives today. Add one under “Carts and kitchen”, or let one drive after all."),
    "no_kitchen": gettext_lazy("It is not known where the carts load. Choose the kitchen's place under “Carts and kitchen”."),
    "no_meal": gettext_lazy("There is no such meal in the street's list of meals."),
    "under_way": gettext_lazy("Meals have been handed over already: the rounds cannot be planned afresh. Move what is left by hand."),
    "nothing_planned": gettext_lazy("There is nothing to publish: plan the rounds first."),
    "complaints": gettext_lazy("The rounds break rules that nobody has insisted on. Mend them first:"),
    "no_order": gettext_lazy("This order is not brought any more."),
    "not_on_map": gettext_lazy("This person's lane is not on the map: no round can be reckoned. Put it on the map first."),
    "delivered": gettext_lazy("This meal has been handed over: it stays where it is."),
    "no_cart": gettext_lazy("This cart does not drive at this meal."),
    "good_reason": gettext_lazy("“For good” wants a reason, for whoever reads it in a year."),
    "out_reason": gettext_lazy("Write down why the cart does not drive."),
    "no_driver": gettext_lazy("This account does not drive in this street."),
    "driver_twice": gettext_lazy("%(driver)s would drive two carts at once (%(cart)s). Choose another driver."),
    "nothing_to_undo": gettext_lazy("There is nothing to undo."),
    "unsound": gettext_lazy("The plan did not pass the check and was not kept."),
    "failed": gettext_lazy("Planning was given up."),
    "given_up": gettext_lazy("Planning was given up."),
    "changed": gettext_lazy("The rounds were changed while they were being planned, so the plan was not kept. Plan again."),
    "no_place": gettext_lazy("Choose a place of this street."),
    "place_unplaced": gettext_lazy("%(place)s is not on the map yet. Put it there first, under “Places”."),
}

# Why the book of carts does not take it (meals.operations.carts).
CART_REFUSALS = {
    "cart_name": gettext_lazy("A cart needs a name, such as “Cart 1”."),
    "cart_there": gettext_lazy("There is a cart called %(name)s already."),
    "boxes": gettext_lazy("How many boxes does it hold? A whole number up to %(most)s."),
    "range": gettext_lazy("How far does it go on a charge? Kilometres up to %(most)s, or nothing."),
    "no_driver": gettext_lazy("This account does not drive in this street."),
}

# What was done to the rounds (CartVersion.change).
CHANGES = {
    "planned": gettext_lazy("planned"),
    "moved": gettext_lazy("changed the order: %(who)s"),
    "given": gettext_lazy("put %(who)s on %(cart)s"),
    "given_for_good": gettext_lazy("put %(who)s on %(cart)s for good: %(why)s"),
    "taken_off": gettext_lazy("took off %(who)s"),
    "pinned": gettext_lazy("pinned %(who)s"),
    "unpinned": gettext_lazy("let go %(who)s"),
    "cart_out": gettext_lazy("%(cart)s does not drive: %(why)s"),
    "cart_in": gettext_lazy("%(cart)s drives"),
    "driver": gettext_lazy("another driver for %(cart)s: %(driver)s"),
    "brought_up_to_date": gettext_lazy("brought up to date with the orders"),
    "undone": gettext_lazy("took the last change back"),
}


class Names:
    """Names for the ids in codes: carts by id, persons by order."""

    def __init__(self, carts: Mapping[int, str], people: Mapping[int, str]) -> None:
        self.carts, self.people = carts, people

    def cart(self, pk: object) -> str:
        """A cart's name; "one more cart" for one that is not there."""
        return self.carts.get(int(pk), "?") if str(pk or "").isdigit() else _("one more cart")

    def who(self, orders: Iterable[int]) -> str:
        """The persons of orders."""
        return listed(self.people.get(o, "?") for o in orders) or _("somebody")


def clock(seconds: int) -> str:
    """Seconds since midnight as 9:05."""
    return f"{seconds // 3600 % 24}:{seconds % 3600 // 60:02d}"


def minutes(seconds: float) -> int:
    """Whole minutes, rounded up: nobody is told that 30 seconds are nothing."""
    return -(-int(seconds) // 60)


def refusal(code: str, params: Mapping | None = None) -> str:
    """Why an act is refused."""
    return str(REFUSALS[code]) % {"driver": "", "cart": "", "place": "", **(params or {})} if code in REFUSALS else code


def cart_refusal(error: Refused) -> str:
    """Why the book of carts does not take it."""
    return str(CART_REFUSALS[error.code]) % error.params if error.code in CART_REFUSALS else error.code


def change(one: Mapping) -> str:
    """What was done, from a version."""
    params = {"who": "", "cart": "", "why": "", "driver": "", **one.get("params", {})}
    params["driver"] = params["driver"] or _("nobody")
    return str(CHANGES[one["code"]]) % params if one.get("code") in CHANGES else ""


def fault(one: Mapping, names: Names) -> str:
    """A broken rule as a sentence."""
    p = one["params"]
    words = {"cart": names.cart(one["cart"]), "who": names.who(one["orders"]), "got": p.get("got", ""), "most": p.get("most", ""),
             "at": clock(p.get("at", 0)), "over": minutes(p.get("over", 0))}  # fmt: skip
    return str(FAULTS[one["code"]]) % words if one["code"] in FAULTS else one["code"]


def reason(one: Mapping, names: Names) -> str:
    """Why a cart cannot serve a door, or why none can."""
    p, code = one["params"], one["code"]
    if not one["cart"]:
        words = {**p, "seconds": minutes(p.get("seconds", 0)), "limit": minutes(p.get("limit", 0)), "earliest": clock(p.get("earliest", 0)),
                 "end": clock(p.get("end", 0))}  # fmt: skip
        return str(WHOEVER[code]) % words if code in WHOEVER else code
    words = {"cart": names.cart(one["cart"]), "by": _by(code, p)}
    return str(REASONS[code]) % words if code in REASONS else code


def mend(one: Mapping, names: Names) -> str:
    """One way to have a door served."""
    words = {"cart": names.cart(one["cart"]), "trip": one["trip"], "at": clock(one["at"]), "by": _by(one["code"], one["params"])}
    return str(MENDS[one["code"]]) % words if one["code"] in MENDS else one["code"]


def note(one: Mapping, names: Names) -> str:
    """What had to be assumed."""
    p = one["params"]
    return str(NOTES[one["code"]]) % {"who": names.who([p.get("order", 0)]), "cart": names.cart(p.get("cart"))} if one["code"] in NOTES else one["code"]


def _by(code: str, params: Mapping) -> int:
    """Seconds as minutes, boxes and metres as they are."""
    by = params.get("by", 0)
    return minutes(by) if code in ("window", "hot") else by
