"""Problems and plans of cart rounds as JSON, and the rules of a well-formed problem. Schemas: `schema/meals*.schema.json`."""

from __future__ import annotations

import dataclasses
from typing import Any

from ..fields import Fields, FileError, expect_format, pair, parsed, whole
from ..files import PLAN_FORMAT, PROBLEM_FORMAT
from ..problem import Mode, Site, Window
from .plan import CartCost, CartPlan, Drop, Trip
from .problem import USUAL_CART, Cart, CartProblem, Door, Weights
from .service import ServiceRule, service_seconds

KIND = "meals"
EARLIEST = -86_400  # a clock of one's own may begin later than the kitchen


def read_cart_problem(data: str | bytes | dict[str, Any]) -> CartProblem:
    """JSON (text or parsed) -> a checked problem. FileError names the field that is wrong.

    A door without `window` has the problem's; one without `service` is counted by the problem's `service_rule` from boxes, `floor` and `lift`.
    """
    f = Fields(parsed(data), "")
    expect_format(f, PROBLEM_FORMAT)
    if f.text("kind") != KIND:
        raise FileError(f"kind: {KIND!r} is wanted")
    usual = f.raw("window", None)
    window = None if usual is None else _window(usual, "window")
    rule = _numbers(f.raw("service_rule", {}), "service_rule", ServiceRule)
    problem = CartProblem(
        name=f.text("name", ""), kitchen=f.text("kitchen"), sites=f.many("sites", _site), carts=f.many("carts", _cart),
        doors=f.many("doors", lambda v, path: _door(v, path, window, rule)),
        load_from=f.whole("load_from", low=EARLIEST), load_time=f.whole("load_time", 180), hot_limit=f.whole("hot_limit", 2700),
        mode=_mode(f.raw("mode", None), "mode"), metres=_matrix(f, "metres"), seconds=_matrix(f, "seconds"),
        known=f.table("known", _id), weights=_numbers(f.raw("weights", {}), "weights", Weights),
    )  # fmt: skip
    f.done()
    validate(problem)
    return problem


def write_cart_problem(problem: CartProblem) -> dict[str, Any]:
    """A problem as plain JSON data; fields that hold their default are left out."""
    return {"format": PROBLEM_FORMAT, "kind": KIND, **_plain(problem)}


def read_cart_plan(data: str | bytes | dict[str, Any]) -> CartPlan:
    """JSON (text or parsed) -> plan. FileError names the field; whether the plan is sound is for `check_carts`."""
    f = Fields(parsed(data), "")
    expect_format(f, PLAN_FORMAT)
    if f.text("kind") != KIND:
        raise FileError(f"kind: {KIND!r} is wanted")
    plan = CartPlan(
        trips=f.many("trips", _trip), unserved=f.texts("unserved"), cost=_numbers(f.raw("cost", {}), "cost", CartCost),
        made=f.table("made", lambda v, path: v),
    )  # fmt: skip
    f.done()
    return plan


def write_cart_plan(plan: CartPlan) -> dict[str, Any]:
    """A plan as plain JSON data."""
    data = {"format": PLAN_FORMAT, "kind": KIND, **_plain(plan)}
    data.setdefault("trips", [])
    return data


def validate(problem: CartProblem) -> None:
    """What the types cannot say: ids that exist and are unique, coordinates or both matrices."""
    sites = _unique(problem.sites, "sites")
    carts = _unique(problem.carts, "carts")
    doors = _unique(problem.doors, "doors")
    if problem.kitchen not in sites:
        _fail("kitchen", f"no site {problem.kitchen!r}")
    for k, door in enumerate(problem.doors):
        if door.site not in sites:
            _fail(f"doors[{k}].site", f"no site {door.site!r}")
        if door.pinned is not None and door.pinned not in carts:
            _fail(f"doors[{k}].pinned", f"no cart {door.pinned!r}")
    for door, cart in problem.known.items():
        if door not in doors:
            _fail(f"known.{door}", "no such door")
        if cart not in carts:
            _fail(f"known.{door}", f"no cart {cart!r}")
    if bool(problem.metres) != bool(problem.seconds):
        _fail("seconds" if problem.metres else "metres", "both matrices are wanted, or neither")
    for name, rows in (("metres", problem.metres), ("seconds", problem.seconds)):
        if rows and (len(rows) != len(sites) or any(len(row) != len(rows) for row in rows)):
            _fail(name, f"{len(sites)} rows of {len(sites)} are wanted, one for each site")
    if not problem.metres:
        for k, site in enumerate(problem.sites):
            if site.lon is None or site.lat is None:
                _fail(f"sites[{k}]", "lon and lat are wanted where there is no matrix")


