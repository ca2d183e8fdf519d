"""What decides in the meals, pure."""

from .cut_offs import cut_off_at, first_open_day, is_past, over_at, owed
from .menus import CATEGORIES, warnings_of
from .orders import Arranged, Changed, Decision, Paused, decide, orders_of
from .prices import NoPrice, Payer, Price, price_of

__all__ = [
    "CATEGORIES",
    "Arranged",
    "Changed",
    "Decision",
    "NoPrice",
    "Paused",
    "Payer",
    "Price",
    "cut_off_at",
    "decide",
    "first_open_day",
    "is_past",
    "orders_of",
    "over_at",
    "owed",
    "price_of",
    "warnings_of",
]
