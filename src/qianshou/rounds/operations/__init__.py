"""Acts on rounds: plan, change by hand, publish. Each takes the day's version where somebody may have been faster."""

from .changing import give_visit, move_stop, pin_stop, reassign_visit, take_out, undo_change
from .night import ask_night, ask_tonight, plan_night_run
from .planning import ask_plan, note_progress, plan_day, plan_failed
from .proposals import ask_proposal, drop_proposal, make_proposal, take_proposal, take_version
from .publishing import publish_day, unpublish_day
from .replanning import LATEST, add_visit, replan_without, say_late

__all__ = [
    "LATEST", "add_visit", "ask_night", "ask_plan", "ask_proposal", "ask_tonight", "drop_proposal", "give_visit", "make_proposal",
    "move_stop", "note_progress", "pin_stop", "plan_day", "plan_failed", "plan_night_run", "publish_day", "reassign_visit",
    "replan_without", "say_late", "take_out", "take_proposal", "take_version", "undo_change", "unpublish_day",
]  # fmt: skip
