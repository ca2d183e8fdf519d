"""The call desk: the daily phone greeting, one key an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

DEFAULT_TRIES = 3  # unanswered calls before somebody goes to look
DEFAULT_AGAIN_MINUTES = 20
UNDO_MINUTES = 10  # one's own last call may be taken back
UNREACHED = ("no_answer", "wrong_number")


@dataclass(frozen=True, slots=True)
class Answer:
    """One way in which a call ends. `effect`: `meet`, `again`, `concern` (which is also evidence) or `excuse`."""

    code: str
    effect: str
    key: str
    needs_note: bool = False


ANSWERS = {
    a.code: a
    for a in (
        Answer("well", "meet", "1"),
        Answer("no_answer", "again", "2"),
        Answer("concern", "concern", "3", needs_note=True),
        Answer("refused", "excuse", "4"),  # does not wish to be called today
        Answer("away", "excuse", "5"),
        Answer("wrong_number", "again", "6"),  # nobody was reached: the number needs mending, the due stays
    )
}


@dataclass(frozen=True, slots=True)
class NextTry:
    """After an unanswered call: ring again at `again_at`, or raise the alert now."""

    again_at: datetime | None
    alert: bool


def after_no_answer(*, tries: int, limit: int, wait_minutes: int, now: datetime, deadline_at: datetime | None = None) -> NextTry:
    """`tries` counts the unanswered calls including this one. Never waits past the deadline: the sweep speaks then."""
    if tries >= limit:
        return NextTry(again_at=None, alert=True)
    again = now + timedelta(minutes=wait_minutes)
    if deadline_at is not None and now < deadline_at < again:
        again = deadline_at
    return NextTry(again_at=again, alert=False)