def _site(data: Any, path: str) -> Site:
    f = Fields(data, path)
    site = Site(f.text("id"), f.number("lon", None, -180), f.number("lat", None, -90))
    f.done()
    return site


def _cart(data: Any, path: str) -> Cart:
    f = Fields(data, path)
    cart = Cart(f.text("id"), f.whole("boxes"), f.whole("range", None))
    f.done()
    return cart


def _door(data: Any, path: str, usual: Window | None, rule: ServiceRule) -> Door:
    f = Fields(data, path)
    window = f.raw("window", None)
    if window is None and usual is None:
        _fail(f.at("window"), "missing, and the problem has none for all doors")
    boxes, floor, lift = f.whole("boxes"), f.whole("floor", 1, -9), f.flag("lift", False)
    door = Door(
        f.text("id"), f.text("site"), boxes, usual if window is None else _window(window, f.at("window")),
        f.whole("service", service_seconds(boxes, floor, lift, rule)), f.text("pinned", None), f.whole("pinned_rank", None),
    )  # fmt: skip
    f.done()
    return door


def _mode(data: Any, path: str) -> Mode:
    if data is None:
        return USUAL_CART
    f = Fields(data, path)
    mode = Mode(f.number("kmh", low=0.1), f.number("detour", 1.3, 1), f.whole("fixed", 0))
    f.done()
    return mode


def _matrix(f: Fields, key: str) -> list[list[int]]:
    def row(data: Any, path: str) -> list[int]:
        if not isinstance(data, list):
            _fail(path, "a list is wanted")
        return [whole(x, f"{path}[{j}]") for j, x in enumerate(data)]

    return list(f.many(key, row, ()))


def _window(data: Any, path: str) -> Window:
    return Window(*pair(data, path))


def _trip(data: Any, path: str) -> Trip:
    f = Fields(data, path)
    trip = Trip(
        f.text("cart"), f.whole("load", low=EARLIEST), f.whole("leave", low=EARLIEST), f.many("drops", _drop), f.whole("back", low=EARLIEST))  # fmt: skip
    f.done()
    return trip


def _drop(data: Any, path: str) -> Drop:
    f = Fields(data, path)
    drop = Drop(f.text("door"), f.whole("at", low=EARLIEST))
    f.done()
    return drop


def _numbers(data: Any, path: str, kind: type) -> Any:
    """An object whose fields are all numbers: whole ones where the default is whole."""
    f = Fields(data, path)
    found = kind(**{d.name: (f.whole if isinstance(d.default, int) else f.number)(d.name, d.default) for d in dataclasses.fields(kind)})
    f.done()
    return found


def _id(data: Any, path: str) -> str:
    return data if isinstance(data, str) else _fail(path, "the id of a cart is wanted")


def _unique(things: tuple, path: str) -> set[str]:
    seen: set[str] = set()
    for k, thing in enumerate(things):
        if thing.id in seen:
            _fail(f"{path}[{k}].id", f"{thing.id!r} stands twice")
        seen.add(thing.id)
    return seen


def _fail(path: str, wish: str) -> Any:
    raise FileError(f"{path}: {wish}")


def _plain(value: Any) -> Any:
    """Dataclasses as JSON data: windows as pairs, defaults and empty lists left out."""
    if isinstance(value, Window):
        return [value.start, value.end]
    if dataclasses.is_dataclass(value):
        return {
            d.name: _plain(x) for d in dataclasses.fields(value)
            if ((x := getattr(value, d.name)) != d.default and x not in ({}, (), []))
            or (d.default is dataclasses.MISSING and d.default_factory is dataclasses.MISSING)
        }
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value
