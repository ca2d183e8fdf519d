"""Acts on rounds: plan, change by hand, publish. Each takes the day's version where somebody may have been faster."""

from .changing import give_visit, move_stop, pin_stop, reassign_visit, take_out, undo_change
from .planning import ask_plan, note_progress, plan_day, plan_failed, replan_without
from .publishing import publish_day, unpublish_day
from .week import apply_week, ask_week, note_week, plan_week, undo_week, week_failed

__all__ = [
    "apply_week", "ask_plan", "ask_week", "give_visit", "move_stop", "note_progress", "note_week", "pin_stop", "plan_day", "plan_failed",
    "plan_week", "publish_day", "reassign_visit", "replan_without", "take_out", "undo_change", "undo_week", "unpublish_day", "week_failed",
]  # fmt: skip
