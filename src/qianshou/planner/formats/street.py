"""The generated street days (`"kind": "visits"`): seconds from the start of the day, one station, tiers by number."""

from __future__ import annotations

from typing import Any

from ..plan import Plan, Round, Stop
from ..problem import Break, Carer, Need, Problem, Site, Visit, Weights, Window
from ..travel import Ways

STATION = "0"


def read_street(data: dict[str, Any]) -> Problem:
    """A street day -> problem. Everybody starts and ends at site 0, lunches there, and must be back by the horizon.

    A tier there means "at least"; here a need lists the tiers that will do.
    """
    tiers = sorted({c["tier"] for c in data["carers"]} | {n["tier"] for v in data["visits"] for n in v["needs"]})
    count = len(next(iter(data["travel"].values())))
    lunch = data["lunch"]
    rest = Break(Window(*lunch["window"]), lunch["duration"], STATION)
    return Problem(
        name=data["name"],
        sites=tuple(Site(str(i)) for i in range(count)),
        matrix=data["travel"],
        carers=tuple(
            Carer(c["id"], STATION, (Window(0, data["horizon"]),), tier=str(c["tier"]), mode=c["mode"], end=STATION,
                  breaks=(rest,))
            for c in data["carers"]
        ),
        visits=tuple(
            Visit(
                v["id"], str(v["site"]), (Window(*v["window"]),), v["duration"],
                needs=tuple(Need(frozenset(str(t) for t in tiers if t >= n["tier"])) for n in v["needs"]),
                known=v["known"], stranger=v["stranger_cost"],
            )
            for v in data["visits"]
        ),
        weights=Weights(travel=1, continuity=1, unserved=100_000),
    )


def write_street(plan: Plan) -> dict[str, Any]:
    """A plan -> the street days' solution."""
    return {
        "rounds": [
            {
                "carer": r.carer,
                "stops": [
                    {"visit": s.visit, "start": s.start} if s.visit is not None else {"lunch": True, "start": s.start}
                    for s in r.stops
                ],
            }
            for r in plan.rounds
        ]
    }


def read_street_plan(data: dict[str, Any], problem: Problem) -> Plan:
    """A street day's solution -> plan; ends, leaving and coming home follow from the problem."""
    ways = Ways(problem)
    visits = {v.id: v for v in problem.visits}
    modes = {c.id: c.mode for c in problem.carers}
    rounds = []
    for r in data["rounds"]:
        if not r["stops"]:
            continue
        stops, sites = [], []
        for s in r["stops"]:
            visit = visits.get(s.get("visit"))
            stay = visit.duration if visit else problem.carers[0].breaks[0].duration
            sites.append(visit.site if visit else STATION)
            kind = "break" if s.get("lunch") else "visit"
            stops.append(Stop(s.get("visit"), s["start"], s["start"] + stay, kind))
        mode = modes[r["carer"]]
        leave = stops[0].start - ways.seconds(mode, STATION, sites[0])
        rounds.append(Round(r["carer"], tuple(stops), leave, stops[-1].end + ways.seconds(mode, sites[-1], STATION)))
    served = {s.visit for r in rounds for s in r.stops}
    return Plan(tuple(rounds), tuple(v.id for v in problem.visits if v.id not in served))
