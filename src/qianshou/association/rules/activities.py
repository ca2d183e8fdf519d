"""Money of an activity: what was planned, what the street gives, what was spent. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_FEN = 10_000_000  # a hundred thousand yuan in one line: more is a slip of the finger


@dataclass(frozen=True, slots=True)
class Money:
    """All in fen: planned by the sheet, given by the street (up to), spent by street and association."""

    planned: int
    given: int
    street: int
    own: int

    @property
    def spent(self) -> int:
        """What was spent in all."""
        return self.street + self.own

    @property
    def left(self) -> int:
        """What is left of the plan; below nothing where more was spent."""
        return self.planned - self.spent

    @property
    def over_street(self) -> int:
        """By how much the street paid more than it gave."""
        return max(0, self.street - self.given)


def money(*, planned: Iterable[int], given: int, spent: Iterable[tuple[int, int]]) -> Money:
    """`spent` are (street's, association's) of each cost that stands."""
    costs = list(spent)
    return Money(sum(planned), given, sum(a for a, _ in costs), sum(b for _, b in costs))
