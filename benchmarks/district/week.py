"""An invented district's week of home visits: streets, lanes, carers and visit patterns from a seed. No place or person is real.

Proportions of tiers, lengths, windows and pairs are those of the street days (docs/formats.md). Of 450 carers 100 work full time; the
others have three to five half days. One street is the district with `streets=1`.
"""

from __future__ import annotations

import random

from qianshou.planner import Break, Carer, Need, Site, Visit, Window
from qianshou.planner.week import Pattern, WeekCarer, WeekProblem

HOUR, MINUTE = 3600, 60
LUNCH = Break(Window(11 * HOUR, 12 * HOUR + 30 * MINUTE), 45 * MINUTE)
TIERS = ("0", "1", "2", "3")  # as in the street days: who is of a higher tier may give what a lower one may
OF_TIER, WANTED = (26, 18, 9, 7), (300, 146, 70, 24)
TIMES = {1: 22, 2: 26, 3: 24, 4: 5, 5: 13, 7: 10}  # of a hundred patterns
MINUTES = {20: 21, 30: 40, 35: 20, 45: 19}
HALVES = (Window(8 * HOUR, 12 * HOUR), Window(13 * HOUR, 17 * HOUR))
WHOLE = Window(8 * HOUR, 17 * HOUR)


def district(*, streets: int = 12, carers: int = 450, patterns: int = 3000, seed: int = 1) -> WeekProblem:
    """The whole district, or its first streets: carers and patterns are dealt to streets in equal numbers, each street from its own seed."""
    sites, people, wanted = [], [], []
    for n in range(streets):
        dice = random.Random(f"{seed}:{n}")
        own = _Street(n, dice)
        people += own.carers(carers * (n + 1) // 12 - carers * n // 12)
        wanted += own.patterns(patterns * (n + 1) // 12 - patterns * n // 12, people[-(carers * (n + 1) // 12 - carers * n // 12) :])
        sites += own.sites
    return WeekProblem(tuple(sites), tuple(people), tuple(wanted), name=f"invented district, {streets} streets, seed {seed}")


class _Street:
    """One street of 1.6 by 1.6 km with 30 lanes."""

    def __init__(self, number: int, dice: random.Random) -> None:
        self.area, self.dice = f"street{number + 1}", dice
        self.lon, self.lat = 121.50 + number % 4 * 0.02, 31.25 + number // 4 * 0.018
        self.lanes = [self._place(0.0075) for _ in range(30)]
        self.sites = [Site(f"{self.area}/station", self.lon, self.lat)]

    def _place(self, reach: float) -> tuple[float, float]:
        return self.lon + self.dice.uniform(-reach, reach), self.lat + self.dice.uniform(-reach, reach)

    def carers(self, count: int) -> list[WeekCarer]:
        """The street's carers; every tier is there."""
        tiers = [t for t, n in zip(TIERS, OF_TIER, strict=True) for _ in range(max(2, round(n * count / 60)))]
        found = []
        for k in range(count):
            tier = tiers[k * len(tiers) // count]
            # 100 of 450 in all, at least one in each tier; nurses more often than assistants.
            full = k == 0 or tier != found[-1].carer.tier or self.dice.random() < (0.3 if tier in TIERS[2:] else 0.12)
            shifts, most = self._full_time() if full else self._part_time(HALVES[k % 2])
            mode = self.dice.choices(("foot", "bike", "ebike"), (45, 40, 15))[0]
            station = self.sites[0].id
            found.append(WeekCarer(
                Carer(f"{self.area}/c{k + 1}", station, (), tier=tier, mode=mode, end=station, breaks=(LUNCH,)), shifts, most, frozenset({self.area})
            ))  # fmt: skip
        return found

    def _full_time(self) -> tuple[tuple, int]:
        off = self.dice.choice(((6, 7), (6, 7), (6, 7), (1, 2), (3, 4), (7, 1), (5, 6)))
        return tuple(() if d in off else (WHOLE,) for d in range(1, 8)), 40 * HOUR

    def _part_time(self, half: Window) -> tuple[tuple, int]:
        count = self.dice.choice((3, 4, 4, 5, 5))
        weekend = self.dice.random() < 0.4
        days = set(self.dice.sample(range(1, 6), count - 1 - weekend)) | ({6, 7} if weekend else {self.dice.choice((1, 2, 3, 4, 5))})
        return tuple((half,) if d in days else () for d in range(1, 8)), self.dice.choice((16, 18, 20)) * HOUR

    def patterns(self, count: int, carers: list[WeekCarer]) -> list[Pattern]:
        """Three patterns for two persons; a person's visits are all at home."""
        found, person = [], 0
        while len(found) < count:
            person += 1
            lon, lat = self.dice.choice(self.lanes)
            name = f"{self.area}/p{person}"
            self.sites.append(Site(name, lon + self.dice.uniform(-3e-4, 3e-4), lat + self.dice.uniform(-3e-4, 3e-4)))
            friend = self.dice.choice(carers).id if self.dice.random() < 0.5 else None
            for _ in range(min(count - len(found), self.dice.choice((1, 1, 2, 2, 1, 2)))):
                found.append(self._pattern(f"{self.area}/v{len(found) + 1}", name, friend))
        return found

    def _pattern(self, name: str, person: str, friend: str | None) -> Pattern:
        dice = self.dice
        times = dice.choices(list(TIMES), TIMES.values())[0]
        level = dice.choices(range(4), WANTED)[0]
        needs = (Need(frozenset(TIERS[level:])),)
        if dice.random() < 0.05:
            needs = (Need(frozenset(TIERS[min(level, 2):])), Need())
        if level >= 2:
            times = min(times, 5)  # nursing does not come at the weekend
        weekdays = times <= 5 and (level >= 2 or dice.random() < 0.6)
        days = (1, 2, 3, 4, 5) if weekdays else (1, 2, 3, 4, 5, 6, 7)
        fixed = {1: (dice.randint(1, 5),), 2: (2, 5), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}.get(times, ()) if dice.random() < 0.12 else ()
        visit = Visit(
            name, person, (self._window(),), dice.choices(list(MINUTES), MINUTES.values())[0] * MINUTE, needs=needs,
            known={friend: 0} if friend else {}, stranger=300 if friend else 0,
        )  # fmt: skip
        return Pattern(visit, person, times, days, fixed, area=self.area)

    def _window(self) -> Window:
        kind = self.dice.choices(("half", "hour", "day"), (268, 210, 92))[0]
        if kind == "day":
            return Window(8 * HOUR, 16 * HOUR)
        start = self.dice.choice((8, 13)) if kind == "half" else self.dice.choice((8, 9, 10, 13, 14, 15))
        return Window(start * HOUR, (start + (3 if kind == "half" else 1)) * HOUR + (30 * MINUTE if kind == "half" else 0))
