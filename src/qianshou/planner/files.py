"""Problems and plans as JSON, and the rules of a well-formed problem. Schemas: `schema/*.schema.json`."""

from __future__ import annotations

import dataclasses
import json
from importlib import resources
from itertools import pairwise
from typing import Any

from .fields import Fields, FileError, expect_format, pair, parsed, whole
from .plan import Cost, Plan, Round, Stop
from .problem import WAIVABLE, Break, Carer, Mode, Need, Problem, Site, Visit, Weights, Window
from .travel import USUAL_MODES

PROBLEM_FORMAT, PLAN_FORMAT = "qianshou-problem/1", "qianshou-plan/1"


def schema(name: str) -> dict[str, Any]:
    """The published JSON schema `problem` or `plan`."""
    return json.loads(resources.files(__package__).joinpath(f"schema/{name}.schema.json").read_text("utf-8"))


def read_problem(data: str | bytes | dict[str, Any]) -> Problem:
    """JSON (text or parsed) -> a checked Problem. FileError names the field that is wrong."""
    f = Fields(parsed(data), "")
    expect_format(f, PROBLEM_FORMAT)
    if f.text("kind", "visits") != "visits":
        raise FileError("kind: only \"visits\" is planned here")
    problem = Problem(
        name=f.text("name", ""),
        sites=f.many("sites", _site),
        carers=f.many("carers", _carer),
        visits=f.many("visits", _visit),
        modes=f.table("modes", _mode),
        matrix=f.table("matrix", _matrix),
        weights=_weights(f.raw("weights", {}), "weights"),
        previous=f.table("previous", lambda v, path: tuple(v) if isinstance(v, list) else _fail(path, "a list is wanted")),
    )
    f.done()
    validate(problem)
    return problem


def write_problem(problem: Problem) -> dict[str, Any]:
    """A problem as plain JSON data; fields that hold their default are left out."""
    return {"format": PROBLEM_FORMAT, "kind": "visits", **_plain(problem)}


def read_plan(data: str | bytes | dict[str, Any]) -> Plan:
    """JSON (text or parsed) -> Plan. FileError names the field; whether the plan is sound is for `check`."""
    f = Fields(parsed(data), "")
    expect_format(f, PLAN_FORMAT)
    plan = Plan(
        rounds=f.many("rounds", _round),
        unserved=f.texts("unserved"),
        cost=_cost(f.raw("cost", {}), "cost"),
        made=dict(f.raw("made", {})),
    )
    f.done()
    return plan


def write_plan(plan: Plan) -> dict[str, Any]:
    """A plan as plain JSON data."""
    data = {"format": PLAN_FORMAT, **_plain(plan)}
    data.setdefault("rounds", [])
    return data


def validate(problem: Problem) -> None:
    """What the types cannot say: ids that exist and are unique, windows in order, coordinates or a matrix."""
    sites = _unique(problem.sites, "sites")
    carers = _unique(problem.carers, "carers")
    _unique(problem.visits, "visits")
    for k, c in enumerate(problem.carers):
        path = f"carers[{k}]"
        for name, site in (("start", c.start), ("end", c.end), *(("breaks", b.site) for b in c.breaks)):
            if site is not None and site not in sites:
                _fail(f"{path}.{name}", f"no site {site!r}")
        if c.mode not in problem.matrix and c.mode not in problem.modes and c.mode not in USUAL_MODES:
            _fail(f"{path}.mode", f"no speed and no matrix for {c.mode!r}")
        _in_order(c.shifts, f"{path}.shifts")
    for k, v in enumerate(problem.visits):
        _validate_visit(v, f"visits[{k}]", sites, carers)
    _validate_places(problem)


def _validate_visit(v: Visit, path: str, sites: set[str], carers: set[str]) -> None:
    if v.site not in sites:
        _fail(f"{path}.site", f"no site {v.site!r}")
    if not v.windows:
        _fail(f"{path}.windows", "at least one window is wanted")
    _in_order(v.windows, f"{path}.windows")
    if not 1 <= len(v.needs) <= 2:
        _fail(f"{path}.needs", "one or two carers are wanted")
    if len(v.pinned) > len(v.needs) or len(set(v.pinned)) < len(v.pinned):
        _fail(f"{path}.pinned", "at most one carer for each need, each once")
    for who in v.pinned:
        if who not in carers:
            _fail(f"{path}.pinned", f"no carer {who!r}")
    if not v.waived <= WAIVABLE:
        _fail(f"{path}.waived", f"unknown rule {sorted(v.waived - WAIVABLE)[0]!r}")


def _validate_places(problem: Problem) -> None:
    modes = {c.mode for c in problem.carers}
    if modes - set(problem.matrix):
        for k, s in enumerate(problem.sites):
            if s.lon is None or s.lat is None:
                _fail(f"sites[{k}]", "lon and lat are wanted where there is no matrix")
    for mode, rows in problem.matrix.items():
        if len(rows) != len(problem.sites) or any(len(row) != len(rows) for row in rows):
            _fail(f"matrix.{mode}", f"{len(problem.sites)} rows of {len(problem.sites)} are wanted, one for each site")


