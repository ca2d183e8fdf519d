"""Writes of the watch: one public function for one act."""

from .alerts import close_alert, raise_alert, release_alert, take_alert
from .calls import answer_call, take_back_call
from .campaigns import end_campaign, launch_campaign, owe_greetings
from .concerns import answer_concern, follow_up_concern, report_concern, take_concern
from .dues import cancel, excuse, meet, meet_many, note_part, note_sign, owe_many, set_ladders
from .reopening import Proof, owe_again, reopen
from .roster import assign_duty, clear_duty, copy_week, swap_duty
from .sweep import SweepResult, sweep, trim_sweeps
from .taking_back import ConcernSeen, take_back_alarm, take_back_concern

__all__ = [
    "ConcernSeen",
    "Proof",
    "SweepResult",
    "answer_call",
    "answer_concern",
    "assign_duty",
    "cancel",
    "clear_duty",
    "close_alert",
    "copy_week",
    "end_campaign",
    "excuse",
    "follow_up_concern",
    "launch_campaign",
    "meet",
    "meet_many",
    "note_part",
    "note_sign",
    "owe_again",
    "owe_greetings",
    "owe_many",
    "raise_alert",
    "release_alert",
    "reopen",
    "report_concern",
    "set_ladders",
    "swap_duty",
    "sweep",
    "take_alert",
    "take_back_alarm",
    "take_back_call",
    "take_back_concern",
    "take_concern",
    "trim_sweeps",
]
