"""Writes of the assessments: one public function for one act."""

from .assessments import begin, complete, correct, drop_draft, keep, withdraw
from .errors import Changed, Refused
from .instruments import keep_draft, publish, retire
from .owing import owe_reassessments

__all__ = ["Changed", "Refused", "begin", "complete", "correct", "drop_draft", "keep", "keep_draft", "owe_reassessments", "publish", "retire", "withdraw"]
