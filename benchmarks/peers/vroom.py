"""VROOM (package pyvroom)."""

from datetime import timedelta

import numpy as np
import vroom

from .street import Node, costs_of, nodes_of, seats, solution_of, travel_of
from .turns import TOLD, in_turns

NAME = "VROOM"
GIVEN = (
    "VROOM: tiers are skills; lunch is a job at the station that only its carer has the skill for, with the highest priority (VROOM's own "
    "breaks have no place); continuity is in the cost matrix, one for each carer: the way, and what the person at its end costs with this "
    "carer; durations are by mode. The two nodes of a pair are jobs with one fixed start. Exploration level 1 in the first turn, 0 later, which "
    "gave the best plans: with 5, its usual one, 30 seconds are not enough for its searches and the plan costs a quarter more. " + TOLD
)
LUNCH = 10_000  # ids of lunches begin here


def solve(day: dict, seconds: float, seed: int = 1) -> dict:
    """A plan of the day. VROOM has no dice: `seed` changes nothing."""
    # On the first day its searches took 25 s at level 1 and 15 s at level 0; later turns are over in two.
    first = 1 if seconds >= 25 else 0
    return in_turns(day, seconds, (0.85, 0.15), lambda span, times, plan: _turn(day, span, times, plan, 0 if plan else first))


def _turn(day: dict, seconds: float, times: dict[str, int], plan: dict | None, level: int) -> dict:
    nodes = nodes_of(day, times)
    problem = _problem(day, nodes, seats(day, nodes, plan) if plan else None)
    found = problem.solve(exploration_level=level, nb_threads=1, timeout=timedelta(seconds=seconds)).to_dict()
    walks = {}
    for route in found["routes"]:
        steps = [s for s in route["steps"] if s["type"] == "job"]
        walks[day["carers"][route["vehicle"] - 1]["id"]] = [
            (None if s["id"] >= LUNCH else s["id"], s["arrival"] + s["waiting_time"]) for s in steps
        ]
    return solution_of(nodes, walks)


def _problem(day: dict, nodes: list[Node], start: dict[str, list[int | None]] | None) -> vroom.Input:
    problem, travel, meal = vroom.Input(), travel_of(day, nodes), day["lunch"]
    for k, c in enumerate(day["carers"]):
        problem.set_durations_matrix(c["id"], travel[c["mode"]].astype(np.uint32))
        problem.set_costs_matrix(c["id"], costs_of(day, nodes, c, travel).astype(np.uint32))
        steps = [vroom.VehicleStepSingle(LUNCH + k if j is None else j) for j in start[c["id"]]] if start else []
        problem.add_vehicle(vroom.Vehicle(
            k + 1, start=0, end=0, profile=c["id"], skills={*range(c["tier"] + 1), LUNCH + k}, time_window=[0, day["horizon"]], steps=steps,
        ))  # fmt: skip
        problem.add_job(vroom.Job(
            LUNCH + k, location=0, default_service=meal["duration"], skills={LUNCH + k}, priority=100,
            time_windows=[vroom.TimeWindow(*meal["window"])],
        ))  # fmt: skip
    for j, n in enumerate(nodes, start=1):
        problem.add_job(vroom.Job(
            j, location=j, default_service=n.stay, skills={n.tier}, priority=50, time_windows=[vroom.TimeWindow(n.low, n.high)],
        ))  # fmt: skip
    return problem
