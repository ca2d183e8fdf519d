"""What became of a meal: who was fed, who was not and why, and of whom nothing was heard. Pure.

What is said at a door counts most. Where nothing was said there, the office may have looked into it afterwards (`checked`: it came, it did
not). At a meal point nobody says anything unless the point keeps a list: who is not marked absent counts as served.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from qianshou.kernel import clock

# Classes. Each order is in exactly one; each class is in exactly one group.
HANDED, NEIGHBOUR, SERVED, FOUND_OUT = "handed", "neighbour", "served", "found_out"
NOBODY, REFUSED, BACK, NO_CART, NOT_BROUGHT, ABSENT_AT_POINT = "nobody", "refused", "back", "no_cart", "not_brought", "absent"
UNHEARD, TO_COME = "unheard", "to_come"
CANCELLED, NOT_AT_HOME = "cancelled", "not_at_home"

FED = (HANDED, NEIGHBOUR, SERVED, FOUND_OUT)
NOT_FED = (NOBODY, REFUSED, BACK, NO_CART, NOT_BROUGHT, ABSENT_AT_POINT)
OFF = (CANCELLED, NOT_AT_HOME)  # taken back after the cut-off: nobody expected a meal any more
CLASSES = (*FED, *NOT_FED, UNHEARD, TO_COME, *OFF)

# Where the office may still say what happened: nothing was heard from a door, or the point's list may be wrong.
CHECKABLE = (UNHEARD, NO_CART, FOUND_OUT, NOT_BROUGHT, SERVED, ABSENT_AT_POINT)
# Whose money is given back: by itself proposed, or only where the officer chooses so (the meal was there and was not taken).
PROPOSED, CHOSEN = (NOBODY, BACK, NO_CART, NOT_BROUGHT), (REFUSED, ABSENT_AT_POINT)

PUNCTUAL = timedelta(minutes=15)  # a box is punctual within this of the time that its round gave it, earlier or later
AT_THE_DOOR = (HANDED, NEIGHBOUR)  # states of a delivery that left the box there


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one order.

    ordered   False for one that was cancelled after the cut-off; not_at_home: because the person was not there
    dine_in   eaten at the meal point
    said      state of the delivery (planned, handed, …); "" where the order has none
    on_cart   whether a published round put it on a cart
    checked   what the office or the point wrote down afterwards: True it came, False it did not, None nothing
    over      whether the meal's window is over
    """

    ordered: bool = True
    not_at_home: bool = False
    dine_in: bool = False
    said: str = ""
    on_cart: bool = False
    checked: bool | None = None
    over: bool = True


def became(facts: Facts) -> str:
    """The one class of an order."""
    if not facts.ordered:
        return NOT_AT_HOME if facts.not_at_home else CANCELLED
    if facts.dine_in:
        return ABSENT_AT_POINT if facts.checked is False else SERVED if facts.over or facts.checked else TO_COME
    if facts.said not in ("", "planned"):
        return facts.said
    if facts.checked is not None:
        return FOUND_OUT if facts.checked else NOT_BROUGHT
    if not facts.over:
        return TO_COME
    return NO_CART if facts.said == "planned" and not facts.on_cart else UNHEARD


def group_of(kind: str) -> str:
    """fed | not_fed | unheard | to_come | off"""
    return "fed" if kind in FED else "not_fed" if kind in NOT_FED else "off" if kind in OFF else kind


def is_punctual(*, planned_at: datetime, ended_at: datetime, window: tuple[time, time]) -> bool:
    """Whether a box came inside the meal's window and within PUNCTUAL of its planned time, both ends included."""
    at = ended_at.astimezone(clock.ZONE).time()
    return window[0] <= at <= window[1] and abs(ended_at - planned_at) <= PUNCTUAL


def per_meal(fen: int, portions: int) -> int | None:
    """A sum in fen over so many portions, to the nearest fen; None where there is no portion."""
    return (2 * fen + portions) // (2 * portions) if portions else None
