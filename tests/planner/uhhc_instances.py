"""Invented UHHC instances with every feature of the format, small enough to be solved in a moment."""

from __future__ import annotations

from typing import Any

import numpy as np

WEIGHTS = {
    "travel_time": 2, "total_tardiness": 5, "highest_tardiness": 3, "total_waiting_time": 4, "total_extra_time": 3, "max_idle_time": 6,
    "caregiver_preferences": 7, "optional_patients": 60, "missed_lunch_break": 50,
}  # fmt: skip


def invented(seed: int, patients: int = 9, carers: int = 4) -> dict[str, Any]:
    """Two windows, lunches, wishes, refusals, visits of two and three services; every second instance leaves with the shift and is even."""
    dice = np.random.default_rng(seed)
    even = bool(seed % 2)
    size = patients + 2
    at_end = bool(dice.integers(2))
    services = [{"id": f"s{k}", "type": "care", "default_duration": int(dice.integers(10, 40))} for k in range(3)]
    weights = {"total_tardiness": 4, "total_waiting_time": 1, "workload_balance": 1, "total_extra_time": 2, "caregiver_preferences": 9} if even else WEIGHTS
    return {
        "metadata": {"origin": "bazirha-caie" if even else "invented", "cost_components": weights,
                     "time_window_met": "at_service_end" if at_end else "at_service_start"},
        "distances": [[0 if i == j else int(dice.integers(3, 30)) for j in range(size)] for i in range(size)],
        "terminal_points": [{"id": "d0", "distance_matrix_index": 0}, {"id": "d1", "distance_matrix_index": 1}],
        "services": services,
        "lunch_breaks": {"start": 200, "end": 300, "min_duration": 30},
        "caregivers": [_carer(dice, k, even) for k in range(carers)],
        "patients": [_patient(dice, k, carers) for k in range(patients)],
    }  # fmt: skip


def _carer(dice, k: int, even: bool) -> dict[str, Any]:
    start = int(dice.integers(0, 60))
    return {
        "id": f"c{k}", "abilities": ["s0", "s1", "s2"], "departing_point": f"d{k % 2}", "lunch_break": bool(k % 2) and not even,
        "working_shift": {"start": start, "end": start + 480},
    }  # fmt: skip


def _patient(dice, k: int, carers: int) -> dict[str, Any]:
    opens = int(dice.integers(0, 200))
    found: dict[str, Any] = {
        "id": f"p{k}", "distance_matrix_index": k + 2,
        "time_windows": [{"start": opens, "end": opens + 90}, {"start": opens + 180, "end": opens + 260}][:1 + k % 2],
        "required_services": [{"service": f"s{s}"} for s in range((1, 2, 1, 2, 3)[k % 5])], "optional": k % 4 == 2,
    }  # fmt: skip
    if len(found["required_services"]) > 1:
        kind = ("simultaneous", "sequential", "independent")[k % 3]
        found["synchronization"] = {"type": kind, **({"distance": {"min": 5, "max": 40}} if kind == "sequential" else {})}
    if k % 3 == 0:
        found["preferred_caregivers"] = [f"c{int(dice.integers(carers))}"]
    if k % 4 == 1:
        found["incompatible_caregivers"] = ["c0"]
    return found
