"""Who of those enrolled in a class has a place, and who waits in which order. Pure.

Places go in the order of enrolling. Whoever has one keeps it. When one is given up, the first who waits moves up, by herself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_PLACES = 500


@dataclass(frozen=True, slots=True)
class Learner:
    """One enrolled: `id` grows in the order of enrolling, `seat` is her place from 1, or None while she waits."""

    id: int
    seat: int | None = None


def moves_up(places: int, learners: Iterable[Learner]) -> dict[int, int]:
    """Learner → seat for those who get one now, in their order. A class that was made smaller takes nobody's place away."""
    learners = list(learners)
    taken = {one.seat for one in learners if one.seat is not None}
    free = [seat for seat in range(1, places + 1) if seat not in taken][: max(0, places - len(taken))]
    waiting = sorted((one for one in learners if one.seat is None), key=lambda one: one.id)
    return {one.id: seat for one, seat in zip(waiting, free, strict=False)}
