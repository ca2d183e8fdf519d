"""When a visit is due, and how it stands from all that was heard of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations

from qianshou.kernel import clock

PLANNED, ARRIVED, HALF, DONE, UNANSWERED, CANCELLED = "planned", "arrived", "half", "done", "unanswered", "cancelled"
OPEN = (PLANNED, ARRIVED, HALF, UNANSWERED)  # it is not proved yet
DESK = "desk"  # the grade of what the office wrote down: its word, even where it names the carer
MAY_CANCEL = (PLANNED, UNANSWERED)  # nobody is there, and nobody has been


@dataclass(frozen=True, slots=True)
class Heard:
    """One piece of evidence that stands: arrived, done, nobody or note, by a carer (None: nobody knows whom). `desk`: written there."""

    event_id: int
    kind: str
    carer_id: int | None
    made_at: datetime
    desk: bool = False


def proofs(heard: Collection[Heard], needed: int) -> list[tuple[Heard, ...]]:
    """Every way in which the evidence proves that the visit was made.

    The desk's word counts for the whole visit, whomever it names; else one carer's "done", or, where two are needed, those of two different carers.
    """
    done = [h for h in heard if h.kind == "done"]
    if needed < 2:
        return [(h,) for h in done]
    desk, carers = ([h for h in done if (h.desk or h.carer_id is None) == is_desk] for is_desk in (True, False))
    return [(h,) for h in desk] + [pair for pair in combinations(carers, 2) if pair[0].carer_id != pair[1].carer_id]


def proved_at(heard: Collection[Heard], needed: int) -> datetime | None:
    """When the visit was complete: the first moment at which every carer whom it needs had done her part."""
    return min((max(h.made_at for h in proof) for proof in proofs(heard, needed)), default=None)


def carers_done(heard: Collection[Heard]) -> int:
    """How many different carers say that they have done their part."""
    return len({h.carer_id for h in heard if h.kind == "done" and h.carer_id is not None})


def state_of(heard: Collection[Heard], needed: int, was_cancelled: bool) -> str:
    """How a visit stands, whatever the order in which its evidence was heard.

    What is better proved wins: done, then one of two done, then the later of "arrived" and "nobody answers" (of two at one moment the
    alarm). A fact lifts a cancellation ("arrived", "done": somebody was there), "nobody answers" does not.
    """
    if proofs(heard, needed):
        return DONE
    if any(h.kind == "done" for h in heard):
        return HALF
    arrived = max((h.made_at for h in heard if h.kind == "arrived"), default=None)
    nobody = max((h.made_at for h in heard if h.kind == "nobody"), default=None)
    if was_cancelled and arrived is None:
        return CANCELLED
    if nobody is not None and (arrived is None or nobody >= arrived):
        return UNANSWERED
    return ARRIVED if arrived else PLANNED


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


def may_take_back(*, tapped_at: datetime, said_at: datetime) -> bool:
    """A carer may take a tap back on the office's day on which she made it; after that only the office can undo it."""
    return clock.local_date(tapped_at) == clock.local_date(said_at)
