"""Pure decisions of the rounds: of carers (`visits`), of carts (`carts`, `doors`, `placing`); `changes` is common to both."""

from .changes import DayChanged, DayRefused, Outcome
from .visits import (
    BACKUP,
    CLOSE,
    LATE_LUNCH,
    LONG_DAY,
    LUNCH,
    PRIMARY,
    STRANGER,
    WEIGHTS,
    cannot_insist,
    minutes_of,
    new_complaints,
    strangers_of,
    told,
)

__all__ = [
    "BACKUP", "CLOSE", "LATE_LUNCH", "LONG_DAY", "LUNCH", "PRIMARY", "STRANGER", "WEIGHTS", "DayChanged", "DayRefused", "Outcome", "cannot_insist",
    "minutes_of", "new_complaints", "strangers_of", "told",
]  # fmt: skip
