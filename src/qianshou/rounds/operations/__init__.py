"""Acts on rounds: plan, change by hand, publish. Each takes the day's version where somebody may have been faster."""

from .changing import give_visit, move_stop, pin_stop, reassign_visit, take_out, undo_change
from .planning import ask_plan, note_progress, plan_day, plan_failed
from .publishing import publish_day, unpublish_day
from .replanning import LATEST, add_visit, replan_without, say_late

__all__ = [
    "LATEST", "add_visit", "ask_plan", "give_visit", "move_stop", "note_progress", "pin_stop", "plan_day", "plan_failed", "publish_day", "reassign_visit",
    "replan_without", "say_late", "take_out", "undo_change", "unpublish_day",
]  # fmt: skip
