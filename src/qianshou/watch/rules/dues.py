"""What is owed, by when, and what a piece of evidence makes of it.

A due is `open` until it is met, excused or its deadline (`by_at + grace`) passes. Late is not final: the facts that
arrive afterwards decide, and they decide the same whatever the order they arrive in:

    any evidence           -> the best state that one of the pieces earns
    else a named excuse    -> excused
    else deadline passed   -> late
    else                   -> open
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class DueState(StrEnum):
    """The six states of a due. The three `met…` are ordered from best to least."""

    OPEN = "open"
    LATE = "late"
    MET = "met"
    MET_HEARD_LATE = "met_heard_late"  # made in time, heard of after the deadline: nobody failed but the line
    MET_LATE = "met_late"  # made after the deadline
    EXCUSED = "excused"


STATES = tuple(DueState)
MET_STATES = (DueState.MET, DueState.MET_HEARD_LATE, DueState.MET_LATE)
PENDING_STATES = (DueState.OPEN, DueState.LATE)
KEY_LENGTH = 80  # as the table has it
# How much a piece of evidence is worth, weakest first: a tap on the phone, a word at the desk, a telephone call, a tap
# with a place, the code on the wall scanned.
GRADES = ("tap", "desk", "call", "tap_place", "scan")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDue:
    """Something owed to one person (or to nobody in particular: a kitchen day) by one moment.

    `key` names it within its street for ever: owing the same key twice creates nothing.
    `title` is `{"code": …, **params}`, translated when shown. `ladder` lists user ids, the first to be told first.
    `ref` says where it came from, e.g. `{"visit": 17}`.
    """

    street_id: int
    key: str
    kind: str
    person_id: int | None
    title: dict
    opens_at: datetime
    by_at: datetime
    grace: timedelta = timedelta()
    ladder: list[int] = field(default_factory=list)
    ref: dict = field(default_factory=dict)

    @property
    def deadline_at(self) -> datetime:
        """The moment after which silence becomes an alert."""
        return self.by_at + self.grace

    def faults(self) -> list[str]:
        """Codes of what is wrong with it; empty when it may be owed."""
        found = []
        if not self.key or len(self.key) > KEY_LENGTH:
            found.append("key")
        if self.by_at.tzinfo is None or self.opens_at.tzinfo is None:
            found.append("naive_time")
        elif self.opens_at > self.by_at:
            found.append("opens_after_by")
        if self.grace < timedelta():
            found.append("grace")
        return found


@dataclass(frozen=True, slots=True)
class Evidence:
    """When something was done by the clock of whoever did it, and when the server heard of it."""

    made_at: datetime
    received_at: datetime
    grade: str = "tap"

    @property
    def effective_at(self) -> datetime:
        """A phone whose clock runs ahead cannot have acted after the server heard of it."""
        return min(self.made_at, self.received_at)


def judge(*, deadline_at: datetime, made_at: datetime, received_at: datetime) -> DueState:
    """The state that one piece of evidence earns."""
    if min(made_at, received_at) > deadline_at:
        return DueState.MET_LATE
    return DueState.MET if received_at <= deadline_at else DueState.MET_HEARD_LATE


def best(held: DueState, earned: DueState) -> DueState:
    """What a due that is `held` becomes when evidence earns `earned`; a fact beats an excuse, and the better fact wins."""
    if held not in MET_STATES:
        return earned
    return min(held, earned, key=MET_STATES.index)


def settle(*, deadline_at: datetime, evidence: Iterable[Evidence], excused: bool, now: datetime) -> DueState:
    """The state of a due from all that is known of it. The specification that operations and sweep must agree with."""
    earned = [judge(deadline_at=deadline_at, made_at=e.made_at, received_at=e.received_at) for e in evidence]
    if earned:
        return min(earned, key=MET_STATES.index)
    if excused:
        return DueState.EXCUSED
    return DueState.LATE if now >= deadline_at else DueState.OPEN


def unheard(*, state: DueState, heard_at: datetime | None) -> bool:
    """True when a late due is rather *not heard from* than *not done*: no sign about it came from the field at all.

    "Arrived" or "nobody answers" is a sign; a phone that is off, or in a lane without signal, gives none.
    """
    return state == DueState.LATE and heard_at is None
