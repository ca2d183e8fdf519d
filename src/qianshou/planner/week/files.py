"""Weeks and their plans as JSON. Schemas: `planner/schema/week.schema.json`, `planner/schema/week-plan.schema.json`.

Carers and patterns are those of a day's problem with some fields more, so the day's reader reads and checks what they share.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from ..fields import Fields, FileError, expect_format, pair, parsed
from ..files import read_plan, read_problem, write_plan, write_problem
from ..plan import Plan
from ..problem import Problem, Window
from .problem import WEEK, Pattern, WeekCarer, WeekPlan, WeekProblem, WeekWeights
from .spacing import LEAST, choices

WEEK_FORMAT, PLAN_FORMAT = "qianshou-week/1", "qianshou-week-plan/1"
CARERS_OWN = ("shifts", "most", "areas")
PATTERNS_OWN = ("person", "times", "days", "fixed", "spacing", "area", "usual")


def read_week(data: str | bytes | dict[str, Any]) -> WeekProblem:
    """JSON (text or parsed) -> a checked week. FileError names the field that is wrong."""
    f = Fields(parsed(data), "")
    expect_format(f, WEEK_FORMAT)
    carers, patterns = f.many("carers", _object), f.many("patterns", _object)
    weights = Fields(f.raw("weights", {}), "weights")
    base = _shared(f, carers, patterns, weights.raw("day", {}))
    problem = WeekProblem(
        name=f.text("name", ""), sites=base.sites, modes=base.modes, matrix=base.matrix,
        carers=tuple(_carer(raw, c, f"carers[{k}]") for k, (raw, c) in enumerate(zip(carers, base.carers, strict=True))),
        patterns=tuple(_pattern(raw, v, f"patterns[{k}]") for k, (raw, v) in enumerate(zip(patterns, base.visits, strict=True))),
        weights=WeekWeights(day=base.weights, **{d.name: weights.number(d.name, d.default) for d in dataclasses.fields(WeekWeights) if d.name != "day"}),
        days=_days(f, "days", WEEK),
    )  # fmt: skip
    weights.done()
    f.done()
    _validate(problem)
    return problem


def write_week(problem: WeekProblem) -> dict[str, Any]:
    """A week as plain JSON data; fields that hold their default are left out."""
    carers, visits = tuple(c.carer for c in problem.carers), tuple(p.visit for p in problem.patterns)
    data = write_problem(Problem(problem.sites, carers, visits, problem.modes, problem.matrix, problem.weights.day))
    own = {f.name: getattr(problem.weights, f.name) for f in dataclasses.fields(WeekWeights) if f.name != "day"}
    own = {k: v for k, v in own.items() if v != getattr(WeekWeights(), k)}
    weights = own | ({"day": data["weights"]} if data.get("weights") else {})
    return {
        "format": WEEK_FORMAT, **({"name": problem.name} if problem.name else {}), "sites": data["sites"],
        **{k: data[k] for k in ("modes", "matrix") if k in data}, **({"weights": weights} if weights else {}),
        **({"days": list(problem.days)} if problem.days != WEEK else {}),
        "carers": [raw | _carer_out(c) for raw, c in zip(data["carers"], problem.carers, strict=True)],
        "patterns": [raw | _pattern_out(p) for raw, p in zip(data["visits"], problem.patterns, strict=True)],
    }  # fmt: skip


def read_week_plan(data: str | bytes | dict[str, Any]) -> WeekPlan:
    """JSON (text or parsed) -> plan of a week. FileError names the field; whether it is sound is for `check_week`."""
    f = Fields(parsed(data), "")
    expect_format(f, PLAN_FORMAT)
    plans: dict[int, Plan] = {}
    for name, raw in f.raw("plans").items():
        if name not in map(str, WEEK):
            raise FileError(f"plans.{name}: a weekday from 1 to 7 is wanted")
        try:
            plans[int(name)] = read_plan(raw)
        except FileError as e:
            raise FileError(f"plans.{name}.{e}") from None
    plan = WeekPlan(f.table("days", _weekdays), f.table("carers", _names), plans, dict(f.raw("made", {})))
    f.done()
    return plan


def write_week_plan(plan: WeekPlan) -> dict[str, Any]:
    """A week's plan as plain JSON data."""
    return {
        "format": PLAN_FORMAT, "days": {k: list(v) for k, v in plan.days.items()}, "carers": {k: list(v) for k, v in plan.carers.items()},
        "plans": {str(d): write_plan(p) for d, p in sorted(plan.plans.items())}, "made": plan.made,
    }  # fmt: skip


