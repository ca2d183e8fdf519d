"""A plan: who goes where and when, what it costs, what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of a round: a visit, or (visit None) a break. `start` and `end` of the stay, seconds since midnight."""

    visit: str | None
    start: int
    end: int
    kind: str = "visit"  # "visit" | "break" (lunch) | "pause" (between two shifts)


@dataclass(frozen=True, slots=True)
class Round:
    """One carer's day in order of time. `leave` is when she sets out (just in time), `home` when she is back."""

    carer: str
    stops: tuple[Stop, ...]
    leave: int
    home: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What a plan costs. Seconds (`fairness`: by which the carers' work differs from their fair shares), except `continuity`, `dialect`, `change`, `unserved` (already weighted) and `total`."""

    travel: int = 0
    waiting: int = 0
    late: int = 0
    overtime: int = 0
    continuity: float = 0
    dialect: float = 0
    change: float = 0
    fairness: int = 0
    unserved: float = 0
    total: float = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Rounds of the carers who go out, the visits nobody serves, the cost as the planner counted it.

    `made` says how: seed, moves, seconds. It has no bearing on whether the plan is sound.
    """

    rounds: tuple[Round, ...]
    unserved: tuple[str, ...] = ()
    cost: Cost = Cost()
    made: dict[str, float | int | str] = field(default_factory=dict)

    def carers_of(self) -> dict[str, list[str]]:
        """Visit -> the carers who serve it, in the order of the rounds."""
        found: dict[str, list[str]] = {}
        for r in self.rounds:
            for s in r.stops:
                if s.visit is not None:
                    found.setdefault(s.visit, []).append(r.carer)
        return found
