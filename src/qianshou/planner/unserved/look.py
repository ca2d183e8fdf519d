"""The outlook of what was left out: why nobody goes, what would mend it, and what one more carer would do. One look for all."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from ..plan import Plan
from ..problem import Problem
from .explain import Blocked, Obstacle, reasons
from .hands import Hand, more_hands, newcomers
from .mends import Mend, mends
from .room import Room


@dataclass(frozen=True, slots=True)
class Outlook:
    """By visit its obstacles and mends; for the day the carers who would help. `told` gives the same as plain data."""

    reasons: dict[str, list[Obstacle]]
    mends: dict[str, list[Mend]]
    hands: list[Hand]

    def told(self) -> dict:
        """For JSON: {"reasons": {visit: […]}, "mends": {visit: […]}, "more_hands": […]}."""
        return {
            "reasons": {v: [asdict(o) for o in found] for v, found in self.reasons.items()},
            "mends": {v: [asdict(m) for m in found] for v, found in self.mends.items()},
            "more_hands": [asdict(h) for h in self.hands],
        }


def outlook(problem: Problem, plan: Plan, most: int | None = None) -> Outlook:
    """All there is to say of the unserved visits, of the first `most` in the plan's order if there are more."""
    left = list(plan.unserved)[:most]
    if not left:
        return Outlook({}, {}, [])
    room = Room(problem, plan, left, newcomers(problem, left))
    blocked = Blocked(room)
    return Outlook(reasons(room, blocked), mends(room, blocked), more_hands(room))
