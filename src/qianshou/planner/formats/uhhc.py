"""UHHC: the unified home health care format of S. Ceschia et al. (2026, doi 10.1111/itor.70140): the types and the reader.

Whole minutes. A weight is a number, or None where the component is HARD. See docs/formats.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from ..fields import FileError
from .routes import either

# name in the file -> must it be zero where the file does not name it?
COMPONENTS = {
    "travel_time": False, "total_tardiness": False, "highest_tardiness": False, "total_waiting_time": False,
    "max_waiting_time": False, "total_extra_time": False, "max_idle_time": False, "workload_balance": False,
    "working_time": False, "caregiver_preferences": True, "optional_patients": True, "missed_lunch_break": True,
    "qualification": True, "incompabilities": True,
}  # fmt: skip
AT_ONCE, IN_TURN, APART = "simultaneous", "sequential", "independent"
LEAVE_AT_SHIFT = ("bazirha", "bazirha-caie")


@dataclass(frozen=True, slots=True)
class Patient:
    """`windows` in order of opening; `gap` least and most from start to start, only for sequential services."""

    id: str
    site: int
    services: tuple[tuple[str, int], ...]
    windows: tuple[tuple[float, float], ...]
    sync: str = APART
    gap: tuple[float, float] = (0, 0)
    optional: bool = False
    preferred: frozenset[str] | None = None
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Caregiver:
    """`shift` is None if unlimited; `start` and `end` are terminal points."""

    id: str
    abilities: frozenset[str]
    start: str
    end: str
    shift: tuple[float, float] | None = None
    lunch: bool = False


@dataclass(frozen=True, slots=True)
class Lunch:
    """The day's lunch rule: it starts at `start` or later and starts (or ends: `Instance.at_end`) by `end`."""

    start: int
    end: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Instance:
    """`weights[name]`: a number, or None for HARD; names that cost nothing are left out. `at_end`: windows close on the end of a service."""

    name: str
    ways: list[list[int]]
    terminals: dict[str, int]
    patients: tuple[Patient, ...]
    caregivers: tuple[Caregiver, ...]
    weights: dict[str, float | None]
    lunch: Lunch | None = None
    at_end: bool = False
    leave_at_shift: bool = False


def read_uhhc(data: dict[str, Any]) -> Instance:
    """An instance file -> instance. FileError names what is missing or unknown."""
    meta = data.get("metadata") or {}
    try:
        usual = {s["id"]: s.get("default_duration") for s in data["services"]}
        points = either(data, "terminal_points", "central_offices", "departing_points") or []
        terminals = {t["id"]: t["distance_matrix_index"] for t in points}
        patients = tuple(_patient(p, usual) for p in data["patients"])
        caregivers = tuple(_caregiver(c) for c in data["caregivers"])
        ways = data["distances"]
    except KeyError as e:
        raise FileError(f"not a UHHC instance: {e} is missing") from e
    if any(len(row) != len(ways) for row in ways):
        raise FileError("distances: as many columns as rows are needed")
    if clash := set(terminals) & {p.id for p in patients}:
        raise FileError(f"patients: {min(clash)} is a terminal point too")
    lunch = data.get("lunch_breaks")
    return Instance(
        meta.get("name") or "", ways, terminals, patients, caregivers, _weights(meta.get("cost_components") or {}),
        Lunch(lunch["start"], lunch["end"], lunch["min_duration"]) if lunch else None,
        meta.get("time_window_met", "at_service_start") == "at_service_end", meta.get("origin") in LEAVE_AT_SHIFT,
    )  # fmt: skip


def _weights(named: dict[str, Any]) -> dict[str, float | None]:
    weights: dict[str, float | None] = {name: None for name, hard in COMPONENTS.items() if hard}
    for name, weight in named.items():
        if name not in COMPONENTS:
            raise FileError(f"metadata.cost_components: {name} is unknown")
        if weight != "HARD" and (isinstance(weight, bool) or not isinstance(weight, int | float) or weight < 0):
            raise FileError(f'metadata.cost_components.{name}: a number from 0 on, or "HARD"')
        weights[name] = None if weight == "HARD" else weight
    return weights


def _patient(p: dict[str, Any], usual: dict[str, int | None]) -> Patient:
    services = []
    for r in either(p, "required_services", "required_caregivers"):
        minutes = r.get("duration")
        services.append((r["service"], usual[r["service"]] if minutes is None else minutes))
    windows = p.get("time_windows") or ([p["time_window"]] if p.get("time_window") else [(0, math.inf)])
    sync = p.get("synchronization") or {}
    return Patient(
        p["id"], p["distance_matrix_index"], tuple(services), tuple(sorted(_span(w) for w in windows)),
        sync.get("type", APART), _distance(sync.get("distance", 0)), bool(p.get("optional")),
        None if p.get("preferred_caregivers") is None else frozenset(p["preferred_caregivers"]),
        frozenset(p.get("incompatible_caregivers") or ()),
    )  # fmt: skip


def _caregiver(c: dict[str, Any]) -> Caregiver:
    start = c.get("departing_point") or c["starting_point_id"]
    shift = c.get("working_shift")
    return Caregiver(
        c["id"], frozenset(c.get("abilities") or ()), start, c.get("arrival_point") or start, _span(shift) if shift else None,
        bool(c.get("lunch_break")),
    )  # fmt: skip


def _span(w: Any) -> tuple[float, float]:
    return (w["start"], w["end"]) if isinstance(w, dict) else (w[0], w[1])


def _distance(d: Any) -> tuple[float, float]:
    if isinstance(d, dict):
        return d["min"], d["max"]
    return (d[0], d[1]) if isinstance(d, list) else (d, d)
