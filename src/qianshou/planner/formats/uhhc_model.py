"""A UHHC instance for the annealer, and its rounds as a solution file. Whole minutes.

Lunches that are owed are always kept: an instance may let them be bought off, but nobody's plan should.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from ..annealing.layout import MUST
from ..annealing.model import FORBIDDEN, MIX, NEVER, Call, Job, Model, Rest, Worker
from ..annealing.state import Found, as_late, rounds_of
from ..annealing.whole import FROM_SHIFT, JUST_IN_TIME
from ..fields import FileError
from . import routes
from .uhhc import APART, AT_ONCE, Caregiver, Instance, Patient

UNSUPPORTED = ("max_waiting_time",)


def model_of(inst: Instance) -> Model:
    """The instance for the annealer. FileError for a component it cannot count."""
    weight = {name: value for name, value in inst.weights.items() if value is not None}
    for name in UNSUPPORTED:
        if inst.weights.get(name, 0) != 0:
            raise FileError(f"metadata.cost_components.{name}: cannot be planned for")
    # Work is travel and service, and all services are given (or their patient is paid for): so a minute of it is one of travel.
    per_travel = weight.get("travel_time", 0) + weight.get("working_time", 0)
    per_wait, per_idle, per_even = (weight.get(n, 0) for n in ("total_waiting_time", "max_idle_time", "workload_balance"))
    unit = max(per_travel, per_wait, per_even, 1)
    model = Model(
        np.array([inst.ways], float), [_worker(inst, c) for c in inst.caregivers], [_job(inst, p) for p in inst.patients],
        [_rest(inst, k) for k, c in enumerate(inst.caregivers) if c.lunch and inst.lunch],
        per_travel=per_travel, per_worst=weight.get("highest_tardiness", 0), per_hard=10.0 * unit,
        per_wait=per_wait, per_idle=per_idle, per_even=per_even, late_start=FROM_SHIFT if inst.leave_at_shift else JUST_IN_TIME,
        # Where travel costs nothing, a move changes waiting and evenness by hours, not by minutes.
        unit=unit, mix=(*MIX[:7], 0.003), hot=1.0 if per_travel else 20.0, cold=0.01 if per_travel else 0.02,
    )  # fmt: skip
    return model


def _worker(inst: Instance, c: Caregiver) -> Worker:
    opens, shut = c.shift or (0, NEVER)
    extra = inst.weights.get("total_extra_time", 0)
    return Worker(
        0, inst.terminals[c.start], inst.terminals[c.end], opens, shut, shut if extra is None else NEVER, extra or 0,
        shut=shut if c.shift else None,
    )  # fmt: skip


def _job(inst: Instance, p: Patient) -> Job:
    calls = [
        Call(p.site, minutes, 0, 0, _prices(inst, p, service), late=inst.weights.get("total_tardiness", 0) or 0, windows=_windows(inst, p, minutes))
        for service, minutes in p.services
    ]
    gap = (0, 0) if p.sync == AT_ONCE else p.gap
    free = inst.weights.get("optional_patients")
    return Job(
        calls, [gap] * (len(calls) - 1), free if p.optional and free is not None else MUST,
        loose=p.sync == APART and len(calls) > 1,
    )  # fmt: skip


def _windows(inst: Instance, p: Patient, minutes: int) -> tuple[tuple[float, float, float], ...]:
    """(open, close, hard) of the start in each window. A start after the next opening would belong to that one."""
    stay = minutes if inst.at_end else 0
    tight = inst.weights.get("total_tardiness", 0) is None
    opens = [low for low, _ in p.windows]
    ends = [*(b - 1 for _, b in pairwise(opens)), NEVER]
    return tuple((low, high - stay, min(high - stay, end) if tight else end) for (low, high), end in zip(p.windows, ends, strict=True))


def _prices(inst: Instance, p: Patient, service: str) -> np.ndarray:
    """What each caregiver costs for a service, FORBIDDEN where the instance has no price for it."""

    def cost(name: str) -> float:
        weight = inst.weights.get(name, 0)
        return FORBIDDEN if weight is None else weight

    prices = []
    for c in inst.caregivers:
        price = cost("caregiver_preferences") if p.preferred is not None and c.id not in p.preferred else 0
        price += cost("qualification") if service not in c.abilities else 0
        prices.append(min(FORBIDDEN, price + (cost("incompabilities") if c.id in p.refused else 0)))
    return np.array(prices, float)


def _rest(inst: Instance, k: int) -> Rest:
    rule = inst.lunch
    return Rest(k, rule.minutes, rule.start, NEVER, rule.end - (rule.minutes if inst.at_end else 0), floats=2)


def write_uhhc(inst: Instance, found: Found) -> dict[str, Any]:
    """The annealer's rounds -> solution file. Where carers leave just in time they do so as late as nothing suffers from it."""
    if not inst.leave_at_shift:
        as_late(found)
    walks = {}
    for c, walk in zip(inst.caregivers, rounds_of(found), strict=True):
        calls, place = [], c.end
        for job, k, start in reversed(walk):
            if job >= 0:
                p = inst.patients[job]
                service, minutes = p.services[k]
                place = p.id
                calls.append(routes.Call(p.id, service, round(start), round(start) + minutes))
            else:  # travel first, eat, serve
                calls.append(routes.Call(place, routes.LUNCH, round(start), round(start) + inst.lunch.minutes))
        walks[c.id] = calls[::-1]
    return routes.write_routes(walks)
