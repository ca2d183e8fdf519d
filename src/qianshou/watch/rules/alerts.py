"""How an alert climbs its ladder, and how it may end.

Sending is not telling: an alert climbs, and at the top repeats, until somebody *takes* it; and one that was taken but
never given an outcome comes back, to the taker and to the top of the ladder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# Minutes that each rung has before the next is told; the last number also spaces the repeats at the top.
DEFAULT_WAITS = (10, 10, 15)
# Minutes that whoever took an alert has before it comes back without an outcome.
DEFAULT_TAKEN_WAIT = 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way in which an alert ends. `effect` on the due: `meet`, `excuse` or `none`; `key` is pressed to choose it."""

    code: str
    effect: str
    key: str
    needs_note: bool = False


# What people at a duty desk answer, in the order in which it happens most.
OUTCOMES = {
    o.code: o
    for o in (
        Outcome("well", "meet", "1"),  # reached: she is well
        Outcome("helped", "meet", "2", needs_note=True),  # reached: she needed something and got it
        Outcome("away", "excuse", "3", needs_note=True),  # with family, travelling: nothing was owed after all
        Outcome("hospital", "excuse", "4", needs_note=True),
        Outcome("emergency", "meet", "5", needs_note=True),  # 120 / 110 called, handed over
        Outcome("died", "excuse", "6", needs_note=True),
        Outcome("mistaken", "excuse", "7", needs_note=True),  # the due should not have been there
        Outcome("other", "none", "8", needs_note=True),
    )
}
# Outcomes that the program itself writes when the facts settle the matter.
CLOSERS = ("met", "excused", "ended", "taken_back")


@dataclass(frozen=True, slots=True)
class Step:
    """What a climbing alert does next: how many times it has been told then, whom to tell, and when to look again."""

    rung: int
    tell: tuple[int, ...]
    next_at: datetime
    repeat: bool


def opening_wait(waits: Sequence[int], rung: int) -> timedelta:
    """Minutes that rung number `rung` (from 0) has, as a timedelta."""
    return timedelta(minutes=(tuple(waits) or DEFAULT_WAITS)[min(rung, len(waits or DEFAULT_WAITS) - 1)])


def climb(*, told: int, ladder: Sequence[int], fallback: Sequence[int], waits: Sequence[int], now: datetime) -> Step:
    """The next step of an alert that nobody has taken.

    `told` is how many times it has been told so far (0 at the start; past the top it goes on counting the repeats). The ladder is the due's own, without doubles; who
    stands on duty and the officers of the street (`fallback`) form one last rung together, so that no ladder is empty.
    Past the top the whole ladder is told again, each time the last wait has gone by.
    """
    rungs = [(user,) for user in dict.fromkeys(ladder)]
    last = tuple(dict.fromkeys(fallback))
    if last:
        rungs.append(last)
    if not rungs:
        return Step(rung=told, tell=(), next_at=now + opening_wait(waits, told), repeat=False)
    if told < len(rungs):
        return Step(rung=told + 1, tell=rungs[told], next_at=now + opening_wait(waits, told), repeat=False)
    everyone = tuple(dict.fromkeys(user for rung in rungs for user in rung))
    return Step(rung=told + 1, tell=everyone, next_at=now + opening_wait(waits, told), repeat=True)


def nudge(*, told: int, taken_by: int | None, fallback: Sequence[int], minutes: int, now: datetime) -> Step:
    """The step of an alert that was taken but has no outcome after `minutes`: the taker is reminded, the desk learns of it."""
    tell = tuple(dict.fromkeys([*([taken_by] if taken_by else []), *fallback]))
    return Step(rung=told + 1, tell=tell, next_at=now + timedelta(minutes=minutes), repeat=True)


def group(steps: Iterable[tuple[int, Step]]) -> dict[int, list[int]]:
    """`(alert id, step)` pairs turned round: user id -> the alerts to tell of in one notice, oldest first."""
    notices: dict[int, list[int]] = {}
    for alert_id, step in steps:
        for user_id in step.tell:
            notices.setdefault(user_id, []).append(alert_id)
    return notices
