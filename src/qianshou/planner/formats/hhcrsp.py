"""HHCRSP: home health care with simultaneous and sequential double services (after Mankowska, Meisel and Bierwirth, 2014).

Minutes throughout, fractional. Objective: (travel + total tardiness + largest tardiness) / 3. See docs/formats.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..annealing.model import FORBIDDEN, Job, Model, Worker
from ..annealing.model import Call as Wanted
from ..fields import FileError
from .routes import Call, Judgement, read_routes, write_routes

EPS = 2e-3  # times are published with three decimals


@dataclass(frozen=True, slots=True)
class Patient:
    """One patient. `services` are (service, minutes); `gap` is None for a single one, else least and most from start to start."""

    id: str
    open: float
    close: float
    services: tuple[tuple[str, float], ...]
    gap: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Instance:
    """`ways[i][j]` in minutes, 0 the office, i the i-th patient. `abilities` of each caregiver by id."""

    name: str
    ways: list[list[float]]
    patients: tuple[Patient, ...]
    abilities: dict[str, frozenset[str]]


def read_hhcrsp(data: dict[str, Any]) -> Instance:
    """An instance file -> instance. FileError names the field that is wrong."""
    try:
        usual = {s["id"]: s.get("default_duration") for s in data["services"]}
        patients = tuple(_patient(p, usual) for p in data["patients"])
        abilities = {c["id"]: frozenset(c["abilities"]) for c in data["caregivers"]}
        ways = data["distances"]
    except KeyError as e:
        raise FileError(f"not an HHCRSP instance: {e} is missing") from e
    if len(data.get("central_offices", ())) != 1:
        raise FileError("central_offices: exactly one is needed")
    size = len(patients) + 1
    if len(ways) != size or any(len(row) != size for row in ways):
        raise FileError(f"distances: {size} rows and columns are needed")
    return Instance(data.get("name") or "", ways, patients, abilities)


def _patient(p: dict[str, Any], usual: dict[str, float | None]) -> Patient:
    services = []
    for r in p["required_caregivers"]:
        minutes = r.get("duration")
        services.append((r["service"], usual[r["service"]] if minutes is None else minutes))
    gap, sync = None, p.get("synchronization")
    if len(services) > 1:
        if not sync or sync["type"] not in ("simultaneous", "sequential"):
            raise FileError(f"{p['id']}: synchronization: simultaneous or sequential is needed with two services")
        gap = (0, 0) if sync["type"] == "simultaneous" else tuple(sync["distance"])
    low, high = p["time_window"]
    return Patient(p["id"], math.floor(low), high, tuple(services), gap)


def model_of(inst: Instance) -> Model:
    """The instance for the annealer. It minimises three times the objective."""
    fit = list(inst.abilities.values())
    jobs = []
    for i, p in enumerate(inst.patients, 1):
        calls = [
            Wanted(i, minutes, p.open, p.close, np.array([0.0 if s in able else FORBIDDEN for able in fit]))
            for s, minutes in p.services
        ]
        jobs.append(Job(calls, [p.gap] if p.gap else []))
    return Model(np.array([inst.ways], float), [Worker() for _ in fit], jobs, per_worst=1.0, hot=2.3, cold=0.023)


def write_hhcrsp(inst: Instance, rounds: list[list[tuple[int, int, float]]]) -> dict[str, Any]:
    """Rounds of the annealer, (patient number, number of the service, start) for each caregiver -> solution file."""
    routes = {}
    for who, stops in zip(inst.abilities, rounds, strict=True):
        routes[who] = []
        for job, k, start in stops:
            service, minutes = inst.patients[job].services[k]
            routes[who].append(Call(inst.patients[job].id, service, round(start, 6), round(start + minutes, 6)))
    return write_routes(routes)


def check_hhcrsp(inst: Instance, solution: dict[str, Any]) -> Judgement:
    """Judge a solution from nothing but the instance and the stated times."""
    broken: list[str] = []
    routes = read_routes(solution, list(inst.abilities), broken)
    number = {p.id: i for i, p in enumerate(inst.patients, 1)}
    given: dict[str, dict[str, tuple[float, str]]] = {p.id: {} for p in inst.patients}
    way, late = 0.0, [0.0]
    for who, calls in routes.items():
        at, free = 0, 0.0
        for c in calls:
            if c.patient not in number:
                broken.append(f"{who}: unknown patient {c.patient}")
                continue
            here = number[c.patient]
            p = inst.patients[here - 1]
            minutes = dict(p.services).get(c.service)
            if minutes is None or c.service in given[p.id]:
                broken.append(f"{p.id}: {c.service} is not asked for, or given twice")
                continue
            given[p.id][c.service] = (c.start, who)
            if c.service not in inst.abilities[who]:
                broken.append(f"{who} may not give {c.service}")
            if abs(c.end - c.start - minutes) > EPS:
                broken.append(f"{p.id}: {c.service} takes {minutes} minutes")
            if c.start < max(free + inst.ways[at][here], p.open) - EPS:
                broken.append(f"{who} starts too early at {p.id}")
            way += inst.ways[at][here]
            late.append(max(0.0, c.start - p.close))
            at, free = here, c.end
        way += inst.ways[at][0]
    for p in inst.patients:
        broken += _pair(p, given[p.id])
    parts = {"distance": way, "total_tardiness": sum(late), "max_tardiness": max(late)}
    return Judgement(sum(parts.values()) / 3, parts, broken)


def _pair(p: Patient, given: dict[str, tuple[float, str]]) -> list[str]:
    missing = [f"{p.id}: {s} is not given" for s, _ in p.services if s not in given]
    if missing or p.gap is None:
        return missing
    (first, one), (second, other) = (given[s] for s, _ in p.services)
    found = [f"{p.id}: one caregiver gives both services"] if one == other else []
    if not p.gap[0] - EPS <= second - first <= p.gap[1] + EPS:
        found.append(f"{p.id}: the services start {second - first:g} minutes apart, not {p.gap[0]:g} to {p.gap[1]:g}")
    return found
