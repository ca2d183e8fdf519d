"""Acts on rounds: plan, change by hand, publish. Each takes the day's version where somebody may have been faster."""

from .changing import give_visit, move_stop, pin_stop, reassign_visit, take_out, undo_change
from .planning import ask_plan, note_progress, plan_day, plan_failed, replan_without
from .publishing import publish_day, unpublish_day

__all__ = [
    "ask_plan", "give_visit", "move_stop", "note_progress", "pin_stop", "plan_day", "plan_failed", "publish_day", "reassign_visit",
    "replan_without", "take_out", "undo_change", "unpublish_day",
]  # fmt: skip