def _site(data: Any, path: str) -> Site:
    f = Fields(data, path)
    site = Site(f.text("id"), f.number("lon", None, -180), f.number("lat", None, -90))
    f.done()
    return site


def _mode(data: Any, path: str) -> Mode:
    f = Fields(data, path)
    mode = Mode(f.number("kmh", low=0.1), f.number("detour", 1.3, 1), f.whole("fixed", 0))
    f.done()
    return mode


def _matrix(data: Any, path: str) -> list[list[int]]:
    if not isinstance(data, list) or not all(isinstance(row, list) for row in data):
        _fail(path, "a list of rows is wanted")
    return [[whole(x, f"{path}[{i}][{j}]") for j, x in enumerate(row)] for i, row in enumerate(data)]


def _window(data: Any, path: str) -> Window:
    return Window(*pair(data, path))


def _break(data: Any, path: str) -> Break:
    f = Fields(data, path)
    rest = Break(_window(f.raw("window"), f.at("window")), f.whole("duration", low=1), f.text("site", None))
    f.done()
    return rest


def _carer(data: Any, path: str) -> Carer:
    f = Fields(data, path)
    carer = Carer(
        id=f.text("id"), start=f.text("start"), end=f.text("end", None), shifts=f.many("shifts", _window, ()),
        tier=f.text("tier", ""), skills=frozenset(f.texts("skills")), mode=f.text("mode", "foot"),
        breaks=f.many("breaks", _break, ()), most_visits=f.whole("most_visits", None), overtime=f.whole("overtime", 0),
        dialects=frozenset(f.texts("dialects")), sex=f.text("sex", ""),
    )
    f.done()
    return carer


def _need(data: Any, path: str) -> Need:
    f = Fields(data, path)
    need = Need(frozenset(f.texts("tiers")), frozenset(f.texts("skills")))
    f.done()
    return need


def _visit(data: Any, path: str) -> Visit:
    f = Fields(data, path)
    visit = Visit(
        id=f.text("id"), site=f.text("site"), windows=f.many("windows", _window), duration=f.whole("duration", low=1),
        needs=f.many("needs", _need, (Need(),)), gap=pair(f.raw("gap", (0, 0)), f.at("gap")), late=f.whole("late", 0),
        must=f.flag("must", True), priority=f.whole("priority", 1, 1), known=f.table("known", whole),
        stranger=f.whole("stranger", 0), refused=frozenset(f.texts("refused")), sex=f.text("sex", ""),
        dialect=f.text("dialect", ""), pinned=f.texts("pinned"), pinned_start=f.whole("pinned_start", None),
        pinned_rank=f.whole("pinned_rank", None), waived=frozenset(f.texts("waived")),
    )
    f.done()
    return visit


def _weights(data: Any, path: str) -> Weights:
    f = Fields(data, path)
    weights = Weights(**{d.name: f.number(d.name, d.default) for d in dataclasses.fields(Weights)})
    f.done()
    return weights


def _stop(data: Any, path: str) -> Stop:
    f = Fields(data, path)
    visit = f.text("visit", None)
    stop = Stop(visit, f.whole("start"), f.whole("end"), f.text("kind", "visit"))
    f.done()
    return stop


def _round(data: Any, path: str) -> Round:
    f = Fields(data, path)
    found = Round(f.text("carer"), f.many("stops", _stop), f.whole("leave"), f.whole("home"))
    f.done()
    return found


def _cost(data: Any, path: str) -> Cost:
    f = Fields(data, path)
    found = Cost(**{d.name: f.number(d.name, 0) for d in dataclasses.fields(Cost)})
    f.done()
    return found


def _unique(things: tuple, path: str) -> set[str]:
    seen: set[str] = set()
    for k, thing in enumerate(things):
        if thing.id in seen:
            _fail(f"{path}[{k}].id", f"{thing.id!r} stands twice")
        seen.add(thing.id)
    return seen


def _in_order(windows: tuple[Window, ...], path: str) -> None:
    for k, (a, b) in enumerate(pairwise(windows)):
        if b.start <= a.end:
            _fail(f"{path}[{k + 1}]", "must begin after the one before has ended")


def _fail(path: str, wish: str) -> Any:
    raise FileError(f"{path}: {wish}")


def _plain(value: Any) -> Any:
    """Dataclasses as JSON data: windows as pairs, sets sorted, defaults left out."""
    if isinstance(value, Window):
        return [value.start, value.end]
    if dataclasses.is_dataclass(value):
        return {
            d.name: _plain(x) for d in dataclasses.fields(value)
            if ((x := getattr(value, d.name)) != d.default and not (x in ({}, ()) and d.default is not None))
            or (d.default is dataclasses.MISSING and d.default_factory is dataclasses.MISSING)
        }
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value
