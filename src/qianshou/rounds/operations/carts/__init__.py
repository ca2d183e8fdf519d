"""Acts on cart rounds: plan, change by hand, publish. Each takes the version that the page showed."""

from .changing import move_order, pin_order, take_off, undo_carts
from .fleet import drive_cart, give_driver
from .known import end_home_cart, set_kitchen
from .mending import bring_up_to_date
from .planning import ask_carts, carts_failed, note_carts, plan_carts
from .publishing import publish_carts

__all__ = [
    "ask_carts", "bring_up_to_date", "carts_failed", "drive_cart", "end_home_cart", "give_driver", "move_order", "note_carts", "pin_order",
    "plan_carts", "publish_carts", "set_kitchen", "take_off", "undo_carts",
]  # fmt: skip
