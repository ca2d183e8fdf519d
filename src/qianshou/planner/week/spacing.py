"""On which days a pattern may fall: as many as it is owed, far enough apart, round the week's seam too."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from .problem import WEEK, Pattern

# The least days from one visit to the next: what leaves room for absences and is still as even as a week of seven allows.
LEAST = {1: 7, 2: 3, 3: 2, 4: 1, 5: 1, 6: 1, 7: 1}


def least(pattern: Pattern) -> int:
    """The least days from one visit to the next."""
    return LEAST[pattern.times] if pattern.spacing is None else pattern.spacing


def apart(a: int, b: int) -> int:
    """Days between two weekdays, the short way round the week."""
    return min(abs(a - b), 7 - abs(a - b))


def gaps(days: Iterable[int]) -> list[int]:
    """Days from each visit to the next, the last to the first of the week after; one visit a week: [7]."""
    order = sorted(days)
    return [b - a for a, b in zip(order, [*order[1:], order[0] + 7], strict=True)] if order else []


def unevenness(days: Iterable[int]) -> float:
    """How far the gaps are from equal ones: the sum of squares, in days². 0 for one visit a week and for seven."""
    found = gaps(days)
    return sum((g - 7 / len(found)) ** 2 for g in found)


def crowded(pattern: Pattern, days: Iterable[int]) -> list[tuple[int, int]]:
    """Pairs of days that are too near to each other, those left out that were both fixed beforehand."""
    fixed = set(pattern.fixed)
    return [(a, b) for a, b in combinations(sorted(days), 2) if apart(a, b) < least(pattern) and not {a, b} <= fixed]


def choices(pattern: Pattern, planned: tuple[int, ...] = WEEK) -> list[tuple[int, ...]]:
    """Every set of days on which the pattern may fall, in order; empty if the rules leave none.

    Days that are not chosen but fixed may lie outside `planned`.
    """
    free = sorted((set(pattern.days) & set(planned)) - set(pattern.fixed))
    missing = pattern.times - len(pattern.fixed)
    if missing < 0:
        return []
    sets = (tuple(sorted((*pattern.fixed, *more))) for more in combinations(free, missing))
    return sorted(days for days in sets if not crowded(pattern, days))
