"""How a district's week comes about without a planner of weeks: days dealt in turn, persons dealt to carers by the alphabet, each day alone.

`by_rule` fills each day by insertion. `by_ortools` plans each day of each street alone with OR-Tools routing, which is told who was dealt
to whom: the first costs nothing, the second 300, a stranger 900, as on a street's day. Both are judged by the week's own checker.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

from qianshou.planner import Plan, Problem, solve, timed
from qianshou.planner.cost import cost
from qianshou.planner.fitness import may_fill
from qianshou.planner.problem import owed_breaks
from qianshou.planner.travel import Ways
from qianshou.planner.week import WeekPlan, WeekProblem
from qianshou.planner.week.areas import day_problem, parts, serves
from qianshou.planner.week.spacing import choices, unevenness

SECOND, STRANGER, PENALTY = 300, 900, 100_000


def by_rule(week: WeekProblem) -> WeekPlan:
    """Days and carers in turn, then each day by insertion."""
    days, dealt = deal_days(week), deal_carers(week)
    return _together(week, days, dealt, [(d, solve(_told(part, days, dealt, d), moves=0)) for part in parts(week) for d in part.days])


def by_ortools(week: WeekProblem, seconds: float, threads: int) -> WeekPlan:
    """Days and carers in turn, then each street's day by OR-Tools; `seconds` in all on so many processes."""
    days, dealt = deal_days(week), deal_carers(week)
    jobs = [(d, _told(part, days, dealt, d)) for part in parts(week) for d in part.days]
    each = seconds * threads / len(jobs)
    with ProcessPoolExecutor(threads) as pool:
        plans = list(pool.map(ortools_day, [problem for _, problem in jobs], [each] * len(jobs)))
    return _together(week, days, dealt, [(d, plan) for (d, _), plan in zip(jobs, plans, strict=True)])


def deal_days(week: WeekProblem) -> dict[str, tuple[int, ...]]:
    """Each pattern in turn gets the next of its evenest sets of days."""
    turn: Counter[int] = Counter()
    days = {}
    for p in week.patterns:
        ways = choices(p, week.days)
        least = min(map(unevenness, ways))
        even = [w for w in ways if unevenness(w) < least + 1e-9]
        days[p.id] = even[turn[p.times] % len(even)]
        turn[p.times] += 1
    return days


def deal_carers(week: WeekProblem) -> dict[str, tuple[str, ...]]:
    """Persons by the alphabet are dealt to the carers by the alphabet: two who may give at least one of their visits."""
    order, dealt = sorted(week.carers, key=lambda c: c.id), {}
    own: dict[str, list] = {}
    for p in sorted(week.patterns, key=lambda p: p.person):
        own.setdefault(p.person, []).append(p)
    for turn, (person, patterns) in enumerate(own.items()):
        able = [c for c in order if any(serves(c, p) and may_fill(p.visit, n, c.carer) for p in patterns for n in range(len(p.visit.needs)))]
        able = [c.id for c in able] or [order[0].id]
        dealt[person] = tuple(dict.fromkeys((able[turn % len(able)], able[(turn + 1) % len(able)])))
    return dealt


def _told(part: WeekProblem, days, dealt, d: int) -> Problem:
    """A day of a street with what each carer was dealt."""
    day, person = day_problem(part, days, d), {p.id: p.person for p in part.patterns}
    visits = tuple(
        replace(v, known={c: SECOND * n + v.known.get(c, v.stranger) for n, c in enumerate(dealt[person[v.id]])}, stranger=STRANGER + v.stranger)
        for v in day.visits
    )
    return replace(day, visits=visits)


def _together(week: WeekProblem, days, dealt, plans: list[tuple[int, Plan]]) -> WeekPlan:
    whole = {}
    for d in week.days:
        own = [p for day, p in plans if day == d]
        plan = Plan(tuple(r for p in own for r in p.rounds), tuple(v for p in own for v in p.unserved))
        whole[d] = replace(plan, cost=cost(day_problem(week, days, d), plan))
    return WeekPlan(days, dealt, whole)


