"""The way of an idea, as a table of moves. Pure.

    raised → discussed → proposed → approved → planned → open → held → reported
                             ├─► discussed (sent back)        any of these before the day ─► withdrawn, and back
                             └─► refused ─► discussed (taken up again)

Nothing is planned that the street has not approved, nothing is proposed that no meeting has voted for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

RAISED, DISCUSSED, PROPOSED, APPROVED, REFUSED = "raised", "discussed", "proposed", "approved", "refused"
PLANNED, OPEN, HELD, REPORTED, WITHDRAWN = "planned", "open", "held", "reported", "withdrawn"
STATES = (RAISED, DISCUSSED, PROPOSED, APPROVED, REFUSED, PLANNED, OPEN, HELD, REPORTED, WITHDRAWN)
WAY = (RAISED, DISCUSSED, PROPOSED, APPROVED, PLANNED, OPEN, HELD, REPORTED)  # without turns
RUNNING = (RAISED, DISCUSSED, PROPOSED, APPROVED, PLANNED, OPEN, HELD)
OVER = (REPORTED, REFUSED, WITHDRAWN)
MAY_WITHDRAW = (RAISED, DISCUSSED, PROPOSED, APPROVED, PLANNED, OPEN)
MAY_PLAN = (APPROVED, PLANNED, OPEN)

# act → (states in which it may be done, state afterwards; None: the state stays)
MOVES: dict[str, tuple[tuple[str, ...], str | None]] = {
    "discuss": ((RAISED, DISCUSSED), DISCUSSED),
    "propose": ((RAISED, DISCUSSED), PROPOSED),
    "unpropose": ((PROPOSED,), DISCUSSED),  # the vote was a slip
    "approve": ((PROPOSED,), APPROVED),
    "return": ((PROPOSED,), DISCUSSED),
    "refuse": ((PROPOSED,), REFUSED),
    "take_up": ((REFUSED,), DISCUSSED),
    "plan": ((APPROVED,), PLANNED),
    "change": ((PLANNED, OPEN), None),
    "open": ((PLANNED,), OPEN),
    "hold": ((OPEN,), HELD),
    "report": ((HELD,), REPORTED),
    "withdraw": (MAY_WITHDRAW, WITHDRAWN),
    "note": (STATES, None),
}
DECIDES = {"approved": "approve", "returned": "return", "refused": "refuse"}  # outcome of a decision → act
# State → (code of the step in the pack, from what its days count)
STEPS = {PROPOSED: "decide", APPROVED: "plan", PLANNED: "open", HELD: "report"}
WAITS_FOR = {RAISED: "meeting", DISCUSSED: "vote", PROPOSED: "decide", APPROVED: "plan", PLANNED: "open", OPEN: "day", HELD: "report"}


def after(state: str, act: str) -> str | None:
    """The state after an act, None where it may not be done in this state."""
    allowed, to = MOVES[act]
    return (to or state) if state in allowed else None


@dataclass(frozen=True, slots=True)
class Mark:
    """One station of the way as a page draws it: `look` is done, due (here), calm (to come)."""

    state: str
    look: str


def way(state: str, before: str = "") -> list[Mark]:
    """The stations up to the report, with where it stands. One that was withdrawn or refused stands where it ended."""
    here = {WITHDRAWN: before, REFUSED: PROPOSED}.get(state, state)
    at = WAY.index(here) if here in WAY else 0
    looks = ["done" if n < at or state == REPORTED else "due" if n == at else "calm" for n in range(len(WAY))]
    return [Mark(one, look) for one, look in zip(WAY, looks, strict=True)]


def due_on(since: date, days: int) -> date:
    """By which day a step is due that began on a day."""
    return since + timedelta(days=days)
