"""Acts on rounds: plan, change by hand, publish. Each takes the day's version where somebody may have been faster."""

from .changing import give_visit, move_stop, pin_stop, reassign_visit, take_out, undo_change
from .night import ask_night, ask_tonight, plan_night_run
from .planning import ask_plan, note_progress, plan_day, plan_failed
from .proposals import ask_proposal, drop_proposal, make_proposal, take_proposal, take_version
from .publishing import publish_day, unpublish_day
from .replanning import LATEST, add_visit, replan_without, say_late
from .week import apply_week, ask_week, note_week, plan_week, undo_week, week_failed

__all__ = [
    "LATEST", "add_visit", "apply_week", "ask_night", "ask_plan", "ask_proposal", "ask_tonight", "ask_week", "drop_proposal",
    "give_visit", "make_proposal", "move_stop", "note_progress", "note_week", "pin_stop", "plan_day", "plan_failed", "plan_night_run",
    "plan_week", "publish_day", "reassign_visit", "replan_without", "say_late", "take_out", "take_proposal", "take_version",
    "undo_change", "undo_week", "unpublish_day", "week_failed",
]  # fmt: skip
