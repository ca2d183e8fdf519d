"""The solution file that HHCRSP and UHHC share: one JSON object with a list of stops for each caregiver.

The format is that of S. Ceschia et al. (doi 10.1111/itor.13585 and 10.1111/itor.70140).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from ..fields import FileError

LUNCH = "lunch_break"


@dataclass(slots=True)
class Call:
    """One stop: `service` of `patient` (or a lunch), from `start` to `end`, in minutes."""

    patient: str
    service: str
    start: float
    end: float


@dataclass(slots=True)
class Judgement:
    """What a solution is worth: the objective, its parts (unweighted), and every broken rule in words."""

    objective: float
    parts: dict[str, float]
    broken: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """No rule is broken."""
        return not self.broken


def either(data: dict[str, Any], *names: str) -> Any:
    """The first of these keys that has a value."""
    return next((data[n] for n in names if data.get(n) is not None), None)


def read_routes(solution: dict[str, Any], carers: list[str], broken: list[str]) -> dict[str, list[Call]]:
    """Caregiver -> stops in order of start; everybody has an entry. FileError where a stop cannot be read."""
    routes: dict[str, list[Call]] = {c: [] for c in carers}
    seen = set()
    if not isinstance(solution.get("routes"), list):
        raise FileError("routes: a list is needed")
    for k, route in enumerate(solution["routes"]):
        who = either(route, "caregiver_id", "caregiver")
        if who not in routes or who in seen:
            broken.append(f"{who}: {'two routes' if who in seen else 'unknown caregiver'}")
            continue
        seen.add(who)
        calls = [_call(x, f"routes[{k}].locations[{i}]") for i, x in enumerate(route.get("locations") or [])]
        routes[who] = sorted(calls, key=lambda c: c.start)
    return routes


def _call(raw: dict[str, Any], where: str) -> Call:
    patient, service = either(raw, "patient", "patient_id"), either(raw, "service", "service_id")
    start = either(raw, "arrival_time", "start_time", "start_service_time")
    end = either(raw, "departure_time", "end_time", "end_service_time")
    if not isinstance(patient, str) or not isinstance(service, str):
        raise FileError(f"{where}: a patient and a service are needed")
    for t in (start, end):
        if isinstance(t, bool) or not isinstance(t, int | float) or not math.isfinite(t):
            raise FileError(f"{where}: arrival_time and departure_time must be numbers")
    return Call(patient, service, start, end)


def write_routes(routes: dict[str, list[Call]], **more: Any) -> dict[str, Any]:
    """The solution file. An unused caregiver has no `locations`: the source's own checker stumbles over an empty list."""
    out = []
    for who, calls in routes.items():
        stops = [
            {"patient": c.patient, "service": c.service, "arrival_time": c.start, "departure_time": c.end} for c in calls
        ]
        out.append({"caregiver_id": who, "locations": stops} if stops else {"caregiver_id": who})
    return {"routes": out, "global_ordering": [], "cost_components": {}, **more}
