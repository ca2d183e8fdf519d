"""Writes of the meals: one public function for one act."""

from qianshou.care.operations.errors import Refused

from .arrangements import Wish, arrange_from_register, set_standing
from .changes import MealWish, change_meals, withdraw_changes
from .kitchen import discard_sample, measure, not_cooked, owe_kitchens, take_back_sample, take_back_temperature, take_sample
from .meal_points import close_point, open_point
from .menus import set_menu
from .orders import follow_day, status_changed, take_orders, take_owed_orders, withdraw_absent
from .pauses import pause_meals, resume_meals, take_back_pause

__all__ = [
    "MealWish",
    "Refused",
    "Wish",
    "arrange_from_register",
    "change_meals",
    "close_point",
    "discard_sample",
    "follow_day",
    "measure",
    "not_cooked",
    "open_point",
    "owe_kitchens",
    "pause_meals",
    "resume_meals",
    "set_menu",
    "set_standing",
    "status_changed",
    "take_back_pause",
    "take_back_sample",
    "take_back_temperature",
    "take_orders",
    "take_owed_orders",
    "take_sample",
    "withdraw_absent",
    "withdraw_changes",
]
