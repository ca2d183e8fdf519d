"""The promise in plain Python: what the watch must show for each due, whatever happened, in whatever order.

It shares no line with the program's sweep. A due is a list of the facts that became known; its state follows from them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class PlainDue:
    """One due and everything that was ever said about it."""

    deadline: datetime
    heard: list[tuple[datetime, datetime]] = field(default_factory=list)  # (made, received)
    reached: list[tuple[datetime, datetime]] = field(default_factory=list)  # the same, by the desk answering an alert: never taken back
    excused: bool = False
    swept_late: bool = False  # a sweep has run after the deadline while nothing was known

    def state(self) -> str:
        if facts := self.heard + self.reached:
            if any(made <= self.deadline and got <= self.deadline for made, got in facts):
                return "met"
            if any(made <= self.deadline for made, _ in facts):
                return "met_heard_late"
            return "met_late"
        if self.excused:
            return "excused"
        return "late" if self.swept_late else "open"

    def sweep(self, now: datetime) -> None:
        if not self.heard and not self.reached and not self.excused and now >= self.deadline:
            self.swept_late = True


@dataclass
class PlainNet:
    """All dues by key."""

    dues: dict[str, PlainDue] = field(default_factory=dict)

    def owe(self, key: str, deadline: datetime) -> None:
        self.dues.setdefault(key, PlainDue(deadline))

    def meet(self, key: str, made: datetime, received: datetime) -> None:
        self.dues[key].heard.append((min(made, received), received))

    def excuse(self, key: str) -> None:
        """An excuse counts only while nothing better is known; it never undoes a fact."""
        if not self.dues[key].heard and not self.dues[key].reached:
            self.dues[key].excused = True

    def reach(self, key: str, now: datetime) -> None:
        """The desk reached the person when it answered the alert: evidence that no carer can take back."""
        self.dues[key].reached.append((now, now))

    def take_back(self, key: str, choice: int, now: datetime) -> list[tuple[datetime, datetime]]:
        """One piece of evidence is gone; returns what still stands. With nothing left and the moment passed, it is late at once."""
        due = self.dues[key]
        due.heard.pop(choice % len(due.heard))
        due.sweep(now)
        return list(due.heard)

    def sweep(self, now: datetime) -> None:
        for due in self.dues.values():
            due.sweep(now)

    def need_alert(self) -> set[str]:
        """Keys that must have been alerted at least once."""
        return {key for key, due in self.dues.items() if due.swept_late}
