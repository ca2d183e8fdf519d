"""Writes of the meals: one public function for one act."""

from qianshou.care.operations.errors import Refused

from .afterwards import check_meal, check_unheard, keep_point_list, withdraw_check
from .arrangements import Wish, arrange_from_register, set_standing
from .box_acts import buy_boxes, count_shelf, discard_boxes, explain_boxes, find_boxes, lose_at_home, lose_boxes, take_back_boxes
from .boxes import move_boxes, take_back_moves
from .carts import add_cart, change_cart, retire_cart
from .changes import MealWish, change_meals, withdraw_changes
from .costs import enter_cost, withdraw_cost
from .deliveries import Drop, owe_meals, put_on_carts
from .diets import Entry, add_diet, end_diet, settle, take_back
from .kitchen import discard_sample, measure, not_cooked, owe_kitchens, take_back_sample, take_back_temperature, take_sample
from .meal_points import close_point, open_point
from .menus import READ_IN, copy_week, publish, set_menu, undo_change
from .money import charge_meal, charge_owed, pay_in
from .money_back import charge_again, give_back, give_back_all
from .orders import follow_day, status_changed, take_orders, take_owed_orders, withdraw_absent
from .pauses import pause_meals, resume_meals, take_back_pause
from .recipes import add_recipe, describe_recipe
from .substitutes import choose_substitute, withdraw_substitute
from .washing import end_wash, fail_wash, start_wash

__all__ = [
    "READ_IN", "Drop", "Entry", "MealWish", "Refused", "Wish", "add_cart", "add_diet", "add_recipe", "arrange_from_register", "buy_boxes",
    "change_cart", "change_meals", "charge_again", "charge_meal", "charge_owed", "check_meal", "check_unheard", "choose_substitute", "close_point",
    "copy_week", "count_shelf", "describe_recipe", "discard_boxes", "discard_sample", "end_diet", "end_wash", "enter_cost", "explain_boxes",
    "fail_wash", "find_boxes", "follow_day", "give_back", "give_back_all", "keep_point_list", "lose_at_home", "lose_boxes", "measure", "move_boxes",
    "not_cooked", "open_point", "owe_kitchens", "owe_meals", "pause_meals", "pay_in", "publish", "put_on_carts", "resume_meals", "retire_cart",
    "set_menu", "set_standing", "settle", "start_wash", "status_changed", "take_back", "take_back_boxes", "take_back_moves", "take_back_pause",
    "take_back_sample", "take_back_temperature", "take_orders", "take_owed_orders", "take_sample", "undo_change", "withdraw_absent",
    "withdraw_changes", "withdraw_check", "withdraw_cost", "withdraw_substitute",
]  # fmt: skip
