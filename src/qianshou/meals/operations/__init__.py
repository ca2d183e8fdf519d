"""Writes of the meals: one public function for one act."""

from qianshou.care.operations.errors import Refused

from .diets import Entry, add_diet, end_diet, settle, take_back
from .menus import READ_IN, copy_week, publish, set_menu, undo_change
from .recipes import add_recipe, describe_recipe
from .substitutes import choose_substitute, withdraw_substitute

__all__ = [
    "READ_IN", "Entry", "Refused", "add_diet", "add_recipe", "choose_substitute", "copy_week", "describe_recipe", "end_diet", "publish",
    "set_menu", "settle", "take_back", "undo_change", "withdraw_substitute",
]  # fmt: skip
