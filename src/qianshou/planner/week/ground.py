"""What the choice of days and of carers both ask: who may give what, where people live, how far the next door is."""

from __future__ import annotations

import math

import numpy as np

from ..fitness import obstacles
from ..problem import Need, Visit
from ..travel import EARTH, USUAL_MODES
from .areas import serves
from .problem import Pattern, WeekCarer, WeekProblem

NEIGHBOURS = 6  # so many nearest persons count as neighbours of a person


class Ground:
    """One part of the week, looked at once. Coordinates in metres round the first site, all (0, 0) if one has none."""

    def __init__(self, problem: WeekProblem) -> None:
        self.problem = problem
        lon0, lat0 = next(((s.lon, s.lat) for s in problem.sites if s.lat is not None), (0.0, 0.0))
        kx, ky = EARTH * math.radians(1) * math.cos(math.radians(lat0)), EARTH * math.radians(1)
        self.placed = all(s.lon is not None and s.lat is not None for s in problem.sites)
        points = {s.id: ((s.lon - lon0) * kx, (s.lat - lat0) * ky) if self.placed else (0.0, 0.0) for s in problem.sites}
        self.at = np.array([points[p.visit.site] for p in problem.patterns]).reshape(-1, 2)
        self.start = np.array([points[c.carer.start] for c in problem.carers]).reshape(-1, 2)
        self.pace = [self._pace(c) for c in problem.carers]
        self._able: dict[tuple, frozenset[int]] = {}
        self.near, self.hop = self._neighbours()

    def _pace(self, carer: WeekCarer) -> tuple[float, int]:
        """Seconds for a metre, and for each leg whatever its length."""
        mode = self.problem.modes.get(carer.carer.mode) or USUAL_MODES.get(carer.carer.mode) or USUAL_MODES["foot"]
        return mode.detour / (mode.kmh / 3.6), mode.fixed

    def able(self, pattern: Pattern, side: int) -> frozenset[int]:
        """Numbers of the carers who may fill a need of the pattern, be they on duty or not."""
        need, visit = pattern.visit.needs[side], pattern.visit
        key = (need, visit.sex, visit.refused, visit.waived, visit.pinned, pattern.area)
        if key not in self._able:
            self._able[key] = frozenset(k for k, c in enumerate(self.problem.carers) if serves(c, pattern) and _fit(visit, need, c))
        return self._able[key]

    def _neighbours(self) -> tuple[list[list[tuple[int, float]]], float]:
        """For each pattern its nearest of other persons with what going to both on one day saves, in metres; and the usual hop."""
        patterns = self.problem.patterns
        count = len(patterns)
        if not self.placed or count < 2:
            return [[] for _ in patterns], 150.0
        numbers = {person: k for k, person in enumerate(dict.fromkeys(p.person for p in patterns))}
        person = np.array([numbers[p.person] for p in patterns])
        found, nearest = [], []
        for i in range(count):
            far = np.hypot(*(self.at - self.at[i]).T)
            far[person == person[i]] = np.inf
            order = np.argsort(far, kind="stable")[:NEIGHBOURS]
            found.append([(int(j), float(far[j])) for j in order if np.isfinite(far[j])])
            nearest += [d for _, d in found[-1][3:4]]
        reach = 2 * float(np.median(nearest)) if nearest else 300.0
        # Being neighbours goes both ways, whoever of the two has nearer ones.
        pairs = {tuple(sorted((i, j))): reach - d for i, row in enumerate(found) for j, d in row if d < reach}
        near: list[list[tuple[int, float]]] = [[] for _ in patterns]
        for (i, j), saved in sorted(pairs.items()):
            near[i].append((j, saved))
            near[j].append((i, saved))
        return near, max(50.0, reach / 2)


def _fit(visit: Visit, need: Need, carer: WeekCarer) -> bool:
    return not set(obstacles(visit, need, carer.carer)) - {"absent"}


def hours(shifts) -> int:
    """Seconds of working time."""
    return sum(w.end - w.start for w in shifts)
