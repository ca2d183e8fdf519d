"""When a visit is due and how its state may change."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from qianshou.kernel import clock

PLANNED, ARRIVED, DONE, UNANSWERED, CANCELLED = "planned", "arrived", "done", "unanswered", "cancelled"
OPEN = (PLANNED, ARRIVED, UNANSWERED)  # nothing is proved yet

# What may follow what. An act that was made before another but heard after it changes nothing that is better proved: DONE stays.
# A visit that nobody answered may still be done later the same day, when somebody opens the door after all.
AFTER: dict[str, frozenset[str]] = {
    ARRIVED: frozenset({PLANNED, UNANSWERED, CANCELLED}),
    DONE: frozenset({PLANNED, ARRIVED, UNANSWERED, CANCELLED}),
    UNANSWERED: frozenset({PLANNED, ARRIVED}),
    CANCELLED: frozenset({PLANNED, UNANSWERED}),
}


def from_states(target: str) -> list[str]:
    """The states from which a visit may become `target`."""
    return sorted(AFTER[target])


@dataclass(frozen=True, slots=True)
class Moments:
    """When a visit may start, must have started (both aware) and must be done."""

    starts: datetime
    latest_start: datetime
    by: datetime


def moments(day: date, window_start: time, window_end: time, minutes: int) -> Moments:
    """The moments of a visit from its wall-clock window. The window's end is the latest start, so it is due `minutes` later."""
    latest = clock.at(day, window_end)
    return Moments(clock.at(day, window_start), latest, latest + timedelta(minutes=minutes))
