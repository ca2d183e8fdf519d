"""Writes of the assessments: one public function for one act."""

from .assessments import begin, complete, correct, drop_draft, keep, withdraw
from .errors import Changed, Refused
from .handing_out import hand_in, hand_out
from .instruments import keep_draft, publish, retire
from .owing import Heard, owe_reassessments
from .taking_in import take_in, take_in_as_correction

__all__ = [
    "Changed", "Heard", "Refused", "begin", "complete", "correct", "drop_draft", "hand_in", "hand_out", "keep", "keep_draft", "owe_reassessments",
    "publish", "retire", "take_in", "take_in_as_correction", "withdraw",
]  # fmt: skip