def _shared(f: Fields, carers: tuple, patterns: tuple, weights: Any) -> Problem:
    """What a week has in common with a day, read as a day; its faults are called by the names of the week."""
    day = {
        "sites": f.raw("sites"), "modes": f.raw("modes", {}), "matrix": f.raw("matrix", {}), "weights": weights,
        "carers": [{k: v for k, v in c.items() if k not in CARERS_OWN} for c in carers],
        "visits": [{k: v for k, v in p.items() if k not in PATTERNS_OWN} for p in patterns],
    }  # fmt: skip
    try:
        return read_problem(day)
    except FileError as e:
        said = str(e)
        for theirs, ours in (("visits[", "patterns["), ("weights", "weights.day")):
            if said.startswith(theirs):
                said = ours + said.removeprefix(theirs)
        raise FileError(said) from None


def _carer(raw: dict, carer, path: str) -> WeekCarer:
    f = Fields(raw, path)
    days = f.raw("shifts")
    if not isinstance(days, list | tuple) or len(days) != 7:
        raise FileError(f"{path}.shifts: seven lists are wanted, Monday's first")
    shifts = []
    for d, windows in enumerate(days):
        at = f"{path}.shifts[{d}]"
        if not isinstance(windows, list | tuple):
            raise FileError(f"{at}: a list is wanted")
        own = [Window(*pair(w, f"{at}[{k}]")) for k, w in enumerate(windows)]
        for k in range(1, len(own)):
            if own[k].start <= own[k - 1].end:
                raise FileError(f"{at}[{k}]: must begin after the one before has ended")
        shifts.append(tuple(own))
    return WeekCarer(carer, tuple(shifts), f.whole("most", None), frozenset(f.texts("areas")))


def _pattern(raw: dict, visit, path: str) -> Pattern:
    f = Fields(raw, path)
    fixed = _days(f, "fixed", ())
    times = f.whole("times", max(1, len(fixed)), 1)
    if times > 7:
        raise FileError(f"{path}.times: at most 7 times a week")
    if len(fixed) > times:
        raise FileError(f"{path}.fixed: {len(fixed)} days are fixed, but it is owed {times} times")
    return Pattern(visit, f.text("person"), times, _days(f, "days", WEEK), fixed, f.whole("spacing", None), f.text("area", ""), _days(f, "usual", ()))


def _validate(problem: WeekProblem) -> None:
    for k, p in enumerate(problem.patterns):
        if not choices(p, problem.days):
            least = LEAST[p.times] if p.spacing is None else p.spacing
            raise FileError(f"patterns[{k}].days: no {p.times} of these days are {least} days apart, round the week's seam too")


def _days(f: Fields, key: str, default: tuple[int, ...]) -> tuple[int, ...]:
    value = f.raw(key, default)
    return default if value is default else _weekdays(value, f.at(key))


def _weekdays(value: Any, path: str) -> tuple[int, ...]:
    good = isinstance(value, list | tuple) and all(type(d) is int and d in WEEK for d in value) and len(set(value)) == len(value)
    if not good:
        raise FileError(f"{path}: weekdays from 1 (Monday) to 7 are wanted, each once")
    return tuple(sorted(value))


def _names(value: Any, path: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
        raise FileError(f"{path}: a list of carers is wanted")
    return tuple(value)


def _carer_out(c: WeekCarer) -> dict[str, Any]:
    more = {"shifts": [[[w.start, w.end] for w in day] for day in c.shifts]}
    return more | ({"most": c.most} if c.most is not None else {}) | ({"areas": sorted(c.areas)} if c.areas else {})


def _pattern_out(p: Pattern) -> dict[str, Any]:
    found: dict[str, Any] = {"person": p.person, "times": p.times}
    for name, value, usual in (("days", list(p.days), list(WEEK)), ("fixed", list(p.fixed), []), ("spacing", p.spacing, None), ("area", p.area, ""), ("usual", list(p.usual), [])):
        if value != usual:
            found[name] = value
    return found


def _object(value: Any, path: str) -> dict:
    if not isinstance(value, dict):
        raise FileError(f"{path}: an object is wanted")
    return value
