"""Metres and seconds from site to site. One rule for search, checker and page."""

from __future__ import annotations

import math

from ..travel import metres
from .problem import CartProblem


class Roads:
    """`metres[i][j]` and `seconds[i][j]` by the numbers of sites, `index` their numbers, `kitchen` its number."""

    def __init__(self, problem: CartProblem) -> None:
        self.index = {s.id: k for k, s in enumerate(problem.sites)}
        self.kitchen = self.index[problem.kitchen]
        if problem.metres:
            self.metres, self.seconds = problem.metres, problem.seconds
            return
        mode, sites = problem.mode, problem.sites
        self.metres = [[math.ceil(metres(a.lon, a.lat, b.lon, b.lat) * mode.detour) for b in sites] for a in sites]
        speed = mode.kmh / 3.6
        self.seconds = [[math.ceil(way / speed) + (mode.fixed if i != j else 0) for j, way in enumerate(row)] for i, row in enumerate(self.metres)]
