"""The problem as flat lists of whole numbers, made once before the search.

Items are the visits (0 … n-1), then every break and pause of every carer. A double visit is *one* item with
two carers; the second starts `lag` seconds after the first.
"""

from __future__ import annotations

from .decode import Step, rest_of, rest_steps
from .fitness import change, dialect, price_unserved
from .problem import FOREVER, Carer, Need, Problem, Visit, on_duty, starts, too_narrow
from .travel import Ways


class Facts:
    """Everything the search asks for, by item and carer number."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.n = len(problem.visits)
        ways = Ways(problem)
        self.index = ways.index
        self.number = {c.id: k for k, c in enumerate(problem.carers)}
        self.legs = [ways.of(c.mode) for c in problem.carers]
        self.home = [ways.index[c.start] for c in problem.carers]
        self.back = [ways.index[c.end] if c.end else -1 for c in problem.carers]
        self.opens = [c.shifts[0].start if c.shifts else 0 for c in problem.carers]
        self.shut = [c.shifts[-1].end if c.shifts else 0 for c in problem.carers]
        self.closes = [s + c.overtime for s, c in zip(self.shut, problem.carers, strict=True)]
        self.most = [FOREVER if c.most_visits is None else c.most_visits for c in problem.carers]
        self.site: list[int] = []
        self.duration: list[int] = []
        self.windows: list[tuple[tuple[int, int], ...]] = []
        self.close: list[int] = []
        self.lag: list[int] = []
        self.allowed: list[tuple[list[int], ...]] = []
        self.price: list[list[float]] = []
        self.missing: list[float] = []
        self.steps: list[Step] = []
        self._fit: dict[tuple, list[int]] = {}
        for v in problem.visits:
            self._add_visit(v)
        # One carer, one window, no pinned order: `spots` has a faster way for these.
        self.plain = [
            len(v.needs) == 1 and len(self.windows[i]) == 1 and v.pinned_rank is None
            for i, v in enumerate(problem.visits)
        ]
        self.rests: list[list[int]] = [[] for _ in problem.carers]
        for k, c in enumerate(problem.carers):
            for step in rest_steps(c):
                self.rests[k].append(len(self.site))
                self._add_rest(k, c, step)
        self.in_turn = any(self.lag)  # does the second of two carers ever begin later than the first?
        w = problem.weights
        shares = on_duty(problem)
        self.shares = [shares.get(c.id, 0.0) for c in problem.carers]
        # Only then must waiting and lateness be worked out at all; most days have hard windows and free waiting.
        self.soft = bool(w.waiting) or any(v.late for v in problem.visits) or any(c.overtime for c in problem.carers) or any(
            v.pinned_start is not None for v in problem.visits)

    def _add_visit(self, v: Visit) -> None:
        windows, late = starts(v)
        lag = v.gap[0] if len(v.needs) > 1 else 0
        spans = [(w.start, w.end) for w in windows]
        spans[-1] = (windows[-1].start, windows[-1].end + late)
        self.site.append(self.index[v.site])
        self.duration.append(v.duration)
        self.windows.append(tuple(spans))
        self.close.append(FOREVER if "window" in v.waived else v.windows[-1].end)
        self.lag.append(lag)
        self.allowed.append(tuple([] if too_narrow(v) else self._may(v, need, side) for side, need in enumerate(v.needs)))
        self.price.append(self._prices(v))
        self.missing.append(price_unserved(self.problem, v))
        self.steps.append(Step("visit", v.id, ()))

    def _add_rest(self, k: int, carer: Carer, step: Step) -> None:
        window, duration, site = rest_of(carer, step)
        self.site.append(-1 if site is None else self.index[site])
        self.duration.append(duration)
        self.windows.append(((window.start, window.end),))
        self.close.append(FOREVER)
        self.lag.append(0)
        self.allowed.append(([k],))
        self.price.append([0.0] * len(self.problem.carers))
        self.missing.append(0.0)
        self.steps.append(step)

    def _may(self, v: Visit, need: Need, side: int) -> list[int]:
        """The carers who may fill this need: the same answer as `fitness.may_fill`, asked once for each kind of need."""
        key = (need.tiers, need.skills, v.sex, v.waived & {"tier", "skill", "sex"})
        fit = self._fit.get(key)
        if fit is None:
            fit = self._fit[key] = [
                k for k, c in enumerate(self.problem.carers)
                if c.shifts
                and (not need.tiers or c.tier in need.tiers or "tier" in v.waived)
                and (need.skills <= c.skills or "skill" in v.waived)
                and (not v.sex or c.sex == v.sex or "sex" in v.waived)
            ]
        if len(v.pinned) > side:
            fit = [k for k in fit if self.problem.carers[k].id == v.pinned[side]]
        if v.refused and "refused" not in v.waived:
            fit = [k for k in fit if self.problem.carers[k].id not in v.refused]
        return fit

    def _prices(self, v: Visit) -> list[float]:
        """`fitness.price` of each carer for this visit."""
        weight = self.problem.weights.continuity
        row = [weight * v.stranger] * len(self.problem.carers)
        for who, seconds in v.known.items():
            if who in self.number:
                row[self.number[who]] = weight * seconds
        if v.dialect or self.problem.previous.get(v.id):
            for k, c in enumerate(self.problem.carers):
                row[k] += dialect(self.problem, v, c) + change(self.problem, v, c)
        return row


def clip(spans: tuple[tuple[int, int], ...], latest: int) -> int:
    """The last allowed start not after `latest`; below the first opening if there is none."""
    for start, end in reversed(spans):
        if latest >= start:
            return min(latest, end)
    return spans[0][0] - 1


def first_fit(spans: tuple[tuple[int, int], ...], arrival: int) -> int:
    """The first allowed start at or after `arrival`; `arrival` itself when all windows are over."""
    for start, end in spans:
        if arrival <= end:
            return start if arrival < start else arrival
    return arrival
