"""What falls to one carer if she is one of the two of a person: her visits of the week, and the time they take."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..problem import Visit
from .ground import Ground
from .problem import WeekCarer

SLOT, SLOTS, OPENS = 1800, 22, 7 * 3600  # half hours from 7:00 to 18:00, for visits that cannot wait
NARROW = 2 * 3600  # a window no wider than this ties its visit to its half hours
CELLS = 1 + SLOTS  # of a day: all its work, then the half hours


@dataclass(frozen=True, slots=True)
class Call:
    """One carer wanted at one visit of one day. `twin` is the number of the other carer's call, among the person's."""

    pattern: int
    day: int
    side: int
    twin: int | None


def can_give(ground: Ground, k: int, i: int, side: int, day: int) -> bool:
    """May carer k fill this need of pattern i on that day, and has she hours for it?"""
    pattern = ground.problem.patterns[i]
    return k in ground.able(pattern, side) and _in_hours(ground.problem.carers[k], pattern.visit, day)


class Person:
    """A person of the week: her calls, and who can give which of them, as bits."""

    def __init__(self, ground: Ground, name: str, patterns: list[int], days: dict[str, tuple[int, ...]]) -> None:
        self.name, self.ground = name, ground
        self.calls: list[Call] = []
        week = ground.problem
        for i in patterns:
            pattern = week.patterns[i]
            for d in days.get(pattern.id, ()):
                if d in week.days:
                    base, double = len(self.calls), len(pattern.visit.needs) == 2
                    self.calls += [Call(i, d, n, base + 1 - n if double else None) for n in range(1 + double)]
        self.at = ground.at[patterns[0]]
        self.can: dict[int, int] = {}
        for k in range(len(week.carers)):
            bits = sum(1 << n for n, call in enumerate(self.calls) if can_give(ground, k, call.pattern, call.side, call.day))
            if bits:
                self.can[k] = bits
        self._vectors: dict[tuple[int, int], np.ndarray] = {}
        self._split: dict[tuple[int, int | None], tuple[int, int, int]] = {}

    def split(self, one: int, two: int | None) -> tuple[int, int, int]:
        """The calls of the first carer, of the second (bits), and how many are left for a third."""
        key = (one, two)
        if key not in self._split:
            self._split[key] = self._share(self.can.get(one, 0), self.can.get(two, 0) if two is not None else 0)
        return self._split[key]

    def _share(self, first: int, second: int) -> tuple[int, int, int]:
        """The first takes what she can, the second the rest; nobody is twice at one visit."""
        mine = theirs = left = 0
        for n, call in enumerate(self.calls):
            if call.twin is None:
                if first >> n & 1:
                    mine |= 1 << n
                elif second >> n & 1:
                    theirs |= 1 << n
                else:
                    left += 1
            elif call.side == 0:
                a, b = n, call.twin
                if first >> b & 1 and second >> a & 1 and not (first >> a & 1 and second >> b & 1):
                    a, b = b, a
                mine |= (first >> a & 1) << a
                theirs |= (second >> b & 1) << b
                left += 2 - (first >> a & 1) - (second >> b & 1)
        return mine, theirs, left

    def work(self, k: int, bits: int) -> np.ndarray:
        """Seconds of work for carer k, day by day: all of it, then what is tied to each half hour."""
        key = (k, bits)
        if key not in self._vectors:
            found = np.zeros(7 * CELLS)
            pace, fixed = self.ground.pace[k]
            for n, call in enumerate(self.calls):
                if bits >> n & 1:
                    visit = self.ground.problem.patterns[call.pattern].visit
                    self._put(found, visit, call.day, visit.duration + pace * self.ground.hop + fixed)
            self._vectors[key] = found
        return self._vectors[key]

    def _put(self, found: np.ndarray, visit: Visit, day: int, seconds: float) -> None:
        base = (day - 1) * CELLS
        found[base] += seconds
        first, last = visit.windows[0].start, visit.windows[-1].end
        if len(visit.windows) == 1 and last - first <= NARROW:
            low = max(0, (first - OPENS) // SLOT)
            high = min(SLOTS, -(-(last + visit.duration - OPENS) // SLOT))
            if low < high:
                found[base + 1 + low : base + 1 + high] += seconds / (high - low)


def _in_hours(carer: WeekCarer, visit: Visit, day: int) -> bool:
    """Is there a moment in her hours at which she could begin and still finish?"""
    return any(
        max(shift.start, window.start) <= min(shift.end - visit.duration, window.end + visit.late)
        for shift in carer.shifts[day - 1] for window in visit.windows
    )  # fmt: skip


def room(carer: WeekCarer, share: float) -> np.ndarray:
    """Seconds for which she can be sent, day by day as in `work`: a share of her hours, and her half hours."""
    found = np.zeros(7 * CELLS)
    for d, shifts in enumerate(carer.shifts):
        lunch = sum(
            b.duration for b in carer.carer.breaks
            if any(s.start <= b.window.start and b.window.end + b.duration <= s.end for s in shifts)
        )  # fmt: skip
        found[d * CELLS] = share * max(0, sum(w.end - w.start for w in shifts) - lunch)
        for n in range(SLOTS):
            begin = OPENS + n * SLOT
            found[d * CELLS + 1 + n] = sum(max(0, min(w.end, begin + SLOT) - max(w.start, begin)) for w in shifts)
    return found
