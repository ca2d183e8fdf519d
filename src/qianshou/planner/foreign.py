"""Other people's instances from the command line: HHCRSP and UHHC, to solve and to check.

Each returns what the command prints: `sound`, `objective`, its parts, the broken rules, and how the plan was made.
"""

from __future__ import annotations

import json
from typing import Any

from .fields import FileError


def read(data: bytes) -> dict[str, Any]:
    """The JSON object of a file. FileError if it is none."""
    try:
        found = json.loads(data)
    except ValueError as e:
        raise FileError(f"not JSON: {e}") from e
    if not isinstance(found, dict):
        raise FileError("an object is wanted")
    return found


def solve_hhcrsp(data: dict[str, Any], **how: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """An HHCRSP instance -> (solution file, summary). `how` goes to `search`."""
    from .annealing.search import search
    from .annealing.state import rounds_of
    from .formats import hhcrsp

    inst = hhcrsp.read_hhcrsp(data)
    found = search(hhcrsp.model_of(inst), **how)
    solution = hhcrsp.write_hhcrsp(inst, rounds_of(found))
    made = {"moves": found.moves, "seconds": round(found.seconds, 3), "seed": how.get("seed", 1)}
    return solution, {**check_hhcrsp(data, solution), "made": made}


def solve_uhhc(data: dict[str, Any], **how: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A UHHC instance -> (solution file, summary); every owed lunch is kept. `how` goes to `search`."""
    from .annealing.search import search
    from .formats import uhhc, uhhc_model

    inst = uhhc.read_uhhc(data)
    found = search(uhhc_model.model_of(inst), **how)
    counted = found.cost
    solution = uhhc_model.write_uhhc(inst, found)
    made = {"moves": found.moves, "seconds": round(found.seconds, 3), "seed": how.get("seed", 1), "counted": round(counted, 3)}
    return solution, {**check_uhhc(data, solution, lunch_hard=True), "made": made}


def check_hhcrsp(data: dict[str, Any], solution: dict[str, Any]) -> dict[str, Any]:
    """Judge a solution of an HHCRSP instance."""
    from .formats import hhcrsp

    judged = hhcrsp.check_hhcrsp(hhcrsp.read_hhcrsp(data), solution)
    return {"sound": judged.sound, "objective": judged.objective, "parts": judged.parts, "broken": judged.broken}


def check_uhhc(data: dict[str, Any], solution: dict[str, Any], lunch_hard: bool = False) -> dict[str, Any]:
    """Judge a solution of a UHHC instance."""
    from .formats import uhhc, uhhc_check

    judged = uhhc_check.check_uhhc(uhhc.read_uhhc(data), solution, lunch_hard)
    return {"sound": judged.sound, "objective": judged.objective, "parts": judged.parts, "broken": judged.broken}
