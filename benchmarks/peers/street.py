"""A street day as routing solvers want it: one node for each carer who is needed, cost matrices for each carer, one fixed start for each pair.

PyVRP and VROOM cannot say that two vehicles come at one time, so both nodes of a pair are given the same start (`middles`, later `pairs.retime`).
Node 0 is the station; nodes count from 1.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

UNSERVED = 100_000
NEVER = 50_000  # the price of an arc to somebody whom the carer may not serve


@dataclass(frozen=True, slots=True)
class Node:
    """One carer's part of a visit: where, how long, the window of its start (seconds), and the least tier."""

    visit: str
    site: int
    stay: int
    low: int
    high: int
    tier: int


def middles(day: dict) -> dict[str, int]:
    """The middle of the window for each pair."""
    return {v["id"]: sum(v["window"]) // 2 for v in day["visits"] if len(v["needs"]) == 2}


def nodes_of(day: dict, times: dict[str, int]) -> list[Node]:
    """Every need of every visit; a pair begins at its time in `times`."""
    return [
        Node(v["id"], v["site"], v["duration"], times.get(v["id"], v["window"][0]), times.get(v["id"], v["window"][1]), need["tier"])
        for v in day["visits"]
        for need in v["needs"]
    ]


def travel_of(day: dict, nodes: list[Node]) -> dict[str, np.ndarray]:
    """Seconds from node to node by mode; node 0 is the station."""
    sites = [0, *(n.site for n in nodes)]
    return {mode: np.asarray(table, dtype=np.int64)[np.ix_(sites, sites)] for mode, table in day["travel"].items()}


def strangers(day: dict, nodes: list[Node], carer: dict) -> np.ndarray:
    """What it costs to send this carer to each node because she does not know the person (station: 0)."""
    visits = {v["id"]: v for v in day["visits"]}
    return np.array([0, *(visits[n.visit]["known"].get(carer["id"], visits[n.visit]["stranger_cost"]) for n in nodes)], dtype=np.int64)


def allowed(nodes: list[Node], carer: dict) -> np.ndarray:
    """Which nodes her tier lets her serve (station: yes)."""
    return np.array([True, *(n.tier <= carer["tier"] for n in nodes)])


def costs_of(day: dict, nodes: list[Node], carer: dict, travel: dict[str, np.ndarray]) -> np.ndarray:
    """The true cost of each arc for her: the way, and what the node at its end costs because she is a stranger there."""
    return travel[carer["mode"]] + strangers(day, nodes, carer)[None, :]


def mended(day: dict, solution: dict) -> dict:
    """The solution without what a peer could not be told to avoid: pairs of which only one came, carers without lunch, rounds of nothing.

    What is taken out is unserved, and counts as that.
    """
    rounds = [r for r in solution["rounds"] if sum("lunch" in s for s in r["stops"]) == 1]
    needs = {v["id"]: len(v["needs"]) for v in day["visits"]}
    given = Counter(s["visit"] for r in rounds for s in r["stops"] if "visit" in s)
    starts = {}
    for r in rounds:
        for s in r["stops"]:
            starts.setdefault(s.get("visit"), set()).add(s["start"])
    whole = {v for v, n in given.items() if n == needs[v] and len(starts[v]) == 1}
    kept = [{"carer": r["carer"], "stops": [s for s in r["stops"] if "lunch" in s or s["visit"] in whole]} for r in rounds]
    return {"rounds": [r for r in kept if len(r["stops"]) > 1]}


def worth(day: dict, solution: dict) -> int:
    """What a solution costs, to compare one turn with another: ways, strangers, and UNSERVED for each visit left out."""
    carers, visits = {c["id"]: c for c in day["carers"]}, {v["id"]: v for v in day["visits"]}
    cost, served = 0, set()
    for r in solution["rounds"]:
        travel, at = day["travel"][carers[r["carer"]]["mode"]], 0
        for s in r["stops"]:
            visit = visits.get(s.get("visit"))
            site = visit["site"] if visit else 0
            cost += travel[at][site] + (visit["known"].get(r["carer"], visit["stranger_cost"]) if visit else 0)
            at = site
            served.add(s.get("visit"))
        cost += travel[at][0]
    return cost + UNSERVED * sum(v not in served for v in visits)


def seats(day: dict, nodes: list[Node], plan: dict) -> dict[str, list[int | None]]:
    """A whole plan as node numbers in order for each carer, None for lunch; of a pair the carer of the higher tier has the higher need."""
    tiers = {c["id"]: c["tier"] for c in day["carers"]}
    free: dict[str, list[int]] = {}
    for j, n in sorted(enumerate(nodes, start=1), key=lambda jn: -jn[1].tier):
        free.setdefault(n.visit, []).append(j)
    found = {c["id"]: [None] for c in day["carers"]}
    for r in sorted(plan["rounds"], key=lambda r: tiers[r["carer"]]):
        found[r["carer"]] = [free[s["visit"]].pop() if "visit" in s else None for s in r["stops"]]
    return found


def solution_of(nodes: list[Node], walks: dict[str, list[tuple[int | None, int]]]) -> dict:
    """The street days' solution from (node number or None for lunch, start) in order for each carer."""
    return {"rounds": [
        {"carer": carer, "stops": [{"lunch": True, "start": at} if j is None else {"visit": nodes[j - 1].visit, "start": at} for j, at in walk]}
        for carer, walk in walks.items()
    ]}  # fmt: skip
