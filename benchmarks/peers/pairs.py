"""Better times for pairs: each pair is lifted out of a plan and set down, with the two carers and at the time that cost least.

This is our help for peers that must be told a time for each pair: the times, and the plan as a start, go back to the peer for its next turn. Visits
that the peer left out are set in just so.
"""

from dataclasses import dataclass
from itertools import product

STEP = 900  # seconds between two times that are tried


@dataclass(slots=True)
class Call:
    """A stop that has to be made: a visit (or lunch: `visit` is None), where, how long, and the window of its start."""

    visit: str | None
    site: int
    stay: int
    low: int
    high: int


class Plan:
    """Rounds without times: the order of calls for each carer, and between which times each can be made."""

    def __init__(self, day: dict, solution: dict) -> None:
        self.day = day
        self.carers = {c["id"]: c for c in day["carers"]}
        self.visits = {v["id"]: v for v in day["visits"]}
        self.times = {}
        self.rounds: dict[str, list[Call]] = {c: [self.lunch()] for c in self.carers}
        for r in solution["rounds"]:
            self.rounds[r["carer"]] = [self.lunch() if "lunch" in s else self.call(s["visit"], s["start"]) for s in r["stops"]]

    def lunch(self) -> Call:
        meal = self.day["lunch"]
        return Call(None, 0, meal["duration"], *meal["window"])

    def call(self, name: str, start: int) -> Call:
        """A visit; a pair at the time it has."""
        v = self.visits[name]
        if len(v["needs"]) == 2:
            self.times[name] = start
            return Call(name, v["site"], v["duration"], start, start)
        return Call(name, v["site"], v["duration"], *v["window"])

    def gaps(self, carer: str) -> list[tuple[int, int, int, int]]:
        """(place, site before, site after) with the earliest she is free before and the latest she must begin after."""
        travel, calls = self.day["travel"][self.carers[carer]["mode"]], self.rounds[carer]
        free, at, early = 0, 0, []
        for c in calls:
            early.append((free, at))
            free, at = max(c.low, free + travel[at][c.site]) + c.stay, c.site
        early.append((free, at))
        late, to, out = self.day["horizon"], 0, []
        for k in range(len(calls), -1, -1):
            out.append((k, *early[k], late, to))
            if k:
                c = calls[k - 1]
                late, to = min(c.high, late - travel[c.site][to] - c.stay), c.site
        return out

    def span(self, carer: str, place: int) -> tuple[int, int]:
        """The earliest and the latest start of the call at this place in her round, the other calls staying in order."""
        travel, call, gaps = self.day["travel"][self.carers[carer]["mode"]], self.rounds[carer][place], sorted(self.gaps(carer))
        early = max(call.low, gaps[place][1] + travel[gaps[place][2]][call.site])
        late = min(call.high, gaps[place + 1][3] - travel[call.site][gaps[place + 1][4]] - call.stay)
        return early, max(early, late)

    def places(self, visit: dict, starts: list[int]) -> dict[int, list[tuple[int, str, int]]]:
        """For each start the cheapest place with each carer: (cost, carer, place)."""
        found = {t: [] for t in starts}
        for name, carer in self.carers.items():
            travel, site = self.day["travel"][carer["mode"]], visit["site"]
            strange = visit["known"].get(name, visit["stranger_cost"])
            best = {}
            for k, free, at, late, to in self.gaps(name):
                low, high = free + travel[at][site], late - travel[site][to] - visit["duration"]
                cost = travel[at][site] + travel[site][to] - travel[at][to] + strange
                for t in starts:
                    if low <= t <= high and cost < best.get(t, (10**9,))[0]:
                        best[t] = (cost, name, k)
            for t, place in best.items():
                found[t].append(place)
        return found

    def reset(self, name: str) -> None:
        """Lift a pair out and set it down where it costs least; it stays out if there is no place."""
        visit = self.visits[name]
        for calls in self.rounds.values():
            calls[:] = [c for c in calls if c.visit != name]
        low, high = visit["window"]
        starts = sorted({*range(low, high + 1, STEP), self.times.get(name, high)})
        tiers = sorted((n["tier"] for n in visit["needs"]), reverse=True)
        choices = []
        for t, places in self.places(visit, starts).items():
            choices += [(sum(p[0] for p in team), t, team) for team in self.teams(sorted(places), tiers)]
        if choices:
            _, t, team = min(choices)
            for _, carer, k in team:
                self.rounds[carer].insert(k, self.call(name, t))

    def teams(self, places: list[tuple[int, str, int]], tiers: list[int]) -> list[tuple]:
        """Who could come, cheapest first, for the higher tier and (of a pair) for the lower: a few of each are enough for the cheapest team."""
        fit = [[p for p in places if self.carers[p[1]]["tier"] >= tier][:2] for tier in tiers]
        return [team for team in product(*fit) if len({p[1] for p in team}) == len(tiers)]

    def solution(self) -> dict:
        """As a solution of the street days, everything as early as it can be."""
        rounds = []
        for carer, calls in self.rounds.items():
            travel, free, at, stops = self.day["travel"][self.carers[carer]["mode"]], 0, 0, []
            for c in calls:
                start = max(c.low, free + travel[at][c.site])
                free, at = start + c.stay, c.site
                stops.append({"visit": c.visit, "start": start} if c.visit else {"lunch": True, "start": start})
            rounds.append({"carer": carer, "stops": stops})
        return {"rounds": [r for r in rounds if len(r["stops"]) > 1]}


def retime(day: dict, solution: dict) -> tuple[dict[str, int], dict]:
    """Times for all pairs, and the plan in which they cost least; `solution` has whole pairs only."""
    plan = Plan(day, solution)
    served = {s.get("visit") for r in solution["rounds"] for s in r["stops"]}
    for visit in day["visits"]:
        if len(visit["needs"]) == 2 or visit["id"] not in served:
            plan.reset(visit["id"])
    missing = {v["id"]: sum(v["window"]) // 2 for v in day["visits"] if len(v["needs"]) == 2 and v["id"] not in plan.times}
    return plan.times | missing, plan.solution()