def ortools_day(problem: Problem, seconds: float) -> Plan:
    """A street's day by OR-Tools. Both calls of a double visit begin in the middle of its window; lunch is a stop where she was before
    (no way of its own); hours of a shift are hard."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    carers = [c for c in problem.carers if c.shifts]
    calls = [(v, n) for v in problem.visits for n in range(len(v.needs))]
    ways, count = Ways(problem), len(calls)
    sites = [v.site for v, _ in calls]
    manager = pywrapcp.RoutingIndexManager(count + 2 * len(carers), len(carers), [count + k for k in range(len(carers))], [count + len(carers) + k for k in range(len(carers))])
    routing = pywrapcp.RoutingModel(manager)
    place = [*sites, *(c.start for c in carers), *(c.end or c.start for c in carers)]
    stay = [*(v.duration for v, _ in calls), *([0] * 2 * len(carers))]
    transits = {}
    for mode in sorted({c.mode for c in carers}):
        legs = [[ways.seconds(mode, a, b) for b in place] for a in place]
        transits[mode] = routing.RegisterTransitMatrix(legs), routing.RegisterTransitMatrix([[leg + stay[a] for leg in row] for a, row in enumerate(legs)])
    for k, c in enumerate(carers):
        routing.SetArcCostEvaluatorOfVehicle(transits[c.mode][0], k)
    routing.AddDimensionWithVehicleTransits([transits[c.mode][1] for c in carers], 36_000, 100_000, False, "time")
    time = routing.GetDimensionOrDie("time")
    strange = [routing.RegisterUnaryTransitVector([*(v.known.get(c.id, v.stranger) for v, _ in calls), *([0] * 2 * len(carers))]) for c in carers]
    routing.AddDimensionWithVehicleTransits(strange, 0, 10**7, True, "strange")
    routing.GetDimensionOrDie("strange").SetSpanCostCoefficientForAllVehicles(1)
    for i, (v, n) in enumerate(calls):
        index, window = manager.NodeToIndex(i), v.windows[0]
        middle = (window.start + window.end) // 2
        time.CumulVar(index).SetRange(*((middle, middle) if len(v.needs) == 2 else (window.start, window.end)))
        routing.VehicleVar(index).SetValues([-1, *(k for k, c in enumerate(carers) if may_fill(v, n, c))])
        routing.AddDisjunction([index], PENALTY // len(v.needs))
    for k, c in enumerate(carers):
        time.CumulVar(routing.Start(k)).SetRange(c.shifts[0].start, c.shifts[-1].end)
        time.CumulVar(routing.End(k)).SetRange(c.shifts[0].start, c.shifts[-1].end)
        for rest in owed_breaks(c):
            lunch = routing.solver().FixedDurationIntervalVar(rest.window.start, rest.window.end, rest.duration, False, f"lunch{k}")
            time.SetBreakIntervalsOfVehicle([lunch], k, [stay[manager.IndexToNode(i)] if i < count else 0 for i in range(routing.Size())])
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    search.time_limit.FromMilliseconds(max(100, int(seconds * 1000)))
    found = routing.SolveWithParameters(search)
    walks: dict[str, list[str]] = {}
    for k, c in enumerate(carers if found else ()):
        index, walk = found.Value(routing.NextVar(routing.Start(k))), []
        while not routing.IsEnd(index):
            walk.append(calls[manager.IndexToNode(index)][0].id)
            index = found.Value(routing.NextVar(index))
        walks[c.id] = walk
    return _whole(problem, walks)


def _whole(problem: Problem, walks: dict[str, list[str]]) -> Plan:
    """The order of each round timed by ourselves; a double visit that got one carer only is unserved."""
    given = Counter(v for walk in walks.values() for v in walk)
    full = {v.id for v in problem.visits if given[v.id] == len(v.needs)}
    kept = {c: [v for v in walk if v in full] for c, walk in walks.items()}
    return timed(problem, {c: walk for c, walk in kept.items() if walk})
