"""Seconds from site to site. One rule for planner, checker and page."""

from __future__ import annotations

import math

from .problem import Mode, Problem

# Speeds of people in their fifties in dense lanes, stairs and parking included in `fixed`. A site may set its own.
USUAL_MODES = {"foot": Mode(4.0, 1.3, 30), "bike": Mode(10.0, 1.35, 90), "ebike": Mode(15.0, 1.4, 90)}

EARTH = 6_371_008.8  # mean radius in metres (IUGG)


def metres(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Straight distance on a street's scale: equirectangular, wrong by less than 0.1 % below 50 km."""
    x = math.radians(lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2))
    return EARTH * math.hypot(x, math.radians(lat2 - lat1))


class Ways:
    """All travel times of a problem: `ways.of(mode)[i][j]` in seconds, rows worked out when first asked for."""

    def __init__(self, problem: Problem) -> None:
        self.index = {s.id: k for k, s in enumerate(problem.sites)}
        self._problem = problem
        self._tables: dict[str, _Table | list[list[int]]] = dict(problem.matrix)

    def of(self, mode: str) -> _Table | list[list[int]]:
        """The table of a mode. KeyError if the problem has neither a matrix nor a speed for it."""
        if mode not in self._tables:
            self._tables[mode] = _Table(self._problem, self._problem.modes.get(mode) or USUAL_MODES[mode])
        return self._tables[mode]

    def seconds(self, mode: str, here: str, there: str) -> int:
        """Seconds from one site to another, by their ids."""
        table, i, j = self.of(mode), self.index[here], self.index[there]
        return table.leg(i, j) if isinstance(table, _Table) else table[i][j]


class _Table(dict[int, list[int]]):
    """Rows of travel seconds, each made on first use: 600 sites need no 360,000 distances before the first plan."""

    def __init__(self, problem: Problem, mode: Mode) -> None:
        super().__init__()
        # A flat copy of the coordinates in metres, round the first site: then a distance is one hypot.
        lat0 = next((s.lat for s in problem.sites if s.lat is not None), 0.0)
        kx = EARTH * math.radians(1) * math.cos(math.radians(lat0))
        ky = EARTH * math.radians(1)
        self._points = [((s.lon or 0.0) * kx, (s.lat or 0.0) * ky) for s in problem.sites]
        self._factor = mode.detour / (mode.kmh / 3.6)
        self._fixed = mode.fixed

    def leg(self, i: int, j: int) -> int:
        """One entry without its row: a checker asks for few."""
        return math.ceil(math.dist(self._points[i], self._points[j]) * self._factor) + self._fixed if i != j else 0

    def __missing__(self, i: int) -> list[int]:
        here, factor, fixed, up, dist = self._points[i], self._factor, self._fixed, math.ceil, math.dist
        row = [up(dist(here, p) * factor) + fixed for p in self._points]
        row[i] = 0
        self[i] = row
        return row
