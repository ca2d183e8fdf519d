"""The judge of UHHC solutions: every measure and every broken rule from the instance and the stated times alone."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from .routes import LUNCH, Call, Judgement, read_routes
from .uhhc import APART, AT_ONCE, COMPONENTS, Caregiver, Instance, Patient


def check_uhhc(inst: Instance, solution: dict[str, Any], lunch_hard: bool = False) -> Judgement:
    """Judge a solution. With `lunch_hard` every owed lunch must be there, whatever leaving it out would cost."""
    tally = _Tally(inst)
    routes = read_routes(solution, [c.id for c in inst.caregivers], tally.broken)
    for c in inst.caregivers:
        tally.route(c, routes[c.id])
    for p in inst.patients:
        tally.patient(p)
    parts = tally.parts()
    objective = 0.0
    for name, weight in inst.weights.items():
        if weight is not None:
            objective += weight * parts[name]
        elif parts[name] > 1e-6 and name != "optional_patients":
            tally.broken.append(f"{name} must be 0, not {parts[name]:g}")
    if lunch_hard and tally.missed and inst.weights.get("missed_lunch_break") is not None:
        tally.broken.append(f"{tally.missed} lunches missed")
    return Judgement(objective, parts, tally.broken)


@dataclass
class _Tally:
    """What has been counted so far."""

    inst: Instance
    broken: list[str] = field(default_factory=list)
    travel: float = 0
    extra: float = 0
    missed: int = 0
    strangers: int = 0
    unable: int = 0
    refused: int = 0
    left_out: int = 0
    late: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    idles: list[float] = field(default_factory=list)
    loads: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.patients = {p.id: p for p in self.inst.patients}
        self.site = {**self.inst.terminals, **{p.id: p.site for p in self.inst.patients}}
        self.given: dict[str, dict[str, tuple[float, str]]] = {p.id: {} for p in self.inst.patients}

    def parts(self) -> dict[str, float]:
        """The measures under the names of the format."""
        mean = sum(self.loads) / len(self.loads) if self.loads else 0.0
        found = {
            "travel_time": self.travel, "total_tardiness": sum(self.late), "highest_tardiness": max(self.late, default=0),
            "total_waiting_time": sum(self.waits), "max_waiting_time": max(self.waits, default=0), "total_extra_time": self.extra,
            "max_idle_time": max(self.idles, default=0), "workload_balance": sum(math.ceil(abs(x - mean)) for x in self.loads),
            "working_time": sum(self.loads), "caregiver_preferences": self.strangers, "optional_patients": self.left_out,
            "missed_lunch_break": self.missed, "qualification": self.unable, "incompabilities": self.refused,
        }  # fmt: skip
        return {name: found[name] for name in COMPONENTS}

    def route(self, c: Caregiver, calls: list[Call]) -> None:
        """One caregiver's day."""
        calls = [x for x in calls if self._known(c, x)]
        lunches = [x for x in calls if x.service == LUNCH]
        fits = [self._lunch_fits(c, x) for x in lunches]
        if len(lunches) > 1:
            self.broken.append(f"{c.id}: two lunches")
        self.missed += c.lunch and not any(fits)
        travel = work = idle = 0.0
        if calls:
            at, free = c.start, self._leaves(c, calls[0])
            idle = max(0.0, free - c.shift[0]) if c.shift else 0.0
            for k, x in enumerate(calls):
                leg = self.inst.ways[self.site[at]][self.site[x.patient]]
                travel += leg
                wait = x.start - free - leg
                if wait < -1e-6:
                    self.broken.append(f"{c.id} starts too early at {x.patient}")
                idle += max(0.0, wait)
                if not (k == 1 and calls[0].service == LUNCH):
                    self.waits.append(max(0.0, wait))
                if x.service == LUNCH:
                    self._lunch_place(c, x, at, calls[k + 1].patient if k + 1 < len(calls) else c.end)
                else:
                    work += x.end - x.start
                    self._serve(c, x)
                at, free = x.patient, x.end
            leg = self.inst.ways[self.site[at]][self.site[c.end]]
            travel += leg
            if c.shift:
                self.extra += max(0.0, free + leg - c.shift[1])
                idle += max(0.0, c.shift[1] - free - leg)
        elif c.shift:
            idle = c.shift[1] - c.shift[0]
        self.idles.append(idle if c.shift else 0.0)
        self.loads.append(travel + work)
        self.travel += travel

    def _known(self, c: Caregiver, x: Call) -> bool:
        known = x.patient in self.site and (x.service == LUNCH or x.patient in self.patients)
        if not known:
            self.broken.append(f"{c.id}: unknown patient {x.patient}")
        return known

    def _leaves(self, c: Caregiver, first: Call) -> float:
        """When she leaves: with the shift in some families, else just in time."""
        leg = self.inst.ways[self.site[c.start]][self.site[first.patient]]
        leaves = c.shift[0] if self.inst.leave_at_shift and c.shift else first.start - leg
        if leaves < (c.shift[0] if c.shift else 0) - 1e-6:
            self.broken.append(f"{c.id} leaves before the shift")
        return leaves

    def _lunch_fits(self, c: Caregiver, x: Call) -> bool:
        rule = self.inst.lunch
        if rule is None:
            self.broken.append(f"{c.id}: no lunch is defined here")
            return False
        last = x.end if self.inst.at_end else x.start
        if x.start < rule.start - 1e-6 or last > rule.end + 1e-6 or abs(x.end - x.start - rule.minutes) > 1e-6:
            self.broken.append(f"{c.id}: lunch from {x.start:g} to {x.end:g}")
            return False
        return True

    def _lunch_place(self, c: Caregiver, x: Call, before: str, after: str) -> None:
        if x.patient not in (before, after):
            self.broken.append(f"{c.id}: lunch away from the route")

    def _serve(self, c: Caregiver, x: Call) -> None:
        """One service: who, how long, how late."""
        p = self.patients[x.patient]
        minutes = dict(p.services).get(x.service)
        if minutes is None or x.service in self.given[p.id]:
            self.broken.append(f"{p.id}: {x.service} is not asked for, or given twice")
            return
        self.given[p.id][x.service] = (x.start, c.id)
        if abs(x.end - x.start - minutes) > 1e-6:
            self.broken.append(f"{p.id}: {x.service} takes {minutes} minutes")
        if x.start < p.windows[0][0] - 1e-6:
            self.broken.append(f"{p.id}: starts before the first window")
        window = opened(p, x.start)
        self.late.append(max(0.0, (x.end if self.inst.at_end else x.start) - window[1]))
        self.strangers += p.preferred is not None and c.id not in p.preferred
        self.unable += x.service not in c.abilities
        self.refused += c.id in p.refused

    def patient(self, p: Patient) -> None:
        """All services or none, by different caregivers, in one window, in step."""
        given = self.given[p.id]
        if not given:
            self.left_out += 1
            if not p.optional or self.inst.weights["optional_patients"] is None:
                self.broken.append(f"{p.id} is not visited")
            return
        if len(given) < len(p.services):
            self.broken.append(f"{p.id}: a service is missing")
            return
        starts = [given[s][0] for s, _ in p.services]
        if len({who for _, who in given.values()}) < len(given):
            self.broken.append(f"{p.id}: one caregiver gives two services")
        if len({opened(p, t) for t in starts}) > 1:
            self.broken.append(f"{p.id}: services in different windows")
        if p.sync == APART:
            return
        low, high = (0, 0) if p.sync == AT_ONCE else p.gap
        for a, b in pairwise(starts):
            if not low - 1e-6 <= b - a <= high + 1e-6:
                self.broken.append(f"{p.id}: services start {b - a:g} minutes apart")


def opened(p: Patient, start: float) -> tuple[float, float]:
    """The last window that has opened by this start."""
    return next((w for w in reversed(p.windows) if w[0] <= start + 1e-6), p.windows[0])
