"""How far a year's goal is reached, and whether that is as far as the year is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

ARRIVALS, OPEN_DAYS, SESSIONS, LEARNERS = "arrivals", "open_days", "sessions", "learners"
WHATS = (ARRIVALS, OPEN_DAYS, SESSIONS, LEARNERS)
MOST = 1_000_000
NEARLY = 90  # per cent of what the day of the year asks for: less is behind


@dataclass(frozen=True, slots=True)
class Reached:
    """A goal beside what was counted. `percent` of the whole goal; `asked` is where it would stand today if each day brought the same."""

    target: int
    done: int
    asked: int

    @property
    def percent(self) -> int:
        """Whole per cent, rounded down: 99.9 % is not reached."""
        return self.done * 100 // self.target if self.target else 0

    @property
    def state(self) -> str:
        """"reached", "on" (its pace is kept) or "behind"."""
        if self.done >= self.target:
            return "reached"
        return "on" if self.done * 100 >= self.asked * NEARLY else "behind"


def reached(*, target: int, done: int, year: int, today: date) -> Reached:
    """A goal of a year as it stands today. Before the year nothing is asked, after it everything."""
    first, days = date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days
    gone = min(max((today - first).days + 1, 0), days)
    return Reached(target, done, target * gone // days)
